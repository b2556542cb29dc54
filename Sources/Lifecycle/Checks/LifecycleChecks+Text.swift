import DefinitionTree
import Wording

/// What of the text stands for something else, and what moves may write into it.
extension LifecycleChecks {
    /// The field that is the track must be a choice of just the tracks.
    func trackField() {
        guard let key = definition.trackField else { return }
        let path = Self.root["track_field"]
        known(key, .field, at: path)
        guard let field = definition.form.field(key), isWhole(.tracks) else { return }
        guard case .choice(let choices) = field.type else {
            report(path, "the field \"\(key)\" has the type \(field.type.word.rawValue); it must be choice")
            return
        }
        if Set(choices) != Set(definition.tracks.map(\.id)) {
            report(
                path,
                "the choices of \"\(key)\" are \(choices.listed), and the tracks are \(definition.tracks.map(\.id).listed)"
            )
        }
    }

    /// What a move writes into the text is given once, by a transition that does nothing besides, and is never personal.
    func changes(of act: Act) {
        var seen = false
        for (index, input) in act.inputs.enumerated() {
            guard case .changes(let keys) = input.type else { continue }
            let path = act.path["inputs"][index]
            if act.isFact || act.effect != TransitionDefinition.Effect.none {
                report(path["type"], "only a transition without another effect can change the text")
            }
            if seen { report(path, "\"\(act.id)\" takes changes of the text already") }
            seen = true
            known(keys, .field, at: path["fields"])
            for (number, key) in keys.enumerated() where definition.form.field(key)?.isPersonal ?? false {
                report(path["fields"][number], "\"\(key)\" holds personal data, which no move writes")
            }
        }
    }
}
