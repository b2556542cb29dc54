import Testing

@testable import Documents

/// What may be filed: types known by their content, and names.
@Suite struct DocumentTests {
    /// A zip archive of empty files, written as APPNOTE.TXT says: each with its header, then the directory, then its end.
    private static func archive(_ names: [String], comment: String = "") -> [UInt8] {
        func number(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) } }
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for name in names {
            let text = Array(name.utf8)
            let rest = [UInt8](repeating: 0, count: 18)
            directory += [0x50, 0x4B, 1, 2, 20, 0, 20, 0] + [0, 0, 0, 0] + rest.prefix(16) + number(text.count, 2)
            directory += [UInt8](repeating: 0, count: 12) + number(bytes.count, 4) + text
            bytes += [0x50, 0x4B, 3, 4, 20, 0, 0, 0] + rest + number(text.count, 2) + [0, 0] + text
        }
        let end = [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + number(names.count, 2) + number(names.count, 2)
        return bytes + directory + end + number(directory.count, 4) + number(bytes.count, 4)
            + number(comment.utf8.count, 2) + Array(comment.utf8)
    }

    private static let letter = """
        Return-Path: <contact@example.org>
        Received: from mail.example.org
        \tby mx.example.net; Mon, 2 Mar 2026 09:00:01 +0000
        Message-ID: <1@example.org>
        date : Mon, 2 Mar 2026 10:00:00 +0100
        From: Contact Point <contact@example.org>
        Subject: =?UTF-8?Q?R=C3=A9ponse?=

        We have no objection.

        """

    private static let word = archive(["[Content_Types].xml", "word/document.xml"])
    private static let open = archive(["mimetype"]).replacingMimetype(DocumentType.openText.rawValue)

    @Test func eachTypeIsKnownByItsContent() {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 1]
        let good: [(DocumentType, [UInt8])] = [
            (.pdf, Array("%PDF-1.7 …".utf8)), (.png, png), (.jpeg, [0xFF, 0xD8, 0xFF, 0xE0]),
            (.text, Array("Grüße\n".utf8)), (.csv, Array("a;b\n1;2\n".utf8)), (.wordDocument, Self.word),
            (.wordDocument, Self.archive(["[Content_Types].xml", "word/document.xml"], comment: "PK\u{5}\u{6} here")),
            (.excelSheet, Self.archive(["[Content_Types].xml", "xl/workbook.xml"])),
            (.powerPointSlides, Self.archive(["[Content_Types].xml", "ppt/slides/slide1.xml"])),
            (.openText, Self.open), (.mail, Array(Self.letter.utf8)),
            (.mail, Array(Self.letter.replacing("\n", with: "\r\n").utf8) + [0xE9]),
        ]
        for (type, bytes) in good {
            #expect(type.fault(content: bytes) == nil, "\(type)")
            #expect((0...bytes.count).allSatisfy { type.fault(beginning: bytes.prefix($0)) == nil }, "\(type)")
        }
    }

    @Test func aForbiddenTypeUnderAnotherNameIsFound() {
        let program: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0]
        for type in DocumentType.allCases {
            #expect(type.fault(content: program) != nil, "\(type)")
            #expect(type.fault(beginning: program) != nil, "\(type)")
            #expect(type.fault(content: []) != nil || type == .text || type == .csv)
            #expect(type == .text || type == .csv || type.fault(content: Array("Dear all,\n".utf8)) != nil, "\(type)")
        }
        let wrong: [(DocumentType, [UInt8], String)] = [
            (.pdf, Array("%PDF".utf8), "begin"), (.pdf, Self.word, "begin"),
            (.wordDocument, Array("%PDF-1.7".utf8), "begin"),
            (.excelSheet, Self.word, "not application"), (.wordDocument, Self.open, "not application"),
            (.openSheet, Self.open, "does not say"), (.wordDocument, Array(Self.word.dropLast()), "complete zip"),
            (.wordDocument, Array(Self.word.prefix(40)), "complete zip"), (.text, [0x61, 0xFF], "UTF-8"),
            (.text, [0x61, 0, 0x62], "NUL"), (.mail, Array(Self.letter.utf8) + [0], "NUL"),
            (.mail, Array(Self.letter.replacing("From:", with: "X-From:").utf8), "no From"),
            (.mail, Array("Subject: x\n\nFrom: a\nDate: b\n".utf8), "no From and no Date"),
            (.mail, Array("From a@example.org Mon Mar 2\nFrom: a\nDate: b\n".utf8), "begin"),
            (.mail, Array("From: a\nDate: b\nnothing\n\ntext".utf8), "no field"), (.mail, Self.word, "NUL"),
            (.mail, Array("<html><a href='https://example.org'>".utf8), "begin"),
            (
                .openText,
                Self.archive(["mimetype", "Basic/Standard/Module1.xml"])
                    .replacingMimetype(DocumentType.openText.rawValue), "macros"
            ),
            (
                .wordDocument, Self.archive(["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]),
                "macros"
            ),
        ]
        for (type, bytes, says) in wrong {
            #expect(type.fault(content: bytes)?.contains(says) == true, "\(type): \(type.fault(content: bytes) ?? "-")")
        }
    }

    /// Whatever is done to an archive, reading its directory ends.
    @Test func damagedArchivesAreNoTrap() {
        for place in Self.word.indices {
            for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var bytes = Self.word
                bytes[place] = value
                _ = DocumentType.wordDocument.fault(content: bytes)
            }
            _ = DocumentType.wordDocument.fault(content: Array(Self.word.prefix(place)))
        }
    }

    @Test func namesArePlainFileNames() {
        for name in [
            "paper.pdf", "Étude n° 3 (final).pdf", "報告書.pdf", "می‌خواهم.pdf", "a", String(repeating: "x", count: 200),
        ] {
            #expect(DocumentName.fault(name) == nil, "\(name): \(DocumentName.fault(name) ?? "")")
        }
        for name in [
            "", ".", "..", ".profile", "a/b.pdf", "../x.pdf", "a\\b.pdf", "C:x.pdf", " a.pdf", "a.pdf ", "a.",
            "a\nb.pdf",
            "a\u{0}.pdf", "a\u{202E}fdp.exe", "a\u{200F}.pdf", "a\u{2028}.pdf", "a\u{FEFF}.pdf", "a\u{E000}.pdf",
            String(repeating: "x", count: 201), String(repeating: "é", count: 101),
        ] {
            #expect(DocumentName.fault(name) != nil, "\(name.debugDescription)")
        }
    }

    @Test func endingsTellTypes() {
        #expect(DocumentType(name: "a.PDF") == .pdf && DocumentType(name: "a.b.jpeg") == .jpeg)
        for name in ["pdf", ".pdf", "a.pdf.exe", "a.", "a.docm", "a.pd"] { #expect(DocumentType(name: name) == nil) }
        let endings = DocumentType.allCases.flatMap(\.endings)
        #expect(Set(endings).count == endings.count)
    }
}

extension [UInt8] {
    /// The archive of one file with this content, not compressed: what stands between its name and the directory.
    fileprivate func replacingMimetype(_ type: String) -> [UInt8] {
        let content = Array(type.utf8)
        let place = 30 + "mimetype".utf8.count
        var bytes = self
        bytes.insert(contentsOf: content, at: place)
        // The directory begins later by as much.
        let start = bytes.count - 6
        bytes[start] += UInt8(content.count)
        return bytes
    }
}
