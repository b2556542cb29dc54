import CanonicalJSON
import ImportFiles
import Terminal

/// A word of the command line that was sent as another: the id of what it names.
struct TakenWord: Sendable, Hashable {
    let option: String
    let typed: String
    let kept: String

    /// Nil where it was sent as it was typed.
    init?(_ option: String, _ typed: String?, _ kept: String?) {
        guard let typed, let kept, kept != typed else { return nil }
        (self.option, self.typed, self.kept) = (option, typed, kept)
    }

    /// For people: `--meeting "Spring session" was taken as session-2026-04`
    var sentence: String { TerminalText.line("\(option) \"\(typed)\" was taken as \(kept)") }
}

extension ActInputs {
    /// The options whose words name something that was sent by its id.
    func taken(_ given: [GivenOption], as object: JSONObject) -> [TakenWord] {
        given.compactMap { option in
            guard let type = inputs.first(where: { $0.key == option.name })?.type,
                [.partner, .meeting, .track, .choice].contains(type)
            else { return nil }
            return TakenWord("--" + ActInputs.optionName(option.name), option.value, object[option.name]?.string)
        }
    }
}
