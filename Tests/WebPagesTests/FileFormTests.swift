import CanonicalJSON
import CivilTime
import Lifecycle
import LineProtocol
import Testing

@testable import WebPages

/// The forms that take files and signatures, and those around them: what stands between the frame's head and its foot.
@Suite struct FileFormTests {
    private static func expect(
        _ page: WebPage, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let visitor = PageFrame.Visitor(Samples.login, formToken: "f0f0")
        let frame = PageFrame(visitor: visitor, forum: PageFrame.Forum(id: "trial"), address: "/p")
        let html = String(decoding: page.html(in: frame), as: UTF8.self)
        let from = html.firstRange(of: "<main")?.lowerBound ?? html.startIndex
        let to = html.firstRange(of: "</main>")?.upperBound ?? html.endIndex
        Golden.expect(String(html[from..<to]) + "\n", name, sourceLocation: sourceLocation)
        // Each control has its label; what is wrong is tied to it.
        for id in html.matches(of: /<(?:input|textarea|select) id="([^"]+)"/).map({ String($0.output.1) }) {
            #expect(html.contains("for=\"\(id)\""), "\(name): \(id) has no label", sourceLocation: sourceLocation)
        }
        for id in html.matches(of: /aria-describedby="([^"]+)"/).flatMap({ $0.output.1.split(separator: " ") }) {
            #expect(html.contains("id=\"\(id)\""), "\(name): nothing is called \(id)", sourceLocation: sourceLocation)
        }
    }

    private static func around(_ meetings: [ShownMeeting] = []) throws -> FormSurroundings {
        FormSurroundings(try Samples.definition(), partners: Samples.partners, meetings: meetings)
    }

    @Test func aDocument() throws {
        let form = try #require(FileForm(try Self.around()))
        var state = FormState(key: "k1", seen: 4)
        Self.expect(form.page(try Samples.proposal(), state), "file")
        state.typed = FormValues([("name", "a \"b\".exe")])
        state.faults = ["name": try #require(form.fault("a \"b\".exe"))]
        Self.expect(form.page(try Samples.proposal(), state), "file-refused")
        #expect(form.type("Agenda.PDF") == "application/pdf" && form.type("agenda") == nil && form.most == 8 << 20)
        #expect(form.fault("a.pdf") == nil && form.fault("b/a.pdf")?.contains("without folders") == true)
    }

    @Test func aMailAndThePositionInIt() throws {
        let around = try Self.around()
        let state = FormState(key: "k1", seen: 4)
        Self.expect(MailForm(around, partner: "FR", on: nil).page(try Samples.proposal(), state), "mail")
        let digest = String(repeating: "ab", count: 32)
        let page = PositionPage(
            try Samples.proposal(), around, partners: Samples.partners, login: Samples.login,
            on: .relayed(partner: "FR", digest: digest))
        Self.expect(page.page(state, partner: "FR"), "relayed")
        let values = FormValues([
            ("partner", "FR"), ("stance", "support"), ("round", "1"), ("text", "ab12"), ("from", "Note <1>"),
            ("received_at", "2026-11-20T09:00"), ("digest", digest),
        ])
        var typed = PositionPage.Typed(values)
        typed.checkRelay()
        #expect(typed.faults.isEmpty)
        Self.expect(page.confirmation(typed, values, state), "relayed-confirmed")
        #expect(MailForm.fault("a.eml", beginning: Array("From: a@example.org".utf8)) == nil)
        #expect(MailForm.fault("a.eml", beginning: Array("no header".utf8)) != nil)
    }

    @Test func aGuest() throws {
        let guest = ShownInvitation([
            "number": 2, "invitee": "A <Commission>", "event": "The exercises", "outcome": .null, "not_heard": ["FR"],
            "positions": ["support": [["partner": "DE"]]],
        ])
        let meeting = ShownMeeting(["id": "SOM-1", "name": "A SOM", "kind": "som"])
        let around = try Self.around([meeting])
        let state = FormState(key: "k1", seen: 4)
        Self.expect(InviteForm.proposal(try Samples.proposal(), around, state), "invite")
        Self.expect(InviteForm.decision(try Samples.proposal(), guest, around, state), "invitation-decision")
        let page = PositionPage(
            try Samples.proposal(), around, partners: Samples.partners, login: Samples.login, on: .invitation(guest))
        Self.expect(page.page(state, partner: nil), "invitation-position")
    }

    @Test func anActThatIsSigned() throws {
        let around = try Self.around()
        var form = try #require(ActForm("return", around))
        form.offersSignature = true
        var state = FormState(key: "k1", seen: 4)
        Self.expect(form.page(try Samples.proposal(), why: nil, state, account: "trial/cp-FR"), "act-signable")
        state.typed = FormValues([("f.reason", "Not <yet>"), ("step", "sign"), ("key", "k1")])
        let page = SignPage(
            try Samples.proposal(), form, around, inputs: ["reason": "Not <yet>"],
            decidedAt: try #require(Instant(written: "2026-11-20T09:00:00Z")), account: "trial/cp-FR")
        let sign = try #require(page)
        #expect(
            String(decoding: sign.bytes, as: UTF8.self)
                == "{\"account\":\"trial/cp-FR\",\"act\":\"advance\",\"decided_at\":\"2026-11-20T09:00:00.000000Z\",\"forum\":\"trial\","
                + "\"inputs\":{\"reason\":\"Not <yet>\"},\"last_move\":2,\"ref\":\"TRIAL-2026-0002\","
                + "\"text_digest\":\"92b0c8c73ee109e5c188e2bc8ec3c00b57e2fb786b3f15157f1c4128ef7fae1e\",\"transition\":\"return\"}"
        )
        #expect(sign.fileName == "trial-2026-0002-return.act")
        let key = Verbs.Key.Row(["number": 1, "key": "ssh-ed25519 AAAA", "fingerprint": "SHA256:abc", "counts": true])
        Self.expect(sign.page(state, keys: [key]), "sign")
    }

    @Test func whatWouldBePublic() throws {
        let around = try Self.around()
        let page = try #require(PublishPage(try Samples.proposal(), around))
        var state = FormState(key: "k1", seen: 4)
        state.typed = FormValues([
            ("f.url", "https://example.org/a"), ("f.fields", "title"), ("f.fields", "organisers"),
        ])
        let (inputs, _, faults) = page.form.read(try #require(state.typed))
        #expect(faults.isEmpty)
        Self.expect(page.preview(inputs, state), "preview")
        let seen = PublishPage.seenByStrangers(try Samples.proposal(), inputs: inputs, around)
        #expect(seen.isPublished && seen.fields.keys == ["organisers", "title"])
    }

    @Test func theListOfAYear() {
        let rows: [JSONObject] = [
            ["status": "drawn up", "ref": "T-1", "title": "One <b>", "partners": ["FR", "DE"], "state": "Circulated"],
            ["status": "candidate", "ref": "T-2", "title": "Two", "partners": ["FR"], "state": "Consensus"],
        ]
        let totals: JSONObject = [
            "frozen": false, "meeting_held": false, "count": 1, "drawn_at": "2026-11-20T09:00:00.000000Z",
            "submitted_at": .null, "meeting_starts": "2027-03-01",
        ]
        func page(_ mayDraw: Bool) -> WebPage {
            ListingPage.page(
                group: "EEAS", year: 2027, label: "List", rows, totals, mayDraw: mayDraw,
                address: "/f/trial/group/EEAS/list",
                up: ("Group EEAS", "/f/trial/group/EEAS"), FormState(key: "k1", seen: 9))
        }
        Self.expect(page(true), "listing")
        Self.expect(page(false), "listing-read")
    }
}
