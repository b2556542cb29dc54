import CanonicalJSON
import Testing

@testable import LineProtocol

/// An unknown effect is found out by repeating a write only where it has a key.
@Suite("Repeating") struct RepeatingTests {
    private func request(_ verb: Verb, key: String?) -> Request {
        let values = [
            "ref": "ASEM-2026-0007", "forum": "asem", "account": "asem/leader", "meeting": "SOM-1", "partner": "VN",
        ]
        let arguments = verb.shape.positionals.map { values[$0.name] ?? "x" }
        return Request(tag: RequestTag(number: 1), verb: verb, arguments: arguments, key: key, object: [:])
    }

    private static let writes = Verb.allCases.filter {
        $0.shape.access == .write || $0.shape.access == .writeWithObject
    }

    @Test("who sent no key is never told to send the same again, of no verb", arguments: writes)
    func withoutAKey(_ verb: Verb) {
        for code in [ErrorCode.effectUnknown, .internal] {
            let failure = Failure(code, "the server stopped", details: ["more": 1])
            let told = failure.told(of: request(verb, key: nil))
            #expect(told.retry == .fresh && told.effect == .unknown && told.code == code)
            #expect(told.message == "the server stopped" && told.object["more"] == 1)
            #expect(told.advice.hasPrefix("Look first whether it was written ("), "\(told.advice)")
            #expect(!told.advice.contains("()") && !told.advice.contains(" )"), "\(told.advice)")
            #expect(failure.told(of: request(verb, key: "k")) == failure)
        }
        // What certainly was not done may be sent again.
        let down = Failure(.storeUnavailable, "the database is out of reach")
        #expect(down.told(of: request(verb, key: nil)) == down)
    }

    @Test("the place to look is a request")
    func places() {
        func advice(_ verb: Verb) -> String {
            Failure(.effectUnknown, "").told(of: request(verb, key: nil)).advice
        }
        #expect(advice(.note).contains("(HISTORY ASEM-2026-0007)"))
        #expect(advice(.draft).contains("(LIST asem)"))
        #expect(advice(.meeting).contains("(MEETING asem SOM-1)"))
        #expect(advice(.token).contains("(ACCOUNTS asem)"))
    }

    @Test("a read has no effect, whatever became of it")
    func reads() {
        let request = Request(tag: RequestTag(number: 1), verb: .show, arguments: ["ASEM-2026-0007"])
        let told = Failure(.internal, "it failed").told(of: request)
        #expect(told.retry == .same && told.effect == .none && !told.advice.contains("key"))
    }
}
