import CanonicalJSON
import CivilTime
import ImportFiles
import LineProtocol
import Terminal

/// The inputs that an act of a lifecycle takes, and the check of what was given against them.
struct ActInputs: Sendable {
    /// The act's id, whether that or its label was given.
    let act: String
    let inputs: [FormField]
    private let tracks: [NamedThing]
    private let form: [FormField]

    /// The inputs of a transition of a definition; a refusal that lists the transitions where there is none such.
    init(transition id: String, of definition: JSONObject) throws {
        try self.init(id, among: "transitions", called: "transition", of: definition)
    }

    /// The inputs of a fact of a definition; a refusal that lists the facts where there is none such.
    init(fact id: String, of definition: JSONObject) throws {
        try self.init(id, among: "facts", called: "fact", of: definition)
    }

    /// The inputs of a transition of a definition, or of the fact of that name where it has no such transition.
    init(act id: String, of definition: JSONObject) throws {
        let isFact =
            NamedThing.id(of: id, in: NamedThing.list(definition["transitions"])) == nil
            && NamedThing.id(of: id, in: NamedThing.list(definition["facts"])) != nil
        if isFact { try self.init(fact: id, of: definition) } else { try self.init(transition: id, of: definition) }
    }

    private init(_ id: String, among key: String, called word: String, of definition: JSONObject) throws {
        let acts = definition[key]?.array ?? []
        let things = NamedThing.list(definition[key])
        guard let meant = NamedThing.id(of: id, in: things),
            let found = acts.first(where: { $0["id"]?.string == meant })
        else {
            let known = things.map(\.id).joined(separator: ", ")
            let lifecycle = definition["lifecycle"]?.string ?? "the lifecycle"
            let advice = NamedThing.advice(id, in: things)
            throw CommandFailure.usage(
                TerminalText.line(
                    "\(lifecycle) has no \(word) \"\(id)\""
                        + (known.isEmpty
                            ? "; it has none" : advice.isEmpty ? "; it has \(known)" : "\(advice) It has \(known)")))
        }
        act = meant
        inputs = (found["inputs"]?.array ?? []).compactMap { FormField($0) }
        tracks = NamedThing.list(definition["tracks"])
        form = FormField.form(of: definition)
    }

    /// The object of the request: each option matched with an input and read by its type.
    func object(_ options: [GivenOption]) throws -> JSONObject {
        var object = JSONObject()
        var past: [String: String] = [:]
        for given in options {
            let (name, value) = (given.name, given.value)
            let option = "--" + ActInputs.optionName(name)
            guard object[name] == nil else { throw CommandFailure.usage("\(TerminalText.line(option)) is given twice") }
            if PastOfficeOptions.names.contains(name), !inputs.contains(where: { $0.key == name }) {
                guard past.updateValue(value, forKey: name) == nil else {
                    throw CommandFailure.usage("\(TerminalText.line(option)) is given twice")
                }
                continue
            }
            do {
                if name == "decided_at" {
                    object[name] = .string(try FieldReading.instant(value, endOfDay: false))
                    continue
                }
                guard let input = inputs.first(where: { $0.key == name }) else {
                    let near = NearWord.nearest(name, among: inputs.map(\.key)).map { ActInputs.optionName($0) }
                    let field = form.first { $0.key == name }.map { field in
                        "; \"\(field.key)\" is a field of the proposal: chancery revise REF --field \(field.key)=…; it takes:\n"
                    }
                    let advice = field ?? near.map { "; did you mean --\($0)? It takes:\n" } ?? "; it takes:\n"
                    throw CommandFailure.usage(
                        TerminalText.block("\(act) takes no \(option)" + advice + usage.joined(separator: "\n")))
                }
                guard input.type == .track, !tracks.isEmpty else {
                    object[name] = try FieldReading.value(value, input)
                    continue
                }
                guard let track = NamedThing.id(of: value, in: tracks) else {
                    let known = tracks.map(\.id).joined(separator: ", ")
                    throw FieldReading.Fault(
                        sentence: "takes one of \(known), not \"\(value)\"" + NamedThing.advice(value, in: tracks))
                }
                object[name] = .string(track)
            } catch let fault as FieldReading.Fault {
                throw CommandFailure.usage(TerminalText.line("\(option) \(fault.sentence)"))
            }
        }
        if let office = try PastOfficeOptions.object(past) { object["decided_by"] = .object(office) }
        return object
    }

    /// When and by whom it was decided, and the inputs of the lifecycle.
    static func apart(_ given: JSONObject) -> (decided: Decided, inputs: JSONObject) {
        var inputs = given
        let decided = Decided(
            at: given["decided_at"]?.string.flatMap { Instant($0) }, by: given["decided_by"]?.object)
        for name in ["decided_at", "decided_by"] { inputs[name] = nil }
        return (decided, inputs)
    }

    /// A line for each option that the act takes.
    var usage: [String] { usage(nil) }

    /// The same in lines of at most so many columns.
    func usage(_ columns: Int?) -> [String] {
        let lines =
            inputs.map { input in
                let hint =
                    input.type == .track && !tracks.isEmpty
                    ? "one of " + tracks.map(\.id).joined(separator: ", ") : input.hint
                let need = input.isRequired ? "needed" : "optional"
                return ("--" + ActInputs.optionName(input.key), "\(TerminalText.line(input.label)) (\(hint); \(need))")
            } + [("--decided-at", "when the body acted, if not now (an instant or a day; optional)")]
        let width = lines.map(\.0.columns).max() ?? 0
        let margin = width + 4
        return lines.flatMap { option, text in
            text.wrapped(to: columns.map { $0 - margin }).enumerated().map { index, part in
                "  " + (index == 0 ? option : "").padded(to: width + 2) + part
            }
        }
    }

    static func optionName(_ key: String) -> String { String(key.map { $0 == "_" ? "-" : $0 }) }
}
