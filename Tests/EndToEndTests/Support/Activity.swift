import CanonicalJSON

/// The texts of an invented activity that fills the whole form. Nobody ever proposed it.
enum Activity {
    /// Every field that the work-programme track demands, organised by an Asian and a European partner.
    static func complete(_ title: String, organisers: [String] = ["DE", "JP"]) -> JSONObject {
        [
            "title": .string(title), "objective": "To try things out.", "goals": "Two of them.",
            "rationale": "It follows from the guidance.", "guidance": ["A statement"], "outline": "Day one, day two.",
            "location": "Nowhere", "starts": "2099-03-01", "ends": "2099-03-02", "expected_outcomes": "A report.",
            "prime_actors": ["government"], "audience": "Officials", "cost": ["currency": "EUR", "amount": "1500.00"],
            "finance": "The host pays.", "mutual_benefit": "Both regions learn.",
            "contribution": "It adds to the process.",
            "organisers": .array(organisers.map { ["partner": .string($0), "body": "A ministry"] }),
            "expected_partners": 20,
        ]
    }

    /// A title that shares no word of three letters with another number's.
    static func title(_ number: Int) -> String {
        "zz" + String(number, radix: 36) + "a qq" + String(number, radix: 36) + "b"
    }
}
