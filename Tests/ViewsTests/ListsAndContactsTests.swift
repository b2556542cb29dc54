import CanonicalJSON
import Lifecycle
import Proposals
import Testing

@testable import Views

@Suite struct ListsAndContactsTests {
    private static let ref = "TRIAL-2026-0001"

    private func trial() throws -> Trial {
        var trial = try Trial()
        try trial.draft(Self.ref, Trial.fields("Harbours", starts: "2026-05-01", ends: "2026-05-02"))
        try trial.draft("TRIAL-2026-0002", Trial.fields("Railways", starts: "2027-05-01", ends: "2027-05-02"))
        try trial.circulate(Self.ref, track: "information")
        try trial.circulate("TRIAL-2026-0002", track: "information")
        return trial
    }

    private var item: GroupList.Item { GroupList.Item(ref: Self.ref, title: "Harbours", partners: ["VN"]) }

    @Test func aListIsDrawnUpSubmittedAndFrozen() throws {
        var trial = try trial()
        let asean = Office.coordinator("ASEAN")
        func listing(_ parameters: [String: String] = [:]) throws -> ViewResult {
            try trial.make("coordinators-list", parameters, from: trial.scene.snapshot(as: asean))
        }
        let before = try listing()
        #expect(before.column("status") == ["candidate"])
        #expect(before.column("ref") == [Self.ref])
        #expect(before.column("partners") == ["VN"])
        #expect(before.totals["meeting"] == "som-2026-1")
        #expect(before.totals["group"] == "ASEAN")
        #expect(try listing(["group": "NESA"]).rows.isEmpty)
        #expect(try listing(["year": "2027"]).column("ref") == ["TRIAL-2026-0002"])

        #expect(try trial.scene.change(.drawList(group: "ASEAN", year: 2026, items: [item]), as: [asean]) == 1)
        #expect(try trial.scene.change(.drawList(group: "ASEAN", year: 2026, items: [item]), as: [asean]) == 0)
        #expect(try listing().column("status") == ["drawn up"])
        #expect(try trial.scene.change(.submitList(group: "ASEAN", year: 2026), as: [asean]) == 1)
        let frozen = try listing()
        #expect(frozen.column("status") == ["submitted"])
        #expect(frozen.totals["frozen"] == true)
        let drawn = RegistryCommand.drawList(group: "ASEAN", year: 2026, items: [item])
        #expect(try trial.scene.refusal(drawn, as: [asean]).message.contains("frozen"))
        #expect(
            try trial.scene.refusal(.submitList(group: "ASEAN", year: 2026), as: [asean]).message.contains("frozen"))
        // Listing is not blessing: nothing moved.
        #expect(trial.scene.proposals[Self.ref]?.state == "circulated")
        #expect(try trial.make("work-programme").rows.isEmpty)
        let agenda = try trial.make("agenda", ["meeting": "som-2026-1"])
        #expect(agenda.column("section") == ["standing", "listed"])
    }

    /// Where there is nothing to choose from, that is what is said.
    @Test func aForumWithoutGroupsHasNoLists() throws {
        var trial = try trial()
        trial.scene.registry.settings?.groups = [:]
        let none = "\(trial.scene.registry.forum) has no groups, so no list of one can be shown"
        for (parameters, lead) in [
            ([:], "say whose list is meant; "), (["group": "ASEAN"], "\"ASEAN\" is not a group; "),
        ] {
            let fault = #expect(throws: ViewFault.self) {
                try trial.make("coordinators-list", parameters, from: trial.scene.snapshot(as: .auditor))
            }
            #expect(fault?.message == lead + none)
        }
    }

    @Test func whoMayListAndWhat() throws {
        let trial = try trial()
        let asean = Office.coordinator("ASEAN")
        func message(_ command: RegistryCommand, _ office: Office) throws -> String {
            try trial.scene.refusal(command, as: [office]).message
        }
        let list = RegistryCommand.drawList(group: "ASEAN", year: 2026, items: [item])
        #expect(try message(list, .coordinator("NESA")).contains("only regional-coordinator of ASEAN"))
        #expect(try message(list, .proposer("VN")).contains("only regional-coordinator of ASEAN"))
        #expect(try message(.drawList(group: "Moon", year: 2026, items: [item]), asean).contains("not a group"))
        #expect(try message(.drawList(group: "ASEAN", year: 26, items: [item]), asean).contains("not a year"))
        #expect(try message(.drawList(group: "ASEAN", year: 2026, items: []), asean).contains("1 to 200"))
        #expect(
            try message(.drawList(group: "ASEAN", year: 2026, items: [item, item]), asean).contains("appears twice"))
        let foreign = GroupList.Item(ref: Self.ref, title: "Harbours", partners: ["FR"])
        #expect(
            try message(.drawList(group: "ASEAN", year: 2026, items: [foreign]), asean).contains("no partner of ASEAN"))
        #expect(try message(.submitList(group: "ASEAN", year: 2026), asean).contains("draw it up first"))
        // The first SOM of 2025 is the one of November, and it was held.
        #expect(try message(.drawList(group: "ASEAN", year: 2025, items: [item]), asean).contains("was held"))
    }

    private func contact(
        _ name: String, subject: String = "sector", about: String = "customs", partner: String = "FR", from: String
    ) -> ContactPoint {
        ContactPoint(
            subject: subject, about: about, partner: partner, body: "Ministry of Examples",
            nameCommitment: Self.commitment(name), from: Scene.day(from))
    }

    private static func commitment(_ name: String) -> String {
        let byte = name.utf8.first ?? 0
        let hex = byte < 16 ? "0" + String(byte, radix: 16) : String(byte, radix: 16)
        return "commitment:" + String(repeating: hex, count: 32)
    }

    @Test func contactsHandOverAndKeepTheirHistory() throws {
        var trial = try trial()
        let own = [Office.contactPoint("FR")]
        try trial.scene.change(.setContact(contact("A", from: "2026-01-01")), as: own)
        try trial.scene.change(.setContact(contact("B", about: "energy", from: "2026-01-01")), as: own)
        try trial.scene.change(.setContact(contact("C", from: "2026-03-01")), as: [.infoboard])
        let names = [Self.commitment("A"): "Ann", Self.commitment("C"): "Cleo"]
        func compiled(_ day: String, _ parameters: [String: String] = [:]) throws -> ViewResult {
            var snapshot = trial.scene.snapshot(as: .contactPoint("FR"), personal: names)
            snapshot.now = Scene.instant(day + "T12:00:00Z")
            return try trial.make("contacts", parameters, from: snapshot)
        }
        #expect(try compiled("2026-02-28").column("name") == ["Ann", "erased"])
        let after = try compiled("2026-03-01")
        #expect(after.column("name") == ["Cleo", "erased"])
        #expect(after.column("follows") == ["1", "-"])
        #expect(try compiled("2026-03-01", ["about": "energy"]).rows.count == 1)
        #expect(trial.scene.registry.contacts[0].until == Scene.day("2026-03-01"))
        try trial.scene.change(.endContact(number: 2, until: Scene.day("2026-02-01")), as: own)
        #expect(try compiled("2026-02-28").column("name") == ["Ann"])
        #expect(try trial.fault("contacts", ["subject": "moon"]).message.contains("sector, activity, partner"))
    }

    @Test func circulationFallsDue() throws {
        var trial = try trial()
        func totals() throws -> JSONObject { try trial.make("contacts").totals }
        #expect(try totals()["due"] == .null)
        #expect(
            try trial.scene.refusal(.circulateContacts, as: [.infoboard]).message.contains("no contact point"))
        try trial.scene.change(.setContact(contact("A", from: "2026-01-03")), as: [.infoboard])
        #expect(try totals()["overdue_days"] == 2, "never circulated since the first contact")
        try trial.scene.change(.circulateContacts, as: [.infoboard])
        #expect(try totals()["due"] == "2026-04-05")
        #expect(try totals()["overdue_days"] == .null)
        #expect(try totals()["circulated_count"] == 1)
        trial.wait(until: "2026-04-09T00:00:00Z")
        #expect(try totals()["overdue_days"] == 4)
    }

    @Test func whoMaySetContacts() throws {
        var trial = try trial()
        try trial.scene.change(.setContact(contact("A", from: "2026-01-03")), as: [.infoboard])
        func message(_ contact: ContactPoint, _ office: Office) throws -> String {
            try trial.scene.refusal(.setContact(contact), as: [office]).message
        }
        #expect(try message(contact("A", from: "2026-01-04"), .contactPoint("VN")).contains("contact-point of FR"))
        #expect(try message(contact("A", subject: "moon", from: "2026-01-04"), .infoboard).contains("contacts are for"))
        #expect(try message(contact("A", partner: "XX", from: "2026-01-04"), .infoboard).contains("not a partner"))
        #expect(try message(contact("A", from: "2026-01-03"), .infoboard).contains("a handover is later"))
        var plain = contact("A", from: "2026-01-04")
        plain.nameCommitment = "Ann"
        #expect(try message(plain, .infoboard).contains("personal data"))
        plain = contact("A", from: "2026-01-04")
        plain.until = Scene.day("2026-01-04")
        #expect(try message(plain, .infoboard).contains("is not after"))
        #expect(
            try trial.scene.refusal(.endContact(number: 7, until: Scene.day("2026-02-01")), as: [.infoboard]).message
                == "there is no contact 7")
        #expect(
            try trial.scene.refusal(.circulateContacts, as: [.contactPoint("FR")]).message.contains("only infoboard"))
    }

    /// What is folded from stored bytes is what was decided.
    @Test func eventsReadBack() throws {
        var trial = try trial()
        try trial.scene.change(.setContact(contact("A", from: "2026-01-03")), as: [.infoboard])
        let settings = try #require(trial.scene.registry.settings)
        #expect(try ForumSettings(json: settings.json) == settings)
        var old = settings
        (old.views, old.listing, old.contacts) = ([], nil, nil)
        #expect(!old.json.keys.contains("views") && !old.json.keys.contains("listing"))
        #expect(try ForumSettings(json: old.json) == old)
        let contact = try #require(trial.scene.registry.contacts.first)
        #expect(try ContactPoint(json: contact.json) == contact)
        #expect(try GroupList.Item(json: item.json) == item)
        var wrong = settings
        wrong.views.append(["id": "x", "label": "X", "kind": "poem"])
        #expect(try trial.scene.refusal(.setForum(wrong), as: [Office(role: "admin")]).message.contains("view \"x\""))
        wrong.views = [settings.views[0], settings.views[0]]
        #expect(
            try trial.scene.refusal(.setForum(wrong), as: [Office(role: "admin")]).message.contains("appears twice"))
    }
}
