import CanonicalJSON
import Testing

@testable import LineProtocol

@Suite("Answers of a verb")
struct AnswerTests {
    @Test(
        "a row of an inbox is written as it was read",
        arguments: [
            #"{"closes":null,"partner":null,"ref":"R","since":"2026-03-01T12:00:00.000000Z","state":"s","title":"t","transition":null,"what":"w","why":"y"}"#,
            #"{"closes":"2026-03-01T12:00:00.000000Z","decided_at":"2026-03-01T12:00:00.000000Z","due":"2026-03-01","invitation":2,"missing":[{"detail":"d","label":"l","requirement":"r"}],"needs":[{"key":"k","label":"l","type":"text"},{"example":7,"key":"k","label":"l","type":"integer"}],"overdue":true,"partner":"VN","possible":false,"ref":"R","since":"2026-03-01T12:00:00.000000Z","state":"s","title":"t","transition":"m","what":"w","why":"y"}"#,
        ])
    func row(text: String) throws {
        let object = try #require(try JSONValue.parse(text).object)
        #expect(JSONValue.object(Verbs.Inbox.Row(object).object).canonicalText == text)
    }

    @Test(
        "so is the end of a page",
        arguments: [#"{"count":2,"next":"c","unreadable":["R"]}"#, #"{"count":0,"next":null}"#])
    func end(text: String) throws {
        #expect(
            JSONValue.object(Verbs.Inbox.End(try #require(try JSONValue.parse(text).object)).object).canonicalText
                == text)
    }

    @Test("what a newer server says more is left, and what is missing is nothing")
    func others() {
        let row = Verbs.Inbox.Row(["ref": "R", "since": 7, "possible": true, "more": [1]])
        #expect(row.ref == "R" && row.title.isEmpty && row.since == nil)
        #expect(row.offer?.isPossible == true && row.offer?.needs == [])
    }

    @Test("null is nothing, also where any value may stand")
    func null() {
        let proposal = ShownProposal(["ref": "R", "forum": "f", "state": "s", "source": .null])
        #expect(proposal.record?.source == nil)
        #expect(proposal.object["source"] == .null)
    }

    @Test(
        "an answer without a member that its type needs is of another version, which is named with where it stands",
        arguments: [
            (#"{"what":"w"}"#, "ref"), (#"{"ref":7,"what":"w"}"#, "ref"),
            (#"{"ref":"R","what":"w","possible":true,"needs":[{"key":"k"}]}"#, "needs.type"),
        ])
    func lacking(text: String, member: String) throws {
        let object = try #require(try JSONValue.parse(text).object)
        let error = try #require(throws: MissingMember.self) { try Verbs.Inbox.Row(whole: object) }
        #expect(error.name == member)
    }

    @Test(
        "a write is idle where it changed nothing, or only before",
        arguments: [
            (#"{"events":["noted"]}"#, false), ("{}", false), (#"{"events":[]}"#, true),
            (#"{"events":["noted"],"repeated":true}"#, true),
        ])
    func idle(text: String, isIdle: Bool) throws {
        #expect(WrittenChange(try #require(try JSONValue.parse(text).object)).isIdle == isIdle)
    }

    @Test(
        "an event is written as it was read: in a history, in a watch, and where it does not fit into a line",
        arguments: [
            #"{"cursor":"f:7:aa","event":{"actor":{"account":"f/a","decided_by":{"appointment":1,"digest":"d","from":"n","holder":"f/b","received_at":"2026-03-01T12:00:00.000000Z"},"office":{"deputy":true,"role":"chair"}},"data":{"text":"x"},"decided_at":"2026-03-01T12:00:00.000000Z","digest":"d","forum":"f","from":null,"kind":"newer","leaf_hash":"00","position":7,"recorded_at":"2026-03-01T12:00:00.000000Z","ref":"registry","to":null,"version":7}}"#,
            #"{"cursor":"f:7:aa"}"#,
        ])
    func events(text: String) throws {
        var object = try #require(try JSONValue.parse(text).object)
        if object["event"] == nil { object["left_out"] = "the answer would be longer than 10 bytes" }
        let row = try Verbs.Watch.Row(whole: object)
        #expect(JSONValue.object(row.object).canonicalText == text)
    }

    @Test(
        "a proposal is written as it was read: whole, published alone, a round of it",
        arguments: [
            #"{"fields":{"title":"t"},"forum":"f","origin":"live","published":true,"ref":"R","state":"s","state_label":"S","title":"t"}"#,
            #"{"count":0,"acknowledged":[],"closes":null,"ended":"decided","forum":"f","heard":0,"lifecycle":{"digest":"d","id":"l","version":1},"not_heard":["VN"],"number":1,"recorded_at":"2026-03-01T12:00:00.000000Z","ref":"R","revision":2,"roster":1,"stances":{},"text_digest":"t","track":null,"version":7}"#,
        ])
    func proposals(text: String) throws {
        let object = try #require(try JSONValue.parse(text).object)
        let shown = Verbs.Show.End(object)
        #expect(shown.object == object)
        #expect((shown.round == nil) == (shown.proposal?.isPublished == true))
    }

    @Test(
        "so is a forum, to who is of it and to others, a meeting and an account",
        arguments: [
            (#"{"forum":"f","mark":"TRIAL","name":"n","public":true}"#, ShownForum.self),
            (
                #"{"account_role":"a","audit_role":"b","contacts":{"every_days":null,"own_role":"c","role":"d","subjects":["e"]},"disabled_house_rules":[],"forum":"f","groups":{"g":{"attributes":{"h":["i"]},"partners":[]}},"lifecycles":["l"],"listing":{"meeting_kind":"k","role":"r"},"mark":null,"meeting_role":"m","name":"n","offices":{"o":"group"},"partners":2,"ref_prefix":"P","registry_version":7}"#,
                ShownForum.self
            ),
            (
                #"{"city":null,"country":"c","ends":"2026-03-31","held":{"ends":"2026-03-02","starts":"2026-03-01"},"id":"i","kind":"k","name":"n","precision":"month","source":null,"starts":"2026-03-01"}"#,
                ShownMeeting.self
            ),
            (
                #"{"account":"f/a","appointments":[{"deputy":true,"from":"2026-03-01T12:00:00.000000Z","number":1,"partner":"VN","role":"r","until":null}],"name":null,"tokens":[{"expires":null,"id":"t","revoked":false}]}"#,
                Verbs.Accounts.Row.self
            ),
        ] as [(String, any ReplyPart.Type)])
    func registries(text: String, kind: any ReplyPart.Type) throws {
        let object = try #require(try JSONValue.parse(text).object)
        #expect(JSONValue.object(kind.init(object).object).canonicalText == text)
    }

    @Test(
        "so is a login, a checkpoint, what an audit found, a view and a line of a plan",
        arguments: [
            (
                #"{"account":"f/a","administrator":false,"appointments":[],"expires":null,"forum":"f","limits":{"open_tags":32},"token":"t"}"#,
                Verbs.Auth.End.self
            ),
            (
                #"{"breaks":[{"begun_at":"2026-03-01T12:00:00.000000Z","epoch":2,"note":"n","old_key":"o"}],"cosignatures":[{"at":"2026-03-01T12:00:00.000000Z","key":"w","witness":"W"}],"diverged":"d","forum":"f","key":"k","note":"n","origin":"l","root":"r","size":7,"witnessed":false}"#,
                Verbs.Checkpoint.End.self
            ),
            (
                #"{"after":"registry","answers":1,"checkpoints":2,"cosignatures":3,"differs":{"record":true,"ref":"R","sentence":"s"},"documents":4,"events":5,"forum":"f","key":null,"misheld":[{"account":"f/a","lacks":"partner","number":1,"office":{"role":"r"},"until":null}],"personal":6,"proposals":7,"signed":8,"sound":false,"strangers":9}"#,
                Verbs.Audit.End.self
            ),
            (
                #"{"account":"f/a","code":"REFUSED","count":2,"first":"2026-03-01T12:00:00.000000Z","id":"7","last":"2026-03-01T12:30:00.000000Z","reasons":["consensus.notHeard"],"ref":null,"transition":"confirm","verb":"ADVANCE"}"#,
                Verbs.Refusals.Row.self
            ),
            (#"{"id":"7","value":"v"}"#, Verbs.Erase.Row.self),
            (#"{"count":2,"subject":"f/a"}"#, Verbs.Erase.End.self),
            (#"{"count":2}"#, Verbs.View.End.self),
            (
                #"{"columns":[{"blank":"(none)","key":"k","label":"L","type":"text"}],"count":1,"formats":["csv"],"kind":"table","label":"V","of":"2026-03-01T12:00:00.000000Z","totals":{"n":1},"view":"v"}"#,
                Verbs.View.End.self
            ),
            (
                #"{"bytes":9,"format":"csv","kind":"table","label":"V","mark":"TRIAL","media_type":"text/csv","of":"2026-03-01T12:00:00.000000Z","view":"v"}"#,
                Verbs.View.End.self
            ),
            (
                #"{"from":{"digest":"d","id":"l","version":1},"lacks":[],"ref":"R","round":null,"state":"s","to":{"digest":"e","id":"l","version":2},"to_state":"t","unfilled":["u"],"version":3}"#,
                Verbs.Migration.Row.self
            ),
            (
                #"{"from":{"digest":"d","id":"l","version":1},"ref":"R","state":"s","stays":"why","to":{"digest":"e","id":"l","version":2},"version":3}"#,
                Verbs.Migration.Row.self
            ),
        ] as [(String, any ReplyPart.Type)])
    func records(text: String, kind: any ReplyPart.Type) throws {
        let object = try #require(try JSONValue.parse(text).object)
        #expect(JSONValue.object(kind.init(object).object).canonicalText == text)
    }

    @Test("of two names that are one text in other bytes the first is taken")
    func alikeNames() {
        let partner = ShownPartner(["id": "P", "attributes": ["\u{E9}": "one", "e\u{301}": "other"]])
        #expect(partner.attributes == ["\u{E9}": "other"])
    }
}
