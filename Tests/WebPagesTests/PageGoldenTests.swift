import CanonicalJSON
import DefinitionFiles
import Lifecycle
import LineProtocol
import Testing

@testable import WebPages

/// Whole pages, as a browser gets them.
@Suite struct PageGoldenTests {
    private static func page(
        _ page: WebPage, _ address: String, login: Verbs.Auth.End? = nil, live: PageFrame.Live? = nil
    ) -> String {
        let visitor = login.map { PageFrame.Visitor($0, formToken: "f0f0") }
        var frame = PageFrame(
            visitor: visitor, forum: PageFrame.Forum(id: "trial", name: "A trial", mark: "TRIAL"), address: address)
        frame.live = live
        // The names of these files change with each rule in them.
        return String(decoding: page.html(in: frame), as: UTF8.self)
            .replacing(PageAssets.stylesheetName, with: "page.css").replacing(PageAssets.scriptName, with: "page.js")
    }

    @Test func theLogin() {
        Golden.expect(
            Self.page(LoginPage.page(formToken: "abc", to: "/inbox", fault: "This token is not known."), "/login"),
            "login")
    }

    @Test func theInbox() throws {
        let rows = try Samples.inbox()
        Golden.expect(
            Self.page(
                InboxPage.page(rows, Verbs.Inbox.End(), forum: "trial", try Samples.definition()), "/inbox",
                login: Samples.login),
            "inbox")
        Golden.expect(
            Self.page(InboxPage.page([], Verbs.Inbox.End(), forum: "trial", nil), "/inbox", login: Samples.login),
            "inbox-empty")
    }

    @Test func theProposal() throws {
        var parts = ProposalPage.Parts(try Samples.proposal())
        parts.definition = try Samples.definition()
        parts.partners = Samples.partners
        parts.login = Samples.login
        parts.why = try Samples.why()
        let live = PageFrame.Live(
            events: PageAddress.events(ofProposal: "TRIAL-2026-0002", after: "trial:7:0123456789abcdef"),
            see: PageAddress.proposal("TRIAL-2026-0002", "history"))
        Golden.expect(
            Self.page(ProposalPage.page(parts), "/p/TRIAL-2026-0002", login: Samples.login, live: live), "proposal")
    }

    @Test func theProof() throws {
        let checkpoint = Verbs.Checkpoint.End([
            "forum": "trial", "size": 9, "note": "chancery/trial\n9\nroot\n\n— chancery/trial <b>\n",
            "cosignatures": [["witness": "one", "key": "k", "at": "2026-11-22T00:00:00.000000Z"]],
        ])
        var parts = ProofPage.Parts(try Samples.proposal(), .success(checkpoint))
        parts.definition = try Samples.definition()
        parts.partners = Samples.partners
        parts.event = ShownEvent([
            "position": 6, "version": 3, "kind": "revised", "from": "drafted", "to": "drafted",
            "decided_at": "2026-11-21T09:00:00.000000Z", "recorded_at": "2026-11-21T09:00:01.000000Z",
            "actor": ["account": "trial/pr-DE", "office": ["role": "proposer", "partner": "DE"]],
            "data": [
                "changes": ["title": "Flood warnings"], "effect": "free",
                "text_digest": "92b0c8c73ee109e5c188e2bc8ec3c00b57e2fb786b3f15157f1c4128ef7fae1e",
            ], "digest": "d1d1", "leaf_hash": "1eaf",
        ])
        parts.proof = Verbs.Proof.End(["position": 6, "size": 9, "leaf": "1eaf", "path": ["aa", "bb", "cc"]])
        Golden.expect(Self.page(ProofPage.page(parts), "/p/TRIAL-2026-0002/proof", login: Samples.login), "proof")
        var published = try Samples.proposal()
        published.record = nil
        Golden.expect(
            Self.page(
                ProofPage.page(
                    ProofPage.Parts(published, .failure(Failure(.notFound, "there is no checkpoint of trial yet")))),
                "/p/TRIAL-2026-0002/proof"), "proof-published")
    }

    @Test func registryEvents() {
        func event(_ version: Int64, _ kind: String, _ data: JSONObject) -> ShownEvent {
            ShownEvent([
                "version": .integer(version), "kind": .string(kind), "data": .object(data), "from": .null, "to": .null,
                "decided_at": "2026-03-01T10:00:00.000000Z", "recorded_at": "2026-03-01T10:00:00.000000Z",
                "actor": ["account": "trial/admin", "office": .null],
                "leaf_hash": .string(String(repeating: "ab", count: 32)),
            ])
        }
        var parts = RegistryEventsPage.Parts(
            "trial",
            [
                event(9, "partner-left", ["id": "VN", "left": "2026-03-01"]),
                event(8, "token-issued", ["token": "tk-1", "account": "trial/cp-VN", "expires": .null]),
                event(7, "meeting-held", ["id": "meeting-2026", "starts": "2026-03-01", "ends": "2026-03-02"]),
            ], version: 9, before: 7, partners: Samples.partners)
        let page = { Self.page(RegistryEventsPage.page(parts), "/f/trial/audit/events", login: Samples.login) }
        Golden.expect(page(), "registry-events")
        parts.events = []
        #expect(page().contains("There are none that you can see."))
    }

    @Test func theAudit() {
        let sections = [
            TablePage.Section(
                "Refused acts", columns: ["Account", "Act"],
                rows: [TablePage.Row("trial/cp-FR", nil, ["NOTE"]), TablePage.Row("trial/cp-DE", "/x", ["ACK"])],
                empty: "None."),
            TablePage.Section("Offices", columns: ["Account"], rows: [], empty: "None."),
        ]
        var tables = TablePage.Parts("Audit", lead: "It compares all that is stored.")
        tables.links = [("Run the audit", "/f/trial/audit?run=1")]
        tables.up = ("A trial", "/f/trial")
        tables.sections = sections
        var parts = AuditPage.Parts("trial", tables)
        parts.record = AuditPage.Record(.success(Verbs.Checkpoint.End(["size": 9])), isWitnessed: true)
        Golden.expect(Self.page(AuditPage.page(parts), "/f/trial/audit", login: Samples.login), "audit")
        let row = Verbs.Audit.Row(["stage": "proposals", "done": 30, "total": 90])
        parts.tables.sections = []
        parts.record = nil
        parts.progress = AuditPage.Progress(row, again: "/f/trial/audit?run=abc")
        Golden.expect(Self.page(AuditPage.page(parts), "/f/trial/audit?run=abc", login: Samples.login), "audit-running")
    }

    @Test func thePosition() throws {
        let proposal = try Samples.proposal()
        let around = FormSurroundings(try Samples.definition(), partners: Samples.partners)
        let page = PositionPage(proposal, around, partners: Samples.partners, login: Samples.login)
        var state = FormState(key: "k1", seen: 4)
        Golden.expect(
            Self.page(page.page(state, partner: nil), "/p/TRIAL-2026-0002/position", login: Samples.login), "position")
        let values = FormValues([
            ("partner", "FR"), ("stance", "objection"), ("reason", "<b>Too soon</b>"), ("round", "1"), ("text", "ab12"),
        ])
        state.typed = values
        Golden.expect(
            Self.page(
                page.confirmation(PositionPage.Typed(values), values, state), "/p/TRIAL-2026-0002/position",
                login: Samples.login),
            "position-confirmed")
    }

    @Test func theFormOfAnAct() throws {
        let around = FormSurroundings(try Samples.definition(), partners: Samples.partners)
        let form = try #require(ActForm("return", around))
        var state = FormState(key: "k1", seen: 4)
        state.typed = FormValues([("f.reason", "A reason\nof two lines & more")])
        state.failure = Failure(
            .refused, "refused",
            details: ["unmet": [["requirement": "role", "label": "made by a SOM leader", "met": false]]])
        Golden.expect(
            Self.page(
                form.page(try Samples.proposal(), why: nil, state, account: "trial/cp-FR"),
                "/p/TRIAL-2026-0002/act/return",
                login: Samples.login), "act-refused")
    }

    @Test func aDifferenceIsTold() {
        let difference = TextDifference("to meet in Paris in May", "to meet in Lyon in May 2027")
        #expect(difference.before.map(\.text).joined() == "to meet in Paris in May")
        #expect(difference.after.map(\.text).joined() == "to meet in Lyon in May 2027")
        #expect(difference.before.filter(\.isChanged).map(\.text).joined(separator: "|").contains("Paris"))
        #expect(!difference.after.filter(\.isChanged).map(\.text).joined().contains("meet"))
    }

    @Test func whatNobodySeesIsShown() {
        #expect(PageText.shown("a\u{202E}b") == "a⟨U+202E⟩b")
        #expect(PageAddress.escaped("../?&=\"") == "..%2F%3F%26%3D%22" && PageAddress.escaped("..") == "%2E%2E")
        #expect(
            PageAddress.outside("javascript:alert(1)") == nil && PageAddress.outside("https://a.example/\"x") != nil)
        #expect(PageEscaping.escaped("\"\u{301}<\u{338}") == "&quot;\u{301}&lt;\u{338}")
    }

    /// The same pages in the other languages, with ASEM's own labels.
    @Test(arguments: [PageLanguage.french, .arabic]) func inAnotherLanguage(_ language: PageLanguage) throws {
        let labels = try LabelCatalogueTests.labels(language)
        let zone = PageZone(id: "Europe/Brussels")
        try PageReader.$current.withValue(PageReader(language, zone: zone, labels: labels)) {
            var parts = ProposalPage.Parts(try Samples.proposal())
            parts.definition = try Samples.definition()
            parts.partners = Samples.partners
            parts.login = Samples.login
            parts.why = try Samples.why(codes: true)
            Golden.expect(
                Self.page(ProposalPage.page(parts), "/p/TRIAL-2026-0002", login: Samples.login),
                "proposal-\(language.rawValue)")
            Golden.expect(
                Self.page(
                    InboxPage.page(
                        try Samples.inbox(), Verbs.Inbox.End(), forum: "trial", try Samples.definition()), "/inbox",
                    login: Samples.login), "inbox-\(language.rawValue)")
            Golden.expect(
                Self.page(ReaderPage.page(back: "/inbox"), "/language?back=%2Finbox"),
                "reader-\(language.rawValue)")
        }
    }
}
