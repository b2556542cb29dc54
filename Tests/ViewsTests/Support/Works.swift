import CanonicalJSON
import Lifecycle
import Proposals
import Testing
import ViewDefinitions

@testable import Views

extension Office {
    static let asker = Office(role: "asker")
    static let keeper = Office(role: "keeper", partner: "VEN")
    static let warden = Office(role: "warden")
}

/// A forum of works that somebody pays for, on a lifecycle of the tests.
struct Works {
    var scene: Scene
    private var count = 0

    init() throws {
        scene = try Scene(
            "works",
            ForumSettings(
                name: "Works", refPrefix: "W", meetingRole: "usher", accountRole: "warden", auditRole: "reader",
                groups: ["north": .init(attributes: ["side": ["north"]])]), now: "2021-03-01T00:00:00Z")
        for (id, side) in [("BRG", "north"), ("VEN", "south")] {
            try scene.change(.admitPartner(Partner(id: id, name: id, attributes: ["side": side])))
        }
        try scene.load(try Repository.lifecycle("Tests/ViewsTests/Definitions/work.yaml"))
    }

    /// A work in a state, as it was loaded from elsewhere and then moved.
    @discardableResult
    mutating func add(_ fields: JSONObject, _ state: String = "asked") throws -> String {
        count += 1
        let digits = String(count)
        let ref = "W-2021-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        var fields = fields
        if fields["title"] == nil { fields["title"] = .string("Work \(count)") }
        try scene.act(
            .importRecord(
                ImportedRecord(
                    lifecycle: nil, partner: "BRG", fields: fields, isArchive: false, year: 2021, source: [:])),
            on: ref, as: .warden)
        for (transition, reached, office) in [
            ("grant", "granted", Office.keeper), ("begin", "begun", .asker), ("finish", "done", .asker),
        ] {
            guard scene.proposals[ref]?.state != state else { break }
            try scene.act(
                .advance(transition: transition, inputs: [:], decidedAt: nil, signature: nil), on: ref, as: office)
            guard reached != state else { break }
        }
        return ref
    }

    /// So many works whose amounts, each with cents, make exactly a sum.
    mutating func add(
        _ count: Int, worth total: String, _ fields: JSONObject, _ state: String = "begun",
        more: (Int) -> JSONObject = { _ in [:] }
    ) throws {
        for (index, amount) in try Works.parts(count, of: total).enumerated() {
            var all = fields
            all["cost"] = ["amount": .string(amount), "currency": "USD"]
            for member in more(index).members { all[member.key] = member.value }
            try add(all, state)
        }
    }

    /// Uneven parts of a sum, so that no figure is right by accident.
    static func parts(_ count: Int, of total: String) throws -> [String] {
        let whole = try #require(Amount(total))
        var left = whole
        return (0..<count).map { index in
            let even = whole.units / Int128(count)
            let part = even + (index % 2 == 0 ? 1 : -1) * (even / Int128(3 + index % 5))
            let amount = index == count - 1 ? left : Amount(units: part / 100 * 100)
            left = left - amount
            return amount.text()
        }
    }

    func make(_ view: ViewDefinition, _ parameters: [String: String] = [:]) throws -> ViewResult {
        try view.make(from: scene.snapshot(as: .warden, everything: true), parameters)
    }

    static let statuses = """
        statuses:
          - {id: utilised, label: Utilised, states: [granted, begun, done]}
          - {id: in-process, label: In process, states: [asked]}

        """
}
