package import CanonicalJSON

/// The fields of an invented proposal with which it can be circulated on either track of schema/lifecycles/asem-initiative.yaml.
package enum BenchmarkText {
    package static func fields(_ random: inout SplitMix64) -> JSONObject {
        let year = Int.random(in: 2090...2098, using: &random)
        return [
            "title": .string(Vocabulary.words(5, &random)), "pillar": "economic", "focus_areas": [],
            "objective": .string(Vocabulary.words(12, &random) + "."),
            "goals": .string(Vocabulary.words(8, &random) + "."),
            "rationale": "It follows from the guidance.", "guidance": ["A statement"],
            "outline": .string(Vocabulary.words(30, &random) + "."), "location": "Nowhere",
            "starts": .string("\(year)-03-01"), "ends": .string("\(year)-03-02"), "expected_outcomes": "A report.",
            "prime_actors": ["government"], "audience": "Officials",
            "cost": ["currency": "EUR", "amount": "1500.00"], "finance": "The host pays.",
            "mutual_benefit": "Both regions learn.", "contribution": "It adds to the process.",
            "organisers": [["partner": "DE"], ["partner": "JP"]], "expected_partners": 20,
        ]
    }

    /// A reason that no position had before: one that says the same again changes nothing. The event has about 540 bytes.
    package static func reason(_ random: inout SplitMix64) -> String {
        "Reason " + String(random.next(), radix: 36)
    }
}
