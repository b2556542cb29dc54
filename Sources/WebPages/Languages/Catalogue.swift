import CanonicalJSON

/// The texts of pages in another language than that of the sources, as its file has them: the English text, and what it is there; or an
/// object with a text for each plural form.
struct Catalogue: Sendable {
    enum Entry: Sendable, Hashable {
        case text(String)
        case forms([PluralForm: String])
    }

    let entries: [String: Entry]

    /// What is wrong with a catalogue's file.
    struct Fault: Error, Hashable {
        let sentence: String
    }

    init(_ bytes: [UInt8]) throws(Fault) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue.parse(bytes) } catch { throw Fault(sentence: "\(error)") }
        var entries: [String: Entry] = [:]
        for member in value.object?.members ?? [] {
            if let text = member.value.string {
                entries[member.key] = .text(text)
            } else if let object = member.value.object {
                var forms: [PluralForm: String] = [:]
                for one in object.members {
                    guard let form = PluralForm(rawValue: one.key), let text = one.value.string else {
                        throw Fault(sentence: "“\(member.key)” has “\(one.key)”, which is no plural form with a text")
                    }
                    forms[form] = text
                }
                entries[member.key] = .forms(forms)
            } else {
                throw Fault(sentence: "“\(member.key)” is neither a text nor an object of plural forms")
            }
        }
        self.entries = entries
    }

    /// The catalogues of this program. One that cannot be read is a fault of its file, which the tests find.
    static let all = read([.french: PackageResources.fr_json, .arabic: PackageResources.ar_json])

    /// What findings say, by their codes.
    static let findings = read([
        .french: PackageResources.findings_fr_json, .arabic: PackageResources.findings_ar_json,
    ])

    private static func read(_ files: [PageLanguage: [UInt8]]) -> [PageLanguage: Catalogue] {
        files.compactMapValues { try? Catalogue($0) }
    }

    /// Nil where it has no such text.
    func text(_ phrase: Phrase) -> String? {
        guard case .text(let pattern) = entries[phrase.key] else { return nil }
        return Catalogue.filled(pattern, phrase.arguments)
    }

    func text(_ phrase: Phrase, form: PluralForm) -> String? {
        guard case .forms(let forms) = entries[phrase.key], let pattern = forms[form] ?? forms[.other] else {
            return nil
        }
        return Catalogue.filled(pattern, phrase.arguments)
    }

    /// A pattern with arguments in the places of `%1`, `%2`, …
    static func filled(_ pattern: String, _ arguments: [String]) -> String {
        guard !arguments.isEmpty else { return pattern }
        var text: [UInt8] = []
        var rest = pattern.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let digit = rest.first, (0x31...0x39).contains(digit),
                Int(digit) - 0x31 < arguments.count
            {
                rest.removeFirst()
                text += arguments[Int(digit) - 0x31].utf8
            } else {
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
