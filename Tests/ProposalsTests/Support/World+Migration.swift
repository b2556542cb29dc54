import CanonicalJSON
import Lifecycle
import Proposals
import Testing

extension World {
    static let plan = String(repeating: "5e", count: 32)

    /// The charter's second version: what was agreed is called settled, the form knows no seats, asks for a fee when a charter is
    /// tabled, and levels are low or top.
    static func nextCharter(
        version: Int = 2, _ change: (inout LifecycleDefinition) -> Void = { _ in }
    ) throws -> LifecycleDefinition {
        let text = try Repository.charter().json.canonicalText.replacing("\"agreed\"", with: "\"settled\"")
        var next = try LifecycleDefinition(json: JSONValue.parse(Array(text.utf8)))
        next.version = version
        next.form.version = version
        next.form.fields.removeAll { $0.key == "seats" }
        for index in next.form.fields.indices {
            switch next.form.fields[index].key {
            case "fee": next.form.fields[index].needs = [FieldDefinition.Need(transition: "table")]
            case "level": next.form.fields[index].type = .choice(["low", "top"])
            default: break
            }
        }
        change(&next)
        return next
    }

    /// Loads a version, and answers its digest.
    @discardableResult
    mutating func load(_ definition: LifecycleDefinition) throws -> String {
        let digest = World.digest(of: definition)
        try change(.loadLifecycle(definition, digest: digest))
        return digest
    }

    /// The line of a plan for a charter as it stands.
    func line(
        _ definition: LifecycleDefinition, states: [String: String] = ["agreed": "settled"],
        on ref: String = World.charter
    ) throws -> Migration {
        let proposal = try proposal(ref)
        let present = try #require(registry.lifecycles[proposal.lifecycle.digest])
        return try Migration(
            of: proposal, present, to: definition, digest: World.digest(of: definition), states: states, registry)
    }

    /// Plans and applies at once.
    mutating func migrate(
        to definition: LifecycleDefinition, states: [String: String] = ["agreed": "settled"],
        on ref: String = World.charter,
        _ change: (inout Migration) -> Void = { _ in }
    ) throws {
        var line = try line(definition, states: states, on: ref)
        change(&line)
        try act(.migrate(line, plan: World.plan), on: ref, as: .warden)
    }
}

extension Office {
    static let warden = Office(role: "warden")
}
