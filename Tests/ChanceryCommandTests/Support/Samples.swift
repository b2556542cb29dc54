import CanonicalJSON
import LineProtocol

/// Answers of a server, as its protocol shapes them.
enum Samples {
    static func proposal() throws -> JSONObject {
        try JSONObject(
            json: """
                {"ref":"ASEM-2026-0001","forum":"asem","title":"Seminar on Water and River Basin Management",\
                "state":"circulated","state_label":"Circulated","version":6,"revision":2,"origin":"live","proposer":"VN",\
                "track":"work-programme","round":1,"round_open":true,"closes":"2026-06-30T23:59:59.000000Z",\
                "text_digest":"5f1c9a20b3d4e6f7089a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60","roster":53,\
                "fields":{"title":"Seminar on Water and River Basin Management","goals":"Share practice between the \
                Danube and the Mekong.\\nAgree on three follow-ups.","cost":{"amount":"40000","currency":"EUR"},\
                "organisers":[{"body":"Ministry of Natural Resources","contact":"water@example.org","partner":"VN"},\
                {"partner":"HU"}],"prime_actors":["government","civil-society"],"expected_partners":40},\
                "positions":{"support":[{"partner":"FR","decided_at":"2026-03-04T09:00:00.000000Z",\
                "recorded_at":"2026-03-04T09:00:00.000000Z","by":{"account":"asem/contact-point-FR","office":\
                {"role":"contact-point","partner":"FR"}}}],"no-objection":[{"partner":"TH","decided_at":\
                "2026-03-04T09:00:00.000000Z","recorded_at":"2026-03-05T09:00:00.000000Z","relayed":{"from":"Note 12/2026",\
                "received_at":"2026-03-04T09:00:00.000000Z","digest":"aa"},"by":{"account":"asem/regional-coordinator-VN",\
                "office":{"role":"regional-coordinator","group":"ASEAN"}}}],"reservation":[{"partner":"DE","reason":\
                "Parliament must agree.\\u001b[31m","resolves":"Its vote in May.","decided_at":"2026-03-04T09:00:00.000000Z",\
                "recorded_at":"2026-03-04T09:00:00.000000Z","by":{"account":"asem/contact-point-DE","office":\
                {"role":"contact-point","partner":"DE"}}}],"objection":[],"tacit":[]},"not_heard":["AT","BE","BG"],\
                "acknowledged":["FR"],"rounds":[{"number":1,"track":"work-programme","opened_at":\
                "2026-03-02T09:00:00.000000Z","closes":"2026-06-30T23:59:59.000000Z","roster":53,"heard":3,"ended":null}],\
                "facts":[],"moves":[],"invitations":[{"number":1,"invitee":"World Customs Organization","event":"Day 2",\
                "outcome":null,"not_heard":["AT"],"positions":{}}],"editorial_revisions":[],"notes":1,"source":null,\
                "lifecycle":{"id":"asem-initiative","version":1,"digest":"d1"},"recorded_at":"2026-03-05T09:00:00.000000Z"}
                """)
    }

    /// HISTORY of that proposal.
    static func history() throws -> [JSONObject] {
        let rows = [
            """
            {"version":1,"position":10,"kind":"drafted","from":null,"to":"drafted","decided_at":\
            "2026-03-01T08:00:00.000000Z","recorded_at":"2026-03-01T08:00:00.000000Z","actor":{"account":\
            "asem/contact-point-VN","office":{"role":"proposer","partner":"VN"}},"data":{"proposer":"VN","fields":\
            {"title":"Seminar","goals":"x"},"lifecycle":{"id":"asem-initiative","version":1,"digest":"d1"},\
            "text_digest":"t"},"digest":"d","leaf_hash":"00"}
            """,
            """
            {"version":2,"position":11,"kind":"revised","from":"drafted","to":"drafted","decided_at":\
            "2026-03-01T09:30:00.000000Z","recorded_at":"2026-03-01T09:30:00.000000Z","actor":{"account":\
            "asem/contact-point-VN","office":{"role":"proposer","partner":"VN"}},"data":{"effect":"free","changes":\
            {"title":"Seminar on Water and River Basin Management","finance":null,"cost":{"amount":"40000","currency":\
            "EUR"}},"text_digest":"t"},"digest":"d","leaf_hash":"01"}
            """,
            """
            {"version":3,"position":14,"kind":"moved","from":"drafted","to":"circulated","decided_at":\
            "2026-03-02T00:00:00.000000Z","recorded_at":"2026-03-02T09:00:00.000000Z","actor":{"account":\
            "asem/contact-point-VN","office":{"role":"proposer","partner":"VN"}},"data":{"transition":"circulate",\
            "inputs":{"track":"work-programme","closes":"2026-06-30T23:59:59.000000Z"},"round":{"number":1,"track":\
            "work-programme","closes":"2026-06-30T23:59:59.000000Z","text_digest":"t","revision":2,"roster":\
            [{"partner":"AT","attributes":{}},{"partner":"BE","attributes":{}}],"duplicates":["ASEM-2025-0007"]}},"digest":"d",\
            "leaf_hash":"02"}
            """,
            """
            {"version":4,"position":15,"kind":"position-taken","from":"circulated","to":"circulated","decided_at":\
            "2026-03-04T09:00:00.000000Z","recorded_at":"2026-03-04T09:00:00.000000Z","actor":{"account":\
            "asem/contact-point-DE","office":{"role":"contact-point","partner":"DE"}},"data":{"partner":"DE","stance":\
            "reservation","reason":"Parliament must agree before June, and its committee asks for the outline in German.",\
            "resolves":"Its vote in May.","round":1,"text_digest":"t"},"digest":"d","leaf_hash":"03"}
            """,
            """
            {"version":5,"position":16,"kind":"position-taken","from":"circulated","to":"circulated","decided_at":\
            "2026-03-04T10:00:00.000000Z","recorded_at":"2026-03-05T09:00:00.000000Z","actor":{"account":\
            "asem/regional-coordinator-VN","office":{"role":"regional-coordinator","group":"ASEAN","partner":"VN"}},\
            "data":{"partner":"TH","stance":"no-objection","late":true,"relayed":{"from":"Note 12/2026","received_at":\
            "2026-03-04T09:00:00.000000Z","digest":"aabbccddeeff00112233"},"round":1,"text_digest":"t"},"digest":"d",\
            "leaf_hash":"04"}
            """,
            """
            {"version":6,"position":17,"kind":"moved","from":"circulated","to":"drafted","decided_at":\
            "2026-03-06T09:00:00.000000Z","recorded_at":"2026-03-06T09:00:00.000000Z","actor":{"account":\
            "asem/regional-coordinator-VN","office":{"role":"regional-coordinator","group":"ASEAN","partner":"VN"}},\
            "data":{"transition":"return","ends_round":true,"inputs":{"reason":"The venue is not available."}},\
            "digest":"d","leaf_hash":"05ab05ab05ab05ab05ab"}
            """,
        ]
        return try rows.map { try JSONObject(json: $0) }
    }

    /// The end of HISTORY: the proposal, and that there is no other page.
    static func historyEnd(of proposal: JSONObject? = nil, count: Int64 = 6) throws -> JSONObject {
        var end = try proposal ?? Samples.proposal()
        end["count"] = .integer(count)
        end["next"] = .null
        return end
    }

    /// The same events as WATCH sends them.
    static func watched() throws -> [JSONObject] {
        try history().map { event in
            var event = event
            event["forum"] = "asem"
            event["ref"] = "ASEM-2026-0001"
            return event
        }
    }

    /// A requirement that two Contact Points can meet and one vacant seat.
    static let consensus = """
        {"requirement":"consensus","label":"full consensus of all partners","met":false,"detail":"AT, BE and BG are not \
        heard; DE has a reservation: Parliament must agree.","rule":"AECF 25","subjects":["AT","BE","BG","DE"],"who":\
        [{"role":"contact-point","partner":"AT","holders":["asem/contact-point-AT"],"vacant":false,"vacant_since":null},\
        {"role":"contact-point","partner":"BE","holders":[],"vacant":true,"vacant_since":"2026-01-31T00:00:00.000000Z"},\
        {"role":"contact-point","partner":"BG","holders":[],"vacant":true,"vacant_since":null}]}
        """

    static func why() throws -> (rows: [JSONObject], answer: JSONObject) {
        let state = """
            {"requirement":"state","label":"in the state it begins from","met":false,"detail":"it is Circulated, not \
            Consensus","rule":"lifecycle","subjects":[],"who":[]}
            """
        let rows = [
            """
            {"transition":"confirm","label":"confirm consensus","allowed":false,"to":"consensus","needs":[],"unmet":\
            [\(consensus)]}
            """,
            """
            {"transition":"withdraw","label":"withdraw","allowed":true,"to":"withdrawn","needs":[],"unmet":[]}
            """,
            """
            {"transition":"bless","label":"record SOM's blessing","allowed":false,"to":"som-blessed","needs":[],"unmet":\
            [\(state),\(consensus)]}
            """,
        ]
        let answer = """
            {"ref":"ASEM-2026-0001","state":"circulated","version":6,"checklist":[\
            {"text":"the proposed initiative should be of mutual benefit, and must receive the full consensus of all ASEM \
            partners;","source":"AECF 25","status":"unmet","judged":true,"fields":[{"key":"mutual_benefit","label":\
            "Mutual benefit","filled":true}],"requirements":[\(consensus)]},\
            {"text":"it should contribute to advance the overall objectives and perspectives of the ASEM process;",\
            "source":"AECF 25","status":"declared","judged":true,"fields":[{"key":"contribution","label":"Contribution",\
            "filled":true},{"key":"goals","label":"Goals","filled":false}],"requirements":[]},\
            {"text":"the participation of a large number of ASEM partners must be ensured;","source":"AECF 25","status":\
            "judged","judged":true,"fields":[{"key":"expected_partners","label":"Partners expected","filled":false}],\
            "requirements":[]},\
            {"text":"initiatives should, where suitable, have a counterpart Asian and European partner;","source":\
            "AECF 25","status":"met","judged":false,"fields":[],"requirements":[]}]}
            """
        return (try rows.map { try JSONObject(json: $0) }, try JSONObject(json: answer))
    }

    /// The refusal of `confirm` while not all are heard.
    static func refusal() throws -> Failure {
        Failure(
            .refused, "\"confirm consensus\" is not possible yet: AT, BE and BG are not heard",
            details: ["unmet": .array([.object(try JSONObject(json: consensus))])])
    }
}
