import CanonicalJSON
import CivilTime
import Testing

@testable import LineProtocol

@Suite("Requests of a verb")
struct VerbRequestTests {
    /// A request of each verb with all its members, in the form in which a client writes it.
    private static let whole = [
        #"1 AUTH {"token":"t"}"#,
        #"1 AUTH {"account":"asem/x","method":"certificate"}"#,
        #"1 AUTH {"method":"user"}"#,
        "1 PING",
        "1 CANCEL 7",
        "1 QUIT",
        #"1 DRAFT asem {"decided_at":"2026-03-01T12:00:00.000000Z","lifecycle":"l","partner":"VN","title":"A"}"#,
        #"1 DRAFT asem {"fields":{"partner":"of the form"},"partner":"VN"}"#,
        #"1 REVISE ABC-2026-0001 key=k if=3 {"kind":"editorial","title":"A"}"#,
        #"1 REVISE ABC-2026-0001 {"fields":{"kind":"of the form"}}"#,
        #"1 CONTEST ABC-2026-0001 {"invitation":2,"partner":"VN","position":true,"revision":3}"#,
        "1 CONTEST ABC-2026-0001",
        #"1 ADVANCE ABC-2026-0001 bless {"decided_by":{"role":"r"},"meeting":"m","signature":"s"}"#,
        #"1 ADVANCE ABC-2026-0001 bless {"inputs":{"signature":"of the lifecycle"}}"#,
        #"1 POSITION ABC-2026-0001 no-objection {"decided_at":"2026-03-01T12:00:00.000000Z","invitation":2,"partner":"VN","reason":"r","relayed":{"digest":"\#(digest)","from":"Note 1","received_at":"2026-03-01T12:00:00.000000Z"},"resolves":"v","round":1,"text":"ab"}"#,
        "1 POSITION ABC-2026-0001 retracted",
        #"1 ACK ABC-2026-0001 {"partner":"VN"}"#,
        #"1 RECORD ABC-2026-0001 notified {"day":"2026-03-01"}"#,
        #"1 PUBLISH ABC-2026-0001 {"fields":["title"],"url":"https://example.org"}"#,
        #"1 IMPLEMENTED ABC-2026-0001 {"status":"held"}"#,
        #"1 INVITE ABC-2026-0001 {"event":"e","invitee":"i"}"#,
        #"1 INVITE ABC-2026-0001 {"decision":"accepted","invitation":1,"meeting":"m"}"#,
        #"1 NOTE ABC-2026-0001 {"text":"t"}"#,
        #"1 DEADLINE ABC-2026-0001 {"closes":"2026-03-01T12:00:00.000000Z","reason":"r"}"#,
        #"1 MIGRATE ABC-2026-0001 {"from":{"version":1},"plan":"p","ref":"ABC-2026-0001","state":"s","version":4}"#,
        #"1 FILE ABC-2026-0001 {"data":"AA==","digest":"\#(digest)","name":"a.pdf","offset":0,"size":1,"type":"t"}"#,
        #"1 FILE ABC-2026-0001 {"digest":"\#(digest)","drop":true,"name":"a.pdf","size":1,"type":"t"}"#,
        "1 SHOW ABC-2026-0001 round=2",
        "1 LIST asem after=ABC-2026-0001 focus_area=f from=2026-03-01 limit=5 origin=live partner=VN region=r state=a,b to=2026-04-01 track=t",
        #"1 SEARCH asem after=ABC-2026-0001 limit=5 {"text":"t"}"#,
        "1 INBOX asem after=c limit=5",
        "1 INBOX",
        #"1 WHY ABC-2026-0001 bless {"meeting":"m"}"#,
        "1 HISTORY ABC-2026-0001 after=3 limit=5",
        "1 REPLAY ABC-2026-0001 version=3",
        "1 REPLAY ABC-2026-0001 at=2026-03-01T12:00:00.000000Z",
        "1 FETCH ABC-2026-0001 \(digest) offset=9",
        "1 WATCH asem after=c ref=ABC-2026-0001",
        "1 VIEW asem",
        #"1 VIEW asem calendar at=2026-03-01T12:00:00.000000Z format=ical on=2026-03-01 {"year":"2026"}"#,
        #"1 MIGRATION asem l after=c from=1 limit=5 to=2 {"states":{"a":"b"}}"#,
        "1 MEETING asem m",
        #"1 MEETING asem m {"city":null,"kind":"som","name":"n","precision":"month","starts":"2026-03-01"}"#,
        "1 MEETINGS asem after=c from=2026-03-01 kind=som limit=5 to=2026-04-01",
        #"1 HELD asem m {"ends":"2026-03-02","starts":"2026-03-01"}"#,
        "1 PARTNERS asem at=2026-03-01",
        "1 PARTNER asem VN",
        #"1 PARTNER asem VN {"attributes":{"group":"ASEAN","region":null},"joined":"1996-03-01","left":null,"name":"n"}"#,
        "1 LIFECYCLE asem l version=2",
        "1 FORUMS closed=true",
        "1 FORUM asem",
        "1 REGISTRY asem after=7 limit=5",
        #"1 FORUM asem {"close":true}"#,
        #"1 FORUM asem {"account_role":"a","audit_role":"b","contacts":{"every_days":30,"own_role":"o","role":"r","subjects":["s"]},"disabled_house_rules":["h"],"groups":{"g":{"attributes":{"region":["x"]},"partners":["VN"]}},"listing":{"meeting_kind":"som","role":"r"},"mark":null,"meeting_kinds":["som"],"meeting_role":"m","name":"n","offices":{"r":"group"},"ref_prefix":"ABC","views":[{"id":"v"}]}"#,
        #"1 ACCOUNT asem {"account":"a","appointments":[{"deputy":true,"from":"2026-03-01T00:00:00.000000Z","group":"g","partner":"VN","role":"r","until":"2026-04-01T00:00:00.000000Z"}],"name":"n"}"#,
        "1 ACCOUNTS asem after=c limit=5",
        #"1 TOKEN asem/a {"expires":"2026-03-01T00:00:00.000000Z"}"#,
        "1 TOKEN asem/a",
        #"1 REVOKE asem/a {"token":"tk-1"}"#,
        #"1 APPOINT asem asem/a {"partner":"VN","role":"r"}"#,
        #"1 APPOINT asem asem/a {"end":2,"until":"2026-03-01T00:00:00.000000Z"}"#,
        "1 KEY asem/a",
        #"1 KEY asem/a {"from":"2026-03-01T00:00:00.000000Z","key":"ssh-ed25519 A","until":"2026-04-01T00:00:00.000000Z"}"#,
        #"1 KEY asem/a {"end":1}"#,
        "1 ERASE asem/a",
        #"1 ERASE asem/contact/3 {"reason":"r","rule":"GDPR 17","values":["v"]}"#,
        "1 IDENTITY asem/a",
        #"1 IDENTITY asem/a {"issuer":"https://login.example.org","subject":"248289761001"}"#,
        #"1 IDENTITY asem/a {"end":"id-1"}"#,
        #"1 IMPORT asem {"archive":true,"fields":{"title":"A"},"kind":"initiative","lifecycle":"l","partner":"VN","source":{"t":"A"},"year":1996}"#,
        #"1 LISTING asem ASEAN {"refs":["ABC-2026-0001"],"year":2027}"#,
        #"1 LISTING asem ASEAN {"submit":true,"year":2027}"#,
        #"1 CONTACT asem {"circulate":true}"#,
        #"1 CONTACT asem {"end":7,"until":"2026-03-01"}"#,
        #"1 CONTACT asem {"about":"VN","address":"a","body":null,"from":"2026-03-01","name":"n","partner":"VN","subject":"partner","until":"2026-04-01"}"#,
        "1 CHECKPOINT asem size=5",
        "1 CHECKPOINT asem witnessed=true",
        "1 PROOF asem from=3 to=5",
        "1 PROOF asem position=3 size=5",
        #"1 COSIGN asem {"line":"l","size":5}"#,
        "1 EXPORT asem witnessed=true",
        "1 AUDIT asem after=c",
        "1 REFUSALS asem account=asem/a after=7 limit=5 since=2026-03-01T12:00:00.000000Z",
    ]

    private static let digest = String(repeating: "ab", count: 32)

    private func parsed(_ line: String) throws -> Request { try Request.parse(Array(line.utf8)) }

    private func failure(_ line: String) throws -> Failure? {
        let request = try parsed(line)
        do throws(Failure) { _ = try request.verb.request.init(request) } catch { return error }
        return nil
    }

    @Test("what a client writes is what a server reads", arguments: whole)
    func bothWays(line: String) throws {
        let request = try parsed(line)
        let typed: any VerbRequest = try request.verb.request.init(request)
        var written = try typed.request(key: request.key, if: request.expectedVersion)
        written.tag = request.tag
        #expect(written.line == request.line)
        #expect(written == request)
    }

    @Test("each verb is among them")
    func allVerbs() throws {
        #expect(try Set(Self.whole.map { try parsed($0).verb }) == Set(Verb.allCases))
    }

    @Test("a lifecycle is read with all its checks, and written as it was")
    func lifecycle() throws {
        let text = try failure(#"1 LIFECYCLE asem {"definition":{}}"#)?.message ?? ""
        #expect(text.hasPrefix("\"definition\": "))
        #expect(try failure("1 LIFECYCLE asem {}")?.message == "\"definition\": LIFECYCLE needs it")
    }

    @Test("a member that a verb does not take is refused, of every verb that takes an object")
    func unknownMembers() throws {
        for line in Self.whole {
            var request = try parsed(line)
            let open: [Verb] = [.draft, .revise, .advance, .record, .publish, .implemented, .why, .view]
            guard request.object != nil, !open.contains(request.verb) else { continue }
            let verb = request.verb
            request.object?["zzz"] = 1
            let told: Failure? =
                if verb == .forum, request.object?["close"] != nil {
                    .wrong("close", "a trial is closed by {\"close\":true} alone, and never opened again")
                } else {
                    Failure(.badField, "\"zzz\": \(verb) takes no such member", details: ["field": "zzz"])
                }
            var found: Failure?
            do throws(Failure) { _ = try verb.request.init(request) } catch { found = error }
            #expect(found == told, "\(line)")
        }
    }

    @Test(
        "each fault is told in the same words",
        arguments: [
            (#"1 POSITION r support {"round":"1"}"#, #""round": must be an integer, not text"#),
            (#"1 POSITION r support {"reason":1,"zzz":1}"#, #""reason": must be text, not an integer"#),
            (
                #"1 POSITION r support {"decided_at":"2026-03-01","zzz":1}"#,
                #""decided_at": "2026-03-01" "# + Instant.fault(in: "2026-03-01")
            ),
            (
                #"1 POSITION r support {"relayed":{}}"#,
                #""relayed": write {"from":…,"received_at":instant,"digest":the note's SHA-256 in 64 lowercase hex digits}"#
            ),
            (
                #"1 POSITION r support {"relayed":{"digest":"\#(digest)","from":"n","received_at":"x"}}"#,
                #""relayed": "received_at": "x" "# + Instant.fault(in: "x")
            ),
            (
                #"1 REVISE r {"kind":"big"}"#,
                #""kind": use "editorial" or "substantive"; a field of the form that is called "kind" goes under "fields""#
            ),
            (
                #"1 DRAFT f {"fields":{},"title":"A"}"#,
                #""title": only what is in "fields" counts; put "title" there as well"#
            ),
            (#"1 NOTE r {}"#, #""text": NOTE needs it"#),
            (#"1 INVITE r {"event":"e"}"#, #""invitee": INVITE needs it"#),
            (#"1 INVITE r {"invitation":1}"#, #""decision": INVITE needs it"#),
            (
                #"1 TOKEN f/a {"decided_at":"x"}"#,
                #""decided_at": TOKEN takes none: what it does happens when it is recorded; leave it out"#
            ),
            (
                #"1 TOKEN f/a {"expires":"soon"}"#,
                #""expires": "soon" "# + Instant.fault(in: "soon") + ", or a day as 2026-03-01"
            ),
            (
                #"1 MIGRATE r {"ref":"s"}"#, #""ref": the line is of another proposal than r"#
            ),
            (#"1 MIGRATE r if=3 {"ref":"r","version":4}"#, #""version": the line says 4, and if= says 3"#),
            (
                #"1 FILE r {"name":"n","type":"t","size":1,"digest":"AB"}"#,
                #""digest": give the SHA-256 of the bytes as 64 lowercase hex digits"#
            ),
            (#"1 LIST f from=2026-02-30"#, #""from": "2026-02-30" is not a valid date; write it as 2026-03-01"#),
            (#"1 FORUMS closed=yes"#, #""closed": write true or false"#),
            (#"1 VIEW f on=2026-03-01"#, #""view": say which view is meant; VIEW f alone lists them"#),
            (#"1 VIEW f v format=pdf"#, #""format": "pdf" is not a format; use one of csv, svg, atom, ical"#),
            (#"1 VIEW f v {"a":[]}"#, #""a": give a text or a number"#),
            (#"1 CHECKPOINT f size=1 witnessed=true"#, #""witnessed": give size= or witnessed=true, not both"#),
            (
                "1 PROOF f from=1 position=2",
                "PROOF needs from= (and to=) for consistency, or position= (and size=) for inclusion"
            ),
            (
                #"1 PARTNER f p {"joined":"1799-01-01"}"#,
                #""joined": 1799-01-01 is before the year 1800; check the year"#
            ),
            (
                #"1 PARTNER f p {"attributes":null}"#,
                #""attributes": null would empty them all; leave it out to keep them, or give null for each one to empty, as {"group":null}"#
            ),
            (#"1 PARTNER f p {"attributes":{"a":1}}"#, #""attributes": "a" must be text"#),
            (#"1 MEETING f m {"precision":"week"}"#, #""precision": use day, month or year"#),
            (
                #"1 MEETING f m {"starts":"1899-12-31"}"#,
                #""starts": 1899-12-31 is before the year 1900; check the year"#
            ),
            (
                #"1 FORUM f {"close":false}"#,
                #""close": a trial is closed by {"close":true} alone, and never opened again"#
            ),
            (#"1 FORUM f {"meeting_kinds":[1]}"#, #""meeting_kinds": give a list of names"#),
            (
                #"1 FORUM f {"offices":{"r":"me"}}"#,
                #""offices": "r" is held for a "partner", a "group" or the "forum""#
            ),
            (#"1 FORUM f {"groups":{"g":1}}"#, #""groups": "g" must be an object"#),
            (#"1 FORUM f {"groups":{"g":{"attributes":{"a":"b"}}}}"#, #""groups": "a" must be a list of texts"#),
            (#"1 FORUM f {"groups":{"g":{"partners":1}}}"#, #""groups": partners are a list of ids"#),
            (#"1 FORUM f {"groups":{"g":{"zzz":1}}}"#, #""zzz": FORUM takes no such member"#),
            (#"1 FORUM f {"listing":{}}"#, #""role": FORUM needs it"#),
            (
                #"1 ACCOUNT f {"appointments":[1]}"#,
                #""appointments": each is {"role":…,"partner":…,"from":…,"until":…}"#
            ),
            (#"1 ACCOUNT f {"appointments":[{}]}"#, #""role": ACCOUNT needs it"#),
            (#"1 APPOINT f f/a {"end":1,"role":"r"}"#, #""role": APPOINT takes no such member"#),
            (
                #"1 IMPORT f {"kind":"partner"}"#,
                #""kind": only "initiative" can be imported; partners and meetings have verbs of their own"#
            ),
            (#"1 IMPORT f {"fields":{}}"#, #""source": IMPORT needs it"#),
            (
                #"1 IMPORT f {"fields":{},"source":{"a":1},"fields_from_source":{"title":"b"}}"#,
                #""fields_from_source": "title" must name a member of the source"#
            ),
            (
                #"1 IMPORT f {"fields":{"title":1},"source":{"a":1},"fields_from_source":{"title":"a"}}"#,
                #""fields_from_source": "title" is already in "fields""#
            ),
            (#"1 LISTING f g {"year":1}"#, #""refs": give "refs" to draw it up, or "submit":true"#),
            (
                #"1 LISTING f g {"year":1,"refs":[],"submit":true}"#,
                #""submit": draw the list up first, then submit it"#
            ),
            (#"1 LISTING f g {"year":1,"refs":[1]}"#, #""refs": give a list of refs"#),
            (#"1 CONTACT f {"circulate":true,"end":1}"#, #""end": CONTACT takes no such member"#),
            (#"1 CONTACT f {"end":1}"#, #""until": CONTACT needs it"#),
        ])
    func faults(line: String, message: String) throws {
        #expect(try failure(line)?.message == message)
    }

    @Test("a field that the source says is read from there")
    func fieldsFromSource() throws {
        let request = try parsed(
            #"1 IMPORT f {"fields":{"title":"A"},"source":{"b":"B"},"fields_from_source":{"objective":"b"}}"#)
        #expect(try Verbs.Import(request).fields == ["title": "A", "objective": "B"])
    }
}
