import DefinitionTree
import Wording

extension DefinitionReader {
    static func requirements(_ map: MapReader) -> [RequirementUse] {
        let keys = ["require", "with", "source", "label", "tracks", "states", "given", "house_rule"]
        return map.maps("requirements", .requirements, what: "a requirement", keys: keys) { use in
            guard let requirement = requirement(use) else { return nil }
            return RequirementUse(
                requirement, source: use.text("source") ?? "", tracks: use.texts("tracks"),
                states: use.texts("states"), given: given(use), label: use.text("label", default: requirement.name),
                isHouseRule: use.flag("house_rule"))
        }
    }

    private static func given(_ use: MapReader) -> RequirementUse.Given? {
        guard let node = use.node("given") else { return nil }
        let map = MapReader(
            node, at: use.path["given"], what: "what is given", keys: ["input", "values"], use.reading)
        return map.map { RequirementUse.Given(input: $0.text("input") ?? "", values: $0.needed("values")) }
    }

    private static func requirement(_ use: MapReader) -> (any Requirement)? {
        guard let name = use.text("require") else { return nil }
        guard let kind = RequirementKinds.named(name) else {
            let known = RequirementKinds.all.map { $0.name }
            use.fault(
                "require", "\"\(name)\" is not a requirement; use one of \(known.listed)\(known.hint(for: name))")
            return nil
        }
        let parameters = kind.parameterNames
        if parameters.isEmpty {
            if use.has("with") { use.fault("with", "\(name) takes no parameters") }
        } else if !use.has("with") {
            use.reading.fault(at: use.path, "\(name) needs \"with\": \(parameters.listed)")
            return nil
        }
        let empty = DefinitionNode(line: 0, .map([]))
        let node = parameters.isEmpty ? empty : use.node("with") ?? empty
        let with = MapReader(
            node, at: use.path["with"], what: "the parameters of \(name)", keys: parameters, use.reading)
        return with.map { kind.init($0) }
    }
}

extension MapReader {
    /// A list that may be left out, and then means all there are; an empty one would mean none.
    func chosen(_ key: String) -> [String] { has(key) ? needed(key) : [] }

    /// A whole number that must be given; the smallest one, with a fault, where it is not.
    func number(_ key: String, _ bounds: ClosedRange<Int64>) -> Int {
        if !has(key) { reading.fault(at: path, "\(what) need \"\(key)\"") }
        return Int(integer(key, bounds) ?? bounds.lowerBound)
    }
}
