import CanonicalJSON
import LineProtocol
import Testing

@testable import WebPages

/// A page that tells a failure has its reason and the advice, each once, in every language and for every code; so has a form that comes back.
@Suite struct FailurePageTests {
    private static let english = "<bdi lang=\"en\" dir=\"ltr\">"

    /// Where failures are told.
    enum Place: CaseIterable {
        case page, form

        func told(_ failure: Failure, faults: [String: String] = [:]) -> String {
            switch self {
            case .page:
                return String(decoding: MessagePage.page(failure).html(in: PageFrame(address: "/")), as: UTF8.self)
            case .form:
                var state = FormState(key: "k")
                (state.failure, state.faults) = (failure, faults)
                var form = RegistryForm("A form", action: "/a", cancel: "/c", submit: "Send")
                form.fields = [.text("role", "Office")]
                let html = String(decoding: form.page(state).html(in: PageFrame(address: "/")), as: UTF8.self)
                // Beside its control a fault is told as well.
                return html.firstRange(of: "<form class=\"sheet\"").map { String(html[..<$0.lowerBound]) } ?? html
            }
        }
    }

    private static func count(_ text: String, in page: String) -> Int {
        page.ranges(of: PageMarks.written(PageEscaping.escaped(text))).count
    }

    private static func message(_ code: ErrorCode) -> String { "what \(code.rawValue) says of this" }

    /// What a place has to say of a failure without a list.
    private static func expected(_ failure: Failure, _ place: Place) -> (reason: String, advice: String) {
        guard failure.code == .versionConflict, place == .form else {
            return (FailureWords.text(failure), FailureWords.advice(failure))
        }
        return (
            tr("Nothing was recorded, and what you typed is kept."),
            tr("Look at what happened, then send the form again.")
        )
    }

    @Test(arguments: PageLanguage.allCases, Place.allCases)
    func everyCodeIsToldOnce(_ language: PageLanguage, _ place: Place) {
        PageReader.$current.withValue(PageReader(language)) {
            for code in ErrorCode.allCases {
                let failure = Failure(code, Self.message(code))
                let page = place.told(failure)
                let (reason, advice) = Self.expected(failure, place)
                #expect(!reason.isEmpty && Self.count(reason, in: page) == 1, "\(code) \(language): \(page)")
                #expect(!advice.isEmpty && Self.count(advice, in: page) == 1, "\(code) \(language): \(page)")
                // Words for programs are no advice for people, and no page says English unless it says that it does.
                #expect(Self.count(code.entry.remedy, in: page) == (advice == code.entry.remedy ? 1 : 0))
                guard language != .english else { continue }
                #expect(!PageMarks.written(advice).contains(Self.english), "\(code) \(language): \(advice)")
                let words = PageText.capital(Self.message(code))
                #expect(
                    page.ranges(of: words).count == page.ranges(of: Self.english + words).count, "\(code) \(page)")
            }
        }
    }

    @Test(arguments: PageLanguage.allCases, Place.allCases)
    func adviceOfItsOwnIsTold(_ language: PageLanguage, _ place: Place) {
        PageReader.$current.withValue(PageReader(language)) {
            for code in ErrorCode.allCases where ![.effectUnknown, .internal, .versionConflict].contains(code) {
                let page = place.told(Failure(code, Self.message(code), advice: "Do it in this way."))
                let told = language == .english ? "Do it in this way." : Self.english + "Do it in this way.</bdi>"
                #expect(page.ranges(of: told).count == 1, "\(code) \(language): \(page)")
            }
        }
    }

    /// A finding of each of these codes; the second is in no catalogue.
    private static let findings = ["move.nothingToUndo", "nobody.knowsThis"]

    @Test(arguments: PageLanguage.allCases, Place.allCases)
    func whatIsNotMetIsToldOnce(_ language: PageLanguage, _ place: Place) {
        PageReader.$current.withValue(PageReader(language)) {
            for code in [ErrorCode.refused, .forbidden] {
                let unmet = Self.findings.map { finding in
                    JSONValue.object([
                        "requirement": "consensus", "label": "full consensus", "met": false,
                        "detail": .string("why \(finding) is not met"),
                        "reasons": [["code": .string(finding), "values": [:]]],
                    ])
                }
                let failure = Failure(code, "the act: why it is not done", details: ["unmet": .array(unmet)])
                let page = place.told(failure)
                for (finding, judged) in zip(Self.findings, failure.unmet) {
                    let words = FindingWords.text(judged) ?? PageMarks.english("why \(finding) is not met")
                    #expect(Self.count(words, in: page) == 1, "\(code) \(language): \(page)")
                }
                #expect(Self.count("why it is not done", in: page) == 0, "\(code) \(language): \(page)")
                #expect(Self.count(FailureWords.advice(failure), in: page) == 1, "\(code) \(language): \(page)")
            }
        }
    }

    @Test(arguments: PageLanguage.allCases) func whatIsWrongWithAFieldIsToldOnce(_ language: PageLanguage) {
        PageReader.$current.withValue(PageReader(language)) {
            let failure = Failure(.badField, "\"role\": name an office", details: ["field": "role"])
            let page = Place.form.told(failure, faults: ["role": PageText.message(failure.message)])
            #expect(Self.count("\"role\": name an office", in: page) == 1, "\(page)")
            #expect(Self.count(FailureWords.advice(failure), in: page) == 1, "\(page)")
        }
    }
}
