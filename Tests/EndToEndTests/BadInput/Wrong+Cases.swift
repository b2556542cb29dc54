import LineProtocol

extension Wrong {
    /// Requests whose form is wrong.
    static let forms: [Wrong] = [
        Wrong("pr-FR", "FROBNICATE {draft}", .unknownVerb, "FROBNICATE"),
        Wrong("pr-FR", "show {draft}", .unknownVerb, "SHOW"),
        Wrong("pr-FR", "", .unknownVerb, "verb"),
        Wrong("pr-FR", "SHOW", .missingArgument, "ref"),
        Wrong("pr-FR", "ADVANCE {draft}", .missingArgument, "transition"),
        Wrong("pr-FR", "NOTE {draft}", .missingArgument, "object"),
        Wrong("pr-FR", "REPLAY {draft}", .missingArgument, "version="),
        Wrong("pr-FR", "SHOW {draft} now", .extraArgument, "now"),
        Wrong("pr-FR", #"SHOW {draft} {"a":1}"#, .extraArgument, "object"),
        Wrong("pr-FR", "SHOW {draft} key=k", .extraArgument, "key"),
        Wrong("pr-FR", "LIST mini colour=red", .extraArgument, "colour"),
        Wrong("pr-FR", "LIST mini limit=0", .badArgument, "limit"),
        Wrong("pr-FR", "LIST mini limit=1001", .badArgument, "limit"),
        Wrong("pr-FR", "LIST mini after=somewhere", .badField, "after"),
        Wrong("pr-FR", "LIST mini state=dreamt", .badField, "drafted, reported"),
        Wrong("pr-FR", "LIST mini track=sideways", .badField, "information, work-programme"),
        Wrong("pr-FR", "LIST mini region=Mars", .badField, "there are Asia, Europe"),
        Wrong("pr-FR", "LIST mini partner=XX", .badField, "no partner"),
        Wrong("pr-FR", "LIST mini from=2026-02-30", .badField, "2026-02-30"),
        Wrong("pr-FR", "LIFECYCLE mini asem-initiative version=one", .badArgument, "version"),
        Wrong("pr-FR", "POSITION {circulated} maybe", .badArgument, "maybe"),
        Wrong("pr-FR", "SHOW  {draft}", .badArgument, "empty"),
        Wrong("pr-FR", #"NOTE {draft} key= {"text":"x"}"#, .badArgument, "key"),
        Wrong("pr-FR", #"NOTE {draft} if=first {"text":"x"}"#, .badArgument, "if"),
        Wrong("pr-FR", #"NOTE {draft} if=1 if=2 {"text":"x"}"#, .badArgument, "twice"),
        Wrong("pr-FR", #"NOTE {draft} {"text":"x""#, .badJSON, "offset"),
        Wrong("pr-FR", #"NOTE {draft} {"text":"x"} more"#, .badJSON, "offset"),
        Wrong("pr-FR", #"NOTE {draft} {"text":"x","text":"y"}"#, .badJSON, "text"),
        Wrong("pr-FR", #"REVISE {draft} {"expected_partners":20.5}"#, .badJSON, "offset"),
        Wrong("pr-FR", #"REVISE {draft} {"expected_partners":2e1}"#, .badJSON, "offset"),
        Wrong("pr-FR", #"REVISE {draft} {"expected_partners":9007199254740993}"#, .badJSON, "2^53"),
        Wrong(
            "pr-FR",
            #"REVISE {draft} {"title":"# + String(repeating: "[", count: 16) + String(repeating: "]", count: 16) + "}",
            .badJSON, "16"),
        Wrong("pr-FR", #"NOTE {draft} {"text":"\ud800"}"#, .badJSON, "surrogate"),
        Wrong("pr-FR", #"NOTE {draft} {"text":"a\u0000b"}"#, .badJSON, "U+0000"),
        Wrong("pr-FR", #"NOTE {draft} {"txt":"x"}"#, .badField, "text"),
        Wrong("pr-FR", #"NOTE {draft} {"text":7}"#, .badField, "text"),
        Wrong("pr-FR", #"NOTE {draft} {"text":" "}"#, .badField, "text"),
        Wrong("pr-FR", "CANCEL {draft}!", .badArgument, "tag"),
        Wrong("pr-FR", #"AUTH {"token":"x"}"#, .alreadyLoggedIn, "logged in"),
        Wrong("pr-FR", "WATCH mini after=yesterday", .badCursor, "yesterday"),
        Wrong("pr-FR", "WATCH mini after=mini:-2:0000000000000000", .badCursor, "mini:-2"),
        Wrong(nil, "HISTORY {draft}", .notLoggedIn, "HISTORY"),
        Wrong(nil, "SHOW {draft}", .notFound, "you may see"),
        Wrong(nil, "LIST mini", .notFound, "you may see"),
        Wrong(nil, "LIST nowhere", .notFound, "you may see"),
        Wrong(nil, "CANCEL x", .notLoggedIn, "CANCEL"),
        Wrong(nil, #"FORUM mini {"name":"x"}"#, .notLoggedIn, "FORUM"),
        Wrong(nil, #"NOTE {draft} {"text":"x"}"#, .notLoggedIn, "NOTE"),
        Wrong(nil, #"AUTH {"token":"chy_0"}"#, .badToken, "token"),
        Wrong(nil, #"AUTH {"secret":"chy_0"}"#, .badField, "token"),
    ]

    /// Requests that the rules do not allow.
    static let acts: [Wrong] = [
        // Role, partner, sight.
        Wrong("cp-FR", #"DRAFT mini {"title":"x"}"#, .forbidden, "the proposer"),
        Wrong("gone", "POSITION {circulated} support", .forbidden, "ended"),
        Wrong("gone", "ACK {circulated}", .forbidden, "ended"),
        Wrong("gone", "SHOW {circulated}", .notFound, "you may see"),
        Wrong("late", "POSITION {circulated} support", .refused, "CH"),
        Wrong("auditor", #"NOTE {draft} {"text":"x"}"#, .forbidden, "auditor"),
        Wrong("cp-FR", "ADVANCE {circulated} confirm", .forbidden, "Regional Coordinator"),
        Wrong("pr-FR", "POSITION {circulated} support", .forbidden, "Contact Point"),
        Wrong("cp-FR", #"POSITION {circulated} support {"partner":"DE"}"#, .forbidden, "DE"),
        Wrong("pr-TH", #"ADVANCE {circulated} withdraw {"reason":"x"}"#, .forbidden, "the proposer"),
        Wrong("pr-FR", #"DRAFT mini {"title":"x","partner":"DE"}"#, .forbidden, "DE"),
        Wrong("pr-FR", #"ACCOUNT mini {"appointments":[]}"#, .forbidden, "admin"),
        Wrong("pr-FR", "TOKEN mini/cp-FR", .forbidden, "admin"),
        Wrong("pr-FR", #"MEETING mini SOM-9 {"kind":"som","starts":"2026-01-01"}"#, .forbidden, "meeting-host"),
        Wrong("pr-FR", "ACCOUNTS mini", .forbidden, "accounts"),
        Wrong("pr-FR", "SHOW MINI-2026-9999", .notFound, "MINI-2026-9999"),
        Wrong("pr-FR", "SHOW NOWHERE-2026-0001", .notFound, "NOWHERE-2026-0001"),
        Wrong("pr-FR", #"NOTE MINI-2026-9999 {"text":"x"}"#, .notFound, "MINI-2026-9999"),
        Wrong("cp-TH", "SHOW {draft}", .notFound, "you may see"),
        Wrong("cp-TH", #"NOTE {draft} {"text":"x"}"#, .notFound, "you may see"),
        Wrong("pr-FR", #"DRAFT asem {"title":"x"}"#, .notFound, "you may see"),
        Wrong("pr-FR", #"DRAFT nowhere {"title":"x"}"#, .notFound, "nowhere"),
        Wrong("pr-FR", "ADVANCE {draft} fly", .notFound, "fly"),
        // Version.
        Wrong("pr-FR", #"NOTE {draft} if=7 {"text":"x"}"#, .versionConflict, "version 1"),
        // Values.
        Wrong("pr-FR", #"REVISE {draft} {"nothing_like_it":1}"#, .badField, "nothing_like_it"),
        Wrong("pr-FR", #"REVISE {draft} {"starts":"2099-02-29"}"#, .badField, "2099-02-29"),
        Wrong("pr-FR", #"REVISE {draft} {"ends":"2099-13-01"}"#, .badField, "2099-13-01"),
        Wrong("pr-FR", #"REVISE {draft} {"starts":"2099-03-09"}"#, .badField, "before the start"),
        Wrong("pr-FR", #"REVISE {draft} {"cost":{"currency":"EUR","amount":"1,500"}}"#, .badField, "1,500"),
        Wrong("pr-FR", #"REVISE {draft} {"cost":{"currency":"euro","amount":"1"}}"#, .badField, "euro"),
        Wrong("pr-FR", #"REVISE {draft} {"cost":{"currency":"EUR","amount":1500}}"#, .badField, "cost"),
        Wrong("pr-FR", #"REVISE {draft} {"cost":"1500 EUR"}"#, .badField, "cost"),
        Wrong("pr-FR", #"REVISE {draft} {"pillar":"sports"}"#, .badField, "political"),
        Wrong("pr-FR", #"REVISE {draft} {"organisers":[{"partner":"ZZ"}]}"#, .badField, "ZZ"),
        Wrong("pr-FR", #"REVISE {draft} {"title":null}"#, .badField, "title"),
        Wrong("pr-FR", #"REVISE {circulated} {"location":"x"}"#, .badField, "kind"),
        Wrong("pr-FR", #"REVISE {circulated} {"goals":"x","kind":"editorial"}"#, .refused, "never editorial"),
        Wrong("pr-FR", #"REVISE {blessed} {"goals":"x"}"#, .refused, "goals"),
        Wrong("cp-FR", "POSITION {circulated} reservation", .badField, "reason"),
        Wrong("cp-FR", #"POSITION {circulated} objection {"reason":" "}"#, .badField, "reason"),
        // Time.
        Wrong("cp-FR", #"POSITION {circulated} support {"decided_at":"2199-01-01T00:00:00Z"}"#, .badField, "future"),
        Wrong("cp-FR", #"POSITION {circulated} support {"decided_at":"2001-01-01T00:00:00Z"}"#, .badField, "before"),
        Wrong("cp-FR", #"POSITION {circulated} support {"decided_at":"yesterday"}"#, .badField, "yesterday"),
        Wrong(
            "rc-ASEAN", #"ADVANCE {circulated} return {"reason":"x","decided_at":"2199-01-01T00:00:00Z"}"#, .badField,
            "future"),
        Wrong(
            "rc-ASEAN", #"ADVANCE {circulated} return {"reason":"x","decided_at":"2001-01-01T00:00:00Z"}"#, .refused,
            "decided-in-order"),
        Wrong(
            "pr-FR", #"ADVANCE {draft} circulate {"track":"information","closes":"2001-01-01T00:00:00Z"}"#, .refused,
            "deadline"),
        Wrong("host", #"HELD mini SOM-1 {"starts":"2026-01-01","ends":"2026-01-01"}"#, .refused, "rest on SOM-1"),
        Wrong("host", #"MEETING mini SOM-1 {"kind":"som","starts":"2026-01-01"}"#, .refused, "rest on SOM-1"),
        Wrong("host", #"HELD mini SOM-2 {"starts":"2199-05-01","ends":"2199-05-02"}"#, .badField, "still to come"),
        Wrong(
            "pr-FR", #"DEADLINE {circulated} {"closes":"2199-01-01T00:00:00Z","reason":"x"}"#, .refused, "no deadline"),
        // Rounds and rosters.
        Wrong("cp-FR", #"POSITION {second} support {"round":1}"#, .refused, "round 1 is over"),
        Wrong("cp-FR", #"POSITION {second} support {"text":"00000000"}"#, .refused, "digest"),
        Wrong("cp-FR", "POSITION {draft} support", .refused, "Drafted"),
        Wrong("cp-FR", "POSITION {circulated} retracted", .refused, "no position"),
        Wrong("cp-FR", "CONTEST {circulated}", .refused, "no editorial revision"),
        Wrong("cp-FR", #"CONTEST {circulated} {"position":true}"#, .refused, "relayed"),
        Wrong("rc-ASEAN", #"POSITION {circulated} support {"partner":"DE","relayed":"# + note + "}", .forbidden, "DE"),
        Wrong(
            "rc-ASEAN", #"POSITION {circulated} support {"partner":"TH","relayed":{"from":"x"}}"#, .badField, "relayed"),
        Wrong("cp-DE", #"POSITION {circulated} support {"partner":"DE","relayed":"# + note + "}", .forbidden, "relay"),
        // Moves before their time.
        Wrong("rc-ASEAN", "ADVANCE {circulated} confirm", .refused, "consensus"),
        Wrong("rc-ASEAN", "ADVANCE {draft} confirm", .notFound, "you may see"),
        Wrong("som-TH", #"ADVANCE {circulated} bless {"meeting":"SOM-1"}"#, .refused, "Consensus"),
        Wrong("som-TH", "ADVANCE {consensus} bless", .refused, "meeting"),
        Wrong("som-TH", #"ADVANCE {consensus} bless {"meeting":"SOM-2"}"#, .refused, "meeting-held"),
        Wrong("som-TH", #"ADVANCE {consensus} bless {"meeting":"FMM-1"}"#, .refused, "meeting-held"),
        Wrong("som-TH", #"ADVANCE {consensus} bless {"meeting":"SOM-99"}"#, .refused, "SOM-99"),
        Wrong("som-FR", #"ADVANCE {consensus} bless {"meeting":"SOM-1"}"#, .refused, "not-own-partner"),
        Wrong("som-TH", #"ADVANCE {consensus} bless {"meeting":"SOM-1","colour":"red"}"#, .badField, "colour"),
        Wrong("som-TH", #"ADVANCE {blessed} bless {"meeting":"SOM-1"}"#, .refused, "SOM-blessed"),
        Wrong("pr-FR", "ADVANCE {blessed} report " + report, .refused, "fact-recorded"),
        Wrong(
            "pr-FR", #"ADVANCE {blessed} report {"partners_participating":1000}"#, .badField,
            "partners cannot take part"),
        Wrong("pr-FR", "ADVANCE {consensus} report " + report, .refused, "SOM-blessed"),
        Wrong("pr-FR", #"ADVANCE {blessed} withdraw {"reason":"x"}"#, .refused, "SOM-blessed"),
        Wrong("pr-FR", #"IMPLEMENTED {blessed} {"starts":"2199-01-01","ends":"2199-01-02"}"#, .refused, "future"),
        Wrong("pr-FR", #"IMPLEMENTED {blessed} {"starts":"2026-01-02","ends":"2026-01-01"}"#, .refused, "starts"),
        Wrong("pr-FR", #"IMPLEMENTED {blessed} {"status":"postponed"}"#, .refused, "reason"),
        Wrong("pr-FR", #"IMPLEMENTED {consensus} {"starts":"2026-01-01","ends":"2026-01-01"}"#, .refused, "Consensus"),
        Wrong(
            "board", #"PUBLISH {consensus} {"url":"https://example.org","fields":["title"]}"#, .refused, "SOM-blessed"),
        Wrong("board", #"PUBLISH {blessed} {"url":"https://example.org","fields":["colour"]}"#, .badField, "fields"),
        Wrong("board", #"PUBLISH {blessed} {"url":"example.org","fields":["title"]}"#, .badField, "https://"),
        Wrong(
            "board", #"PUBLISH {blessed} {"url":"https://example.org/a page","fields":["title"]}"#, .badField, "a space"
        ),
        Wrong("pr-FR", #"PUBLISH {blessed} {"url":"https://example.org","fields":["title"]}"#, .forbidden, "InfoBoard"),
        Wrong("pr-FR", "RECORD {blessed}", .missingArgument, "fact"),
        Wrong("pr-FR", "RECORD {blessed} harvested", .notFound, "it has published, implemented"),
        Wrong("pr-FR", "RECORD {blessed} confirm", .notFound, "knows no fact"),
        Wrong("pr-FR", #"RECORD {blessed} implemented {"colour":"red"}"#, .badField, "colour"),
        Wrong("pr-FR", #"RECORD {blessed} implemented {"starts":"soon"}"#, .badField, "starts"),
        Wrong("pr-FR", #"RECORD {blessed} implemented {"status":"postponed"}"#, .refused, "reason"),
        Wrong("pr-FR", #"RECORD {consensus} implemented {"status":"cancelled","reason":"x"}"#, .refused, "Consensus"),
        Wrong(
            "pr-FR", #"RECORD {blessed} published {"url":"https://example.org","fields":["title"]}"#, .forbidden,
            "InfoBoard"),
        Wrong(
            "board", #"RECORD {draft} published {"url":"https://example.org","fields":["title"]}"#, .notFound,
            "you may see"),
        Wrong("auditor", #"RECORD {blessed} implemented {"status":"cancelled","reason":"x"}"#, .forbidden, "organiser"),
        Wrong("pr-FR", #"ADVANCE {circulated} circulate {"track":"information"}"#, .refused, "Drafted"),
        Wrong("rc-ASEAN", #"ADVANCE {blessed} recall {"reason":"x"}"#, .refused, "office"),
        Wrong("pr-FR", #"INVITE {circulated} {"invitee":"Japan","event":"Opening"}"#, .badField, "is a partner"),
        Wrong(
            "som-TH", #"INVITE {circulated} {"invitation":1,"decision":"agreed","meeting":"SOM-1"}"#, .notFound,
            "invitation 1"),
        // What is not there yet says so.
        Wrong("auditor", "AUDIT mini", .unsupported, "AUDIT"),
    ]

    private static let note = """
        {"from":"a note","received_at":"2026-01-01T00:00:00Z","digest":"\(String(repeating: "0a", count: 32))"}
        """
    private static let report = """
        {"outcomes":"x","partners_participating":4,"meeting":"SOM-1","channel":"direct"}
        """
}
