import CanonicalJSON
import CivilTime
import ProposalService
import Record
import Testing

/// A position that a coordinator relays from a mail, by pages alone.
@Suite(.timeLimit(.minutes(60))) struct PageRelayTests {
    private static let mail = """
        From: Ministry <note@example.org>\r
        To: Coordinator <rc@example.org>\r
        Subject: TRIAL\r
        Date: Tue, 03 Nov 2026 09:00:00 +0700\r
        Message-ID: <1@example.org>\r
        \r
        TRIAL: we agree.\r

        """

    @Test func aPositionIsRelayedFromAMail() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated(Activity.title(1), of: "mini")
            let coordinator = Browser(address)
            try await coordinator.login("mini/rc-ASEAN")
            let path = "/p/\(ref)/relay"
            let group = try await coordinator.get("/f/mini/group/ASEAN")
            #expect(group.text.contains("href=\"\(path)?partner=TH\"") && group.text.contains("Relay for Thailand"))
            #expect(!group.text.contains("partner=FR"))
            let visitor = Browser(address)
            try await visitor.login("mini/cp-FR")
            #expect(try await !visitor.get("/f/mini/group/ASEAN").text.contains("/relay"))

            let before = try await world.length("mini")
            let mail = Array(Self.mail.utf8)
            let choice = try await coordinator.upload("\(path)?partner=TH", file: ("answer.eml", mail))
            let digest = Digest.sha256(mail).hex
            #expect(choice.status == 200 && choice.text.contains(digest) && !choice.text.contains(" checked"))
            #expect(choice.text.contains("The position of <bdi>Thailand</bdi>"))
            let now = try await world.server.service.now()
            let received = String(now.description.prefix(16))
            // What is missing is told, and the digest stays.
            let missing = try await coordinator.send(
                choice, to: path, [("stance", "support"), ("step", "confirm")], named: Self.names)
            #expect(missing.status == 422 && missing.text.contains("Say which note or mail it is."))
            #expect(missing.hidden("digest") == digest && missing.text.contains("Say when it came."))
            let confirmation = try await coordinator.send(
                missing, to: path,
                [
                    ("stance", "support"), ("from", "Note verbale TRIAL/1"), ("received_at", received),
                    ("step", "confirm"),
                ],
                named: Self.names)
            #expect(confirmation.status == 200 && confirmation.text.contains("Note verbale TRIAL/1"))
            #expect(confirmation.text.contains(">\(digest)</code>") && confirmation.text.contains("Thailand"))
            #expect(try await world.length("mini") == before)
            let done = try await coordinator.send(confirmation, to: path, [("step", "record")], named: Self.all)
            #expect(done.location == "/p/\(ref)?done=relayed", "\(done.text)")
            let again = try await coordinator.send(confirmation, to: path, [("step", "record")], named: Self.all)
            #expect(again.location == "/p/\(ref)?done=repeated")

            // The same by line makes the same event.
            let other = try await world.circulated(Activity.title(2), of: "mini")
            try await world.user("rc-ASEAN", of: "mini").ok(
                "POSITION \(other) support",
                [
                    "partner": "TH",
                    "relayed": [
                        "from": "Note verbale TRIAL/1", "received_at": .string(received + ":00Z"),
                        "digest": .string(digest),
                    ],
                ])
            func relayed(_ ref: String) async throws -> JSONValue? {
                try await world.user("auditor", of: "mini").rows("HISTORY \(ref)").last?["data"]?["relayed"]
            }
            #expect(try await relayed(ref) != nil)
            #expect(try await relayed(ref) == relayed(other))
            #expect(try await !coordinator.get("/f/mini/group/ASEAN").text.contains("href=\"\(path)?partner=TH\""))
        }
    }

    /// The same on an invitation: the coordinator chooses the partner, and the partner contests it.
    @Test func aPositionOnAnInvitationIsRelayed() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated(of: "mini")
            try await world.user("pr-FR", of: "mini").ok(
                "INVITE \(ref)", ["invitee": "TRIAL River Commission", "event": "The exercises"])
            let coordinator = Browser(address)
            try await coordinator.login("mini/rc-ASEAN")
            let path = "/p/\(ref)/invitations/1/relay"
            let page = try await coordinator.get("/p/\(ref)").text
            #expect(page.contains("href=\"\(path)\"") && page.contains("href=\"/p/\(ref)/relay\""))
            let visitor = Browser(address)
            try await visitor.login("mini/cp-FR")
            #expect(try await !visitor.get("/p/\(ref)").text.contains("/relay"))
            // Those of the coordinator's group are offered, and one has to be chosen.
            let form = try await coordinator.get(path)
            #expect(form.text.contains("value=\"TH\"") && !form.text.contains("value=\"FR\""))
            #expect(form.text.contains("TRIAL River Commission"))
            let mail = ("answer.eml", Array(Self.mail.utf8))
            let nobody = try await coordinator.send(form, to: path, [("partner", "")], file: mail)
            #expect(nobody.status == 422 && nobody.text.contains("This is needed."), "\(nobody.text)")
            let choice = try await coordinator.send(form, to: path, [("partner", "TH")], file: mail)
            #expect(choice.status == 200 && choice.text.contains("TRIAL River Commission"), "\(choice.text)")
            let now = String(try await world.server.service.now().description.prefix(16))
            let typed = [("stance", "no-objection"), ("from", "Note verbale TRIAL/2"), ("received_at", now)]
            let confirmation = try await coordinator.send(
                choice, to: path, typed + [("step", "confirm")], named: Self.names)
            #expect(confirmation.text.contains("<dt>Invitation</dt>"), "\(confirmation.text)")
            let done = try await coordinator.send(confirmation, to: path, [("step", "record")], named: Self.all)
            #expect(done.location == "/p/\(ref)?done=relayed", "\(done.text)")
            let event = try await world.user("auditor", of: "mini").rows("HISTORY \(ref)").last
            #expect(event?["kind"] == "invitation-position" && event?["data"]?["invitation"] == 1)
            #expect(event?["data"]?["partner"] == "TH" && event?["data"]?["relayed"] != nil)
            #expect(try await coordinator.get("/p/\(ref)/invitations/2/relay").status == 404)

            let speaker = Browser(address)
            try await speaker.login("mini/cp-TH")
            let contest = "/p/\(ref)/contest"
            #expect(try await speaker.get("/p/\(ref)").text.contains("href=\"\(contest)\""))
            let contested = try await speaker.fill(contest, [("what", "invitation-1-TH")])
            #expect(contested.location == "/p/\(ref)?done=contest", "\(contested.text)")
            let last = try await world.user("auditor", of: "mini").rows("HISTORY \(ref)").last
            #expect(last?["kind"] == "position-contested" && last?["data"]?["invitation"] == 1)
        }
    }

    private static let names = ["form", "key", "seen", "round", "text", "partner", "digest"]
    private static let all = names + ["stance", "from", "received_at", "reason", "resolves", "decided_at"]

    @Test func whatIsNoMailIsRefused() async throws {
        try await World.withPages { world, address in
            let ref = try await world.circulated(of: "mini")
            let coordinator = Browser(address)
            try await coordinator.login("mini/rc-ASEAN")
            let path = "/p/\(ref)/relay?partner=TH"
            let before = try await world.length("mini")
            for (name, bytes, says) in [
                ("", [], "Choose the file of the mail."),
                ("mail.exe", [7], "Save the mail as a file that ends in .eml"),
                ("mail.txt", [], "The file is empty."), ("mail.txt", [0], "A text holds no NUL."),
                ("mail.pdf", [7], "It does not begin as application/pdf does."),
            ] as [(String, [UInt8], String)] {
                let answer = try await coordinator.upload(path, file: (name, bytes))
                #expect(answer.status == 422 && answer.text.contains(says), "\(answer.text)")
            }
            // Somebody of another group is refused when it is to be recorded, and the reason stands on the page.
            let stranger = Browser(address)
            try await stranger.login("mini/rc-EEAS")
            let choice = try await stranger.upload(path, file: ("mail.txt", Array("TRIAL: we agree.".utf8)))
            let now = String(try await world.server.service.now().description.prefix(16))
            let refused = try await stranger.send(
                choice, to: "/p/\(ref)/relay",
                [("stance", "support"), ("from", "A note"), ("received_at", now), ("step", "record")], named: Self.names
            )
            #expect(refused.status == 409 && refused.text.contains("not in the group you coordinate"))
            let unnamed = try await coordinator.get("/p/\(ref)/relay")
            #expect(unnamed.status == 200 && unnamed.text.contains("For which partner"))
            #expect(try await world.length("mini") == before)
        }
    }
}
