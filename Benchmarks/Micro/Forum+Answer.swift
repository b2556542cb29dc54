import BenchmarkTexts
import CanonicalJSON

extension Forum {
    /// An object as SHOW answers it, of some 12 KB: the text of a proposal, and a position of each partner.
    static var answer: JSONObject {
        var random = SplitMix64(seed: 3)
        let positions = partners.map { partner -> JSONValue in
            [
                "partner": .string(partner), "stance": "support", "reason": .string(BenchmarkText.reason(&random)),
                "decided_at": "2026-03-10T09:00:00.000000Z", "recorded_at": "2026-03-10T09:00:00.000000Z",
                "by": ["account": .string("asem/contact-point-\(partner)"), "office": .string("contact-point")],
            ]
        }
        return [
            "ref": .string(ref), "state": "circulated", "version": 55, "fields": .object(BenchmarkText.fields(&random)),
            "positions": ["support": .array(positions)], "not_heard": [],
        ]
    }
}
