/// The types of document that a lifecycle can allow: a closed vocabulary, for each is known by its content as well as by its name.
package enum DocumentType: String, Sendable, Hashable, CaseIterable {
    case pdf = "application/pdf"
    case text = "text/plain"
    case csv = "text/csv"
    case png = "image/png"
    case jpeg = "image/jpeg"
    case wordDocument = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case excelSheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case powerPointSlides = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    case openText = "application/vnd.oasis.opendocument.text"
    case openSheet = "application/vnd.oasis.opendocument.spreadsheet"
    case openSlides = "application/vnd.oasis.opendocument.presentation"
    case mail = "message/rfc822"

    /// The endings of its files' names, without the dot; the usual one first.
    package var endings: [String] {
        switch self {
        case .pdf: ["pdf"]
        case .text: ["txt"]
        case .csv: ["csv"]
        case .png: ["png"]
        case .jpeg: ["jpg", "jpeg"]
        case .wordDocument: ["docx"]
        case .excelSheet: ["xlsx"]
        case .powerPointSlides: ["pptx"]
        case .openText: ["odt"]
        case .openSheet: ["ods"]
        case .openSlides: ["odp"]
        case .mail: ["eml"]
        }
    }

    /// Whether a file's name ends as those of this type do.
    package func fits(name: String) -> Bool {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return false }
        return endings.contains(name[name.index(after: dot)...].lowercased())
    }

    /// The type that a file's name tells, where one does.
    package init?(name: String) {
        guard let type = DocumentType.allCases.first(where: { $0.fits(name: name) }) else { return nil }
        self = type
    }

    /// With which bytes its files begin; empty where any text may stand.
    private var beginning: [UInt8] {
        switch self {
        case .pdf: Array("%PDF-".utf8)
        case .png: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        case .jpeg: [0xFF, 0xD8, 0xFF]
        case .wordDocument, .excelSheet, .powerPointSlides, .openText, .openSheet, .openSlides: ZipNames.beginning
        case .text, .csv, .mail: []
        }
    }

    /// Why these first bytes cannot begin a document of this type; nil where they can.
    package func fault(beginning bytes: some Collection<UInt8>) -> String? {
        if self == .mail { return MailHeader.fault(beginning: bytes) }
        let wanted = beginning
        if !bytes.starts(with: wanted.prefix(bytes.count)) { return "it does not begin as \(rawValue) does" }
        return wanted.isEmpty && bytes.contains(0) ? "a text holds no NUL" : nil
    }

    /// Why this is no document of this type, as far as its form tells; nil where it may be one.
    package func fault(content bytes: [UInt8]) -> String? {
        guard bytes.count >= beginning.count else { return "it does not begin as \(rawValue) does" }
        if let fault = fault(beginning: bytes) { return fault }
        switch self {
        case .pdf, .png, .jpeg: return nil
        case .mail: return MailHeader.fault(content: bytes)
        case .text, .csv: return String(validating: bytes, as: UTF8.self) == nil ? "it is not valid UTF-8" : nil
        case .wordDocument: return archiveFault(bytes, holding: "word/")
        case .excelSheet: return archiveFault(bytes, holding: "xl/")
        case .powerPointSlides: return archiveFault(bytes, holding: "ppt/")
        case .openText, .openSheet, .openSlides:
            // OpenDocument 1.2, part 3, section 3.3: the type itself stands in the archive's first file, not compressed.
            let first = Array("mimetype\(rawValue)".utf8)
            guard bytes.dropFirst(ZipNames.headerLength).starts(with: first) else {
                return "it does not say that it is \(rawValue)"
            }
            let names = ZipNames(bytes)?.names ?? []
            return names.contains { $0.hasPrefix("Basic/") || $0.hasPrefix("Scripts/") } ? "it holds macros" : nil
        }
    }

    private func archiveFault(_ bytes: [UInt8], holding folder: String) -> String? {
        guard let names = ZipNames(bytes)?.names else { return "it is not a complete zip archive" }
        guard names.contains("[Content_Types].xml"), names.contains(where: { $0.hasPrefix(folder) }) else {
            return "it is an archive, but not \(rawValue)"
        }
        return names.contains { $0.hasSuffix("vbaProject.bin") } ? "it holds macros" : nil
    }
}
