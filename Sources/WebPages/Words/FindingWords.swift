import CanonicalJSON
import CivilTime
import Lifecycle
import LineProtocol

/// What a finding says in the reader's language, by its codes and values: the catalogue has a sentence for each code, with `{name}` in the
/// place of a value, and `{name|or}` or `{name|quoted}` where a list is told so.
enum FindingWords {
    /// Nil where there are no codes, or the catalogue lacks one of them.
    static func text(_ judged: JudgedRequirement) -> String? {
        text(judged.reasons)
    }

    /// The same of reasons alone.
    static func text(_ reasons: [ToldReason]) -> String? {
        guard let catalogue = Catalogue.findings[PageReader.current.language], !reasons.isEmpty else { return nil }
        let sentences = reasons.map { text($0, catalogue) }
        guard !sentences.contains(nil) else { return nil }
        return sentences.compactMap(\.self).clauses
    }

    /// What a requirement is called that the engine itself makes: of roles, of states, of invitations; nil where the lifecycle names it.
    static func label(_ judged: JudgedRequirement) -> String? {
        guard let catalogue = Catalogue.findings[PageReader.current.language] else { return nil }
        let values = judged.reasons.first?.values ?? [:]
        if judged.requirement == "role", let roles = values["roles"] {
            return tr("Made by \(made: words(roles, "or", catalogue))")
        }
        if judged.requirement == "state", let states = values["states"] ?? values["state"] {
            return tr("The proposal is \(made: words(states, "or", catalogue))")
        }
        switch judged.label {
        case "the office that may": return tr("The office that may")
        case "a meeting that was held": return tr("A meeting that was held")
        case "decided at that meeting": return tr("Decided at that meeting")
        case "the consensus of all partners": return tr("The consensus of all partners")
        default: return nil
        }
    }

    private static func text(_ reason: ToldReason, _ catalogue: Catalogue) -> String? {
        guard case .text(let pattern) = catalogue.entries[reason.code] else { return nil }
        var sentence = ""
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let place = rest[rest.index(after: open)..<close].split(separator: "|").map(String.init)
            guard let name = place.first, let value = reason.values[name] else { return nil }
            sentence += rest[..<open] + words(value, place.dropFirst().first, catalogue)
            rest = rest[rest.index(after: close)...]
        }
        return sentence + rest
    }

    private static func words(_ value: JSONValue, _ style: String?, _ catalogue: Catalogue) -> String {
        switch value {
        case .integer(let number): return String(number)
        case .string(let text): return word(text)
        case .array(let elements):
            let texts = elements.compactMap(\.string).map(word)
            switch style {
            case "or": return texts.joined(separator: tr(" or "))
            case "quoted": return texts.map { tr("“\(made: $0)”") }.listing
            default: return texts.listing
            }
        case .object(let object):
            let phrase = ToldReason(object)
            return text(phrase, catalogue) ?? PageMarks.isolated(phrase.code)
        case .null, .bool: return ""
        }
    }

    /// A value: a day or a moment, a stance, the label of a definition, or what somebody wrote.
    private static func word(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        if let day = CivilDate(text) { return PageText.day(day) }
        if let instant = Instant(text) { return PageText.minute(instant) }
        if let stance = Stance(rawValue: text) { return StanceWords.spoken(stance) }
        let labels = PageReader.current.labels
        if let known = labels[text] ?? labels[PageText.words(text)] { return known }
        return PageMarks.isolated(PageText.line(text))
    }
}
