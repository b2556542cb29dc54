import CanonicalJSON

/// The inputs that an act of a lifecycle takes, and the check of what was given against them.
struct ActInputs: Sendable {
    /// The act's id.
    let act: String
    let inputs: [FormField]
    private let tracks: [String]

    /// The inputs of a transition of a definition; a refusal that lists the transitions where there is none such.
    init(transition id: String, of definition: JSONObject) throws {
        try self.init(id, among: "transitions", called: "transition", of: definition)
    }

    /// The inputs of a fact of a definition; a refusal that lists the facts where there is none such.
    init(fact id: String, of definition: JSONObject) throws {
        try self.init(id, among: "facts", called: "fact", of: definition)
    }

    private init(_ id: String, among key: String, called word: String, of definition: JSONObject) throws {
        let acts = definition[key]?.array ?? []
        guard let found = acts.first(where: { $0["id"]?.string == id }) else {
            let known = acts.compactMap { $0["id"]?.string }.joined(separator: ", ")
            throw CommandFailure.usage(
                PlainText.line(
                    "\(definition["lifecycle"]?.string ?? "the lifecycle") has no \(word) \"\(id)\"; it has \(known)"
                ))
        }
        act = id
        inputs = (found["inputs"]?.array ?? []).compactMap { FormField($0) }
        tracks = (definition["tracks"]?.array ?? []).compactMap { $0["id"]?.string }
    }

    /// The object of the request: each option matched with an input and read by its type.
    func object(_ options: [GivenOption]) throws -> JSONObject {
        var object = JSONObject()
        for given in options {
            let (name, value) = (given.name, given.value)
            let option = "--" + ActInputs.optionName(name)
            guard object[name] == nil else { throw CommandFailure.usage("\(PlainText.line(option)) is given twice") }
            do {
                if name == "decided_at" {
                    object[name] = .string(try FieldReading.instant(value, endOfDay: false))
                    continue
                }
                guard let input = inputs.first(where: { $0.key == name }) else {
                    throw CommandFailure.usage(
                        PlainText.block("\(act) takes no \(option); it takes:\n" + usage.joined(separator: "\n")))
                }
                if input.type == "track", !tracks.isEmpty, !tracks.contains(value) {
                    throw FieldReading.Fault(
                        sentence: "takes one of \(tracks.joined(separator: ", ")), not \"\(value)\"")
                }
                object[name] = try FieldReading.value(value, input)
            } catch let fault as FieldReading.Fault {
                throw CommandFailure.usage(PlainText.line("\(option) \(fault.sentence)"))
            }
        }
        return object
    }

    /// The object of a request: inputs stand apart where one of them has a name that the request itself uses.
    static func apart(_ given: JSONObject, from reserved: [String]) -> JSONObject {
        guard given.keys.contains(where: reserved.contains) else { return given }
        var inputs = given
        var object = JSONObject()
        object["decided_at"] = given["decided_at"]
        inputs["decided_at"] = nil
        object["inputs"] = .object(inputs)
        return object
    }

    /// A line for each option that the act takes.
    var usage: [String] {
        let lines =
            inputs.map { input in
                let hint =
                    input.type == "track" && !tracks.isEmpty ? "one of " + tracks.joined(separator: ", ") : input.hint
                let need = input.isRequired ? "needed" : "optional"
                return ("--" + ActInputs.optionName(input.key), "\(PlainText.line(input.label)) (\(hint); \(need))")
            } + [("--decided-at", "when the body acted, where that is not now (an instant, or a day; optional)")]
        let width = lines.map(\.0.columns).max() ?? 0
        return lines.map { "  " + $0.0.padded(to: width + 2) + $0.1 }
    }

    static func optionName(_ key: String) -> String { String(key.map { $0 == "_" ? "-" : $0 }) }
}
