import CanonicalJSON
import DefinitionFiles
import Lifecycle
import LineProtocol

@testable import WebPages

/// A proposal in circulation, as the server answers it.
enum Samples {
    static func definition() throws -> LifecycleDefinition {
        let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        return try LifecycleFile.load(root + "/schema/lifecycles/asem-initiative.yaml")
    }

    static let login = Verbs.Auth.End([
        "account": "trial/cp-FR", "forum": "trial", "administrator": false,
        "appointments": [
            ["role": "contact-point", "partner": "FR", "number": 1, "from": "2025-01-01T00:00:00.000000Z"]
        ],
    ])

    static let partners: [ShownPartner] = [
        ShownPartner(["id": "FR", "name": "France", "attributes": ["group": "EU-27", "region": "Europe"]]),
        ShownPartner(["id": "DE", "name": "Germany", "attributes": ["group": "EU-27", "region": "Europe"]]),
        ShownPartner(["id": "JP", "name": "Japan", "attributes": ["group": "NESA", "region": "Asia"]]),
    ]

    static func proposal() throws -> ShownProposal {
        ShownProposal([
            "ref": "TRIAL-2026-0002", "forum": "trial", "title": "Flood warnings <across> borders",
            "state": "circulated",
            "state_label": "Circulated", "origin": "live", "mark": "TRIAL",
            "recorded_at": "2026-11-21T23:57:50.574981Z",
            "fields": [
                "title": "Flood warnings <across> borders", "objective": "To warn in time.\nEverywhere.",
                "guidance": ["https://example.org/a", "javascript:alert(1)"],
                "cost": ["amount": "42000.00", "currency": "EUR"],
                "organisers": [["partner": "DE", "body": "Ministry \"A\""], ["partner": "JP"]], "starts": "2027-03-01",
                "ends": "2027-03-03",
            ], "version": 4, "revision": 2, "proposer": "DE", "track": "work-programme",
            "text_digest": "92b0c8c73ee109e5c188e2bc8ec3c00b57e2fb786b3f15157f1c4128ef7fae1e", "round": 1,
            "round_open": true,
            "closes": "2035-06-30T12:00:00.000000Z", "roster": 3, "not_heard": ["FR"], "acknowledged": ["JP"],
            "positions": [
                "support": [["partner": "DE", "decided_at": "2026-11-21T23:57:50.574981Z"]],
                "objection": [
                    [
                        "partner": "JP", "reason": "Too \"soon\"", "resolves": "A later day", "late": true,
                        "decided_at": "2026-11-20T09:00:00.000000Z",
                    ]
                ],
            ],
            "rounds": [
                [
                    "number": 1, "opened_at": "2026-11-21T23:57:50.574981Z",
                    "decided_at": "2026-11-20T08:00:00.000000Z",
                    "closes": "2035-06-30T12:00:00.000000Z", "roster": 3, "heard": 2, "ended": .null, "revision": 2,
                    "text_digest": "92b0c8c73ee109e5c188e2bc8ec3c00b57e2fb786b3f15157f1c4128ef7fae1e",
                ]
            ],
            "moves": [
                [
                    "transition": "circulate", "version": 2, "decided_at": "2026-11-20T08:00:00.000000Z",
                    "recorded_at": "2026-11-21T23:57:50.574981Z",
                ]
            ],
        ])
    }

    /// - Parameter codes: whether what is found comes with its codes.
    static func why(codes: Bool = false) throws -> TypedAnswer<Verbs.Why.Row, Verbs.Why.End> {
        let reasons: JSONValue = [
            ["code": "consensus.heard", "values": ["heard": 1, "roster": 3]],
            ["code": "consensus.notHeard", "values": ["partners": ["FR"]]],
        ]
        let consensus: JSONValue = [
            "requirement": "consensus", "label": "full consensus of all partners", "met": false, "rule": "AECF 25",
            "detail": "1 of 3 partners; not yet heard: FR", "reasons": codes ? reasons : [], "subjects": ["FR"],
            "who": [["role": "contact-point", "partner": "FR", "holders": ["trial/cp-FR"], "vacant": false]],
        ]
        return TypedAnswer(
            rows: [
                Verbs.Why.Row([
                    "transition": "confirm", "label": "confirm consensus", "to": "consensus", "allowed": false,
                    "needs": [consensus], "unmet": [consensus],
                ])
            ],
            end: Verbs.Why.End([
                "ref": "TRIAL-2026-0002", "state": "circulated", "version": 4,
                "checklist": [
                    [
                        "text": "it should be of mutual benefit;", "source": "AECF 25", "status": "unmet",
                        "judged": true,
                        "fields": [["key": "mutual_benefit", "label": "Mutual benefit", "filled": false]],
                        "requirements": [consensus],
                    ],
                    ["text": "duplication should be avoided;", "source": "AECF 25", "status": "met"],
                ], "hints": ["a draft of another partner has a title much like this one"],
            ]))
    }

    static func inbox() throws -> [Verbs.Inbox.Row] {
        [
            Verbs.Inbox.Row([
                "ref": "TRIAL-2026-0002", "title": "Flood warnings <across> borders", "state": "circulated",
                "what": "position",
                "why": "FR is not yet heard in round 1",
                "reasons": [["code": "inbox.position", "values": ["partner": "FR", "round": 1]]], "partner": "FR",
                "closes": "2035-06-30T12:00:00.000000Z",
                "since": "2026-11-21T23:57:50.574981Z", "mark": "TRIAL",
            ]),
            Verbs.Inbox.Row([
                "ref": "TRIAL-2026-0001", "title": "Reading rivers", "state": "drafted", "what": "circulate",
                "why": "not filled: Goals",
                "reasons": [["code": "form-complete.notFilled", "values": ["fields": ["Goals"]]]],
                "transition": "circulate", "possible": false, "overdue": true,
                "missing": [
                    ["requirement": "form-complete", "label": "title and organisers", "detail": "not filled: Goals"]
                ],
            ]),
        ]
    }
}
