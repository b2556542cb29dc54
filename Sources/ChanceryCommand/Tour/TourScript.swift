import CanonicalJSON
import LineClient
import LineProtocol

/// The tour itself: what is sent, by whom, in which order.
struct TourScript: Sendable {
    /// A real initiative with an Asian and two European organisers, between two SOMs that were held.
    static let title = "ASEM Manila Conference on Disaster Risk Reduction and Management"

    let stage: TourStage
    let admin: TourLine
    let record: TourRecord
    let partners: [String]

    /// What the form asks for and the record does not say. Every text says that it is not real.
    private static let added: JSONObject = [
        "rationale": "TRIAL: why it is proposed, and which guidance it follows",
        "goals": "TRIAL: what it should reach",
        "prime_actors": ["government", "civil-society"],
        "cost": ["currency": "EUR", "amount": "100000.00"],
        "finance": "TRIAL: who could pay for it",
        "mutual_benefit": "TRIAL: what both regions gain",
        "contribution": "TRIAL: how it advances the objectives of the process",
        "focus_areas": ["disaster"],
        "expected_partners": 30,
    ]

    private static let organisers: JSONValue = [["partner": "PH"], ["partner": "CH"], ["partner": "EU"]]

    func play() async throws {
        let cast = try await cast()
        stage.heading("Drafted: the proposer writes down what the record says")
        let ref = try await draft(cast)
        stage.heading("Circulated: the text, the roster of \(partners.count) partners and the round are frozen")
        try await circulate(ref, cast)
        stage.heading("Consensus: every partner must be heard, and silence never counts")
        try await consensus(ref, cast)
        stage.heading("SOM-blessed: by a SOM that was held, not by one that is only scheduled")
        try await bless(ref, cast)
        stage.heading("Reported: published before, implemented, then told to the next SOM")
        try await report(ref, cast)
        stage.heading("Replayed: what it was at any moment, from the events alone")
        try await replay(ref, cast)
        stage.heading("Done: \(ref) went through all five states. Nothing of this is a position of a real government.")
        for line in [cast.proposer, cast.speaker, cast.coordinator, cast.leader, cast.infoboard, cast.auditor] {
            await line.client.close()
        }
    }

    // MARK: who takes part

    private struct Cast: Sendable {
        let proposer: TourLine
        let speaker: TourLine
        let coordinator: TourLine
        let leader: TourLine
        let infoboard: TourLine
        let auditor: TourLine
    }

    private func cast() async throws -> Cast {
        stage.heading("The accounts that the steps need; one plays all Contact Points, as this is a trial")
        return Cast(
            proposer: try await account("proposer", [["role": "proposer", "partner": "PH"]]),
            speaker: try await account(
                "speaker", partners.map { ["role": "contact-point", "partner": .string($0)] }),
            coordinator: try await account("coordinator", [["role": "regional-coordinator", "group": "ASEAN"]]),
            leader: try await account("leader", [["role": "som-leader", "partner": "IT"]]),
            infoboard: try await account("infoboard", [["role": "infoboard-officer"]]),
            auditor: try await account("auditor", [["role": "auditor"]]))
    }

    private func account(_ name: String, _ appointments: [JSONValue]) async throws -> TourLine {
        let object: JSONValue = ["account": .string(name), "appointments": .array(appointments)]
        let opened = try await admin.ask("account ACCOUNT \(stage.forum) \(object.canonicalText)")
        let token = try await admin.ask("token TOKEN \(opened["account"]?.string ?? "")")
        return try await TourLine.open(stage, name: name, token: token["token"]?.string ?? "")
    }

    // MARK: the five states

    private func draft(_ cast: Cast) async throws -> String {
        var fields = record.fields
        fields["organisers"] = TourScript.organisers
        let drafted = try await cast.proposer.ask(
            "draft DRAFT \(stage.forum) key=tour-draft-\(Int64.random(in: 0...Int64.max)) \(JSONValue.object(fields).canonicalText)"
        )
        guard let ref = drafted["ref"]?.string else {
            throw CommandFailure.notDone(["the server drafted and named no ref"])
        }
        return ref
    }

    private func circulate(_ ref: String, _ cast: Cast) async throws {
        let circulation =
            "c1 ADVANCE \(ref) circulate {\"decided_at\":\"2014-03-03T09:00:00Z\",\"track\":\"work-programme\"}"
        try await cast.proposer.refused(circulation)
        stage.say(
            "The record lacks what paragraph 25 asks for. Added for the trial: "
                + TourScript.added.keys.joined(separator: ", ") + ".")
        try await cast.proposer.ask("revise REVISE \(ref) \(JSONValue.object(TourScript.added).canonicalText)")
        try await cast.proposer.ask(circulation)
    }

    private func consensus(_ ref: String, _ cast: Cast) async throws {
        for (index, partner) in partners.dropLast().enumerated() {
            let stance = index % 3 == 0 ? "support" : "no-objection"
            try await cast.speaker.ask("p\(index + 1) POSITION \(ref) \(stance) \(position(partner))")
        }
        guard let last = partners.last else { return }
        let confirmation = "ADVANCE \(ref) confirm {\"decided_at\":\"2014-04-01T09:00:00Z\"}"
        try await cast.coordinator.refused("confirm1 \(confirmation)")
        try await cast.speaker.ask(
            "p\(partners.count)a POSITION \(ref) objection \(position(last, reason: "TRIAL: a reason to object"))")
        try await cast.coordinator.refused("confirm2 \(confirmation)")
        try await cast.speaker.ask("p\(partners.count)b POSITION \(ref) no-objection \(position(last))")
        try await cast.coordinator.ask("confirm3 \(confirmation)")
    }

    private func position(_ partner: String, reason: String? = nil) -> String {
        var object: JSONObject = ["partner": .string(partner), "decided_at": "2014-03-10T09:00:00Z"]
        if let reason { object["reason"] = .string(reason) }
        return JSONValue.object(object).canonicalText
    }

    private func bless(_ ref: String, _ cast: Cast) async throws {
        try await admin.ask(
            "meeting MEETING \(stage.forum) som-trial "
                + "{\"ends\":\"2099-03-02\",\"kind\":\"som\",\"name\":\"TRIAL: a SOM to come\",\"starts\":\"2099-03-01\"}"
        )
        try await cast.leader.refused(
            "bless1 ADVANCE \(ref) bless {\"decided_at\":\"2014-04-29T10:00:00Z\",\"meeting\":\"som-trial\"}")
        let som = try await meeting(cast.leader, from: "2014-04-01", to: "2014-05-31")
        try await cast.leader.ask(
            "bless2 ADVANCE \(ref) bless {\"decided_at\":\"2014-04-29T10:00:00Z\",\"meeting\":\"\(som)\"}")
    }

    private func report(_ ref: String, _ cast: Cast) async throws {
        try await cast.infoboard.ask(
            "publish PUBLISH \(ref) {\"decided_at\":\"2014-05-12T08:00:00Z\","
                + "\"fields\":[\"title\",\"starts\",\"ends\",\"location\"],\"url\":\"https://example.org/trial\"}")
        let som = try await meeting(cast.proposer, from: "2015-03-01", to: "2015-04-30")
        let report =
            "ADVANCE \(ref) report {\"channel\":\"direct\",\"decided_at\":\"2015-03-31T10:00:00Z\","
            + "\"meeting\":\"\(som)\",\"outcomes\":\"TRIAL: what came of it\",\"partners_participating\":30}"
        try await cast.proposer.refused("report1 \(report)")
        try await cast.proposer.ask(
            "held IMPLEMENTED \(ref) {\"decided_at\":\"2014-06-06T16:00:00Z\",\"ends\":\"2014-06-06\","
                + "\"starts\":\"2014-06-04\",\"status\":\"held\"}")
        try await cast.proposer.ask("report2 \(report)")
    }

    private func replay(_ ref: String, _ cast: Cast) async throws {
        try await cast.auditor.ask("replay REPLAY \(ref) version=2")
        try await cast.auditor.ask("why WHY \(ref) withdraw")
        try await cast.auditor.ask("list LIST \(stage.forum)")
    }

    /// The SOM of the forum that was held between two days.
    private func meeting(_ line: TourLine, from: String, to: String) async throws -> String {
        let answer = try await line.send("som MEETINGS \(stage.forum) kind=som from=\(from) to=\(to)")
        guard let id = answer.rows.first(where: { $0["held"]?.object != nil })?["id"]?.string else {
            throw CommandFailure.notDone(["the forum's data holds no SOM between \(from) and \(to)"])
        }
        return id
    }
}
