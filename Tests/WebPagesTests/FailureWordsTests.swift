import CanonicalJSON
import LineProtocol
import Testing

@testable import WebPages

/// What a page says of a failure: by the codes of what is not met, else by the failure's own code, else in English, which says so.
@Suite struct FailureWordsTests {
    private static func refusal(_ codes: String...) -> Failure {
        let unmet = codes.map { code in
            JSONValue.object([
                "requirement": "consensus", "label": "full consensus", "met": false, "detail": "English",
                "reasons": [["code": .string(code), "values": ["partners": ["FR"]]]],
            ])
        }
        return Failure(.refused, "the act is refused", advice: "Meet them.", details: ["unmet": .array(unmet)])
    }

    private static func inFrench(_ failure: Failure) -> (text: String, advice: String) {
        PageReader.$current.withValue(PageReader(.french)) {
            (FailureWords.text(failure), FailureWords.advice(failure))
        }
    }

    private static let english = "<bdi lang=\"en\" dir=\"ltr\">"

    @Test func aRefusalIsToldByItsFindings() {
        let told = Self.inFrench(Self.refusal("consensus.notHeard", "move.nothingToUndo"))
        #expect(told.text == "Pas encore entendus\u{A0}: FR\u{A0}; il n’y a pas d’acte à annuler.")
        #expect(PageMarks.written(told.advice) == Self.english + "Meet them.</bdi>")
    }

    @Test func whereOneFindingHasNoSentenceAllIsEnglish() {
        let told = Self.inFrench(Self.refusal("consensus.notHeard", "consensus.unknown"))
        #expect(PageMarks.written(told.text) == Self.english + "The act is refused</bdi>")
        #expect(PageMarks.written(told.advice) == Self.english + "Meet them.</bdi>")
    }

    @Test func whatHasNoFindingsIsToldByItsCode() {
        let told = Self.inFrench(Failure(.storeUnavailable, "the database is out of reach: a host"))
        #expect(told.text == "Ce dont cela dépend est hors d’atteinte en ce moment.")
        #expect(told.advice == "Attendez un instant, puis réessayez.")
        let other = Self.inFrench(Failure(.badField, "a view cannot be written so", advice: "Choose another."))
        #expect(PageMarks.written(other.text) == Self.english + "A view cannot be written so</bdi>")
        #expect(PageMarks.written(other.advice) == Self.english + "Choose another.</bdi>")
    }

    @Test func thatNothingIsThereKeepsItsReason() {
        let told = Self.inFrench(Failure(.notFound, "TRIAL-2026-0001 has no event that early"))
        #expect(PageMarks.written(told.text) == Self.english + "TRIAL-2026-0001 has no event that early</bdi>")
        #expect(told.advice == "Vérifiez l’adresse.")
    }

    @Test func whyThereIsNoCheckpointIsTold() {
        func why(_ message: String) -> String {
            PageReader.$current.withValue(PageReader(.french)) {
                PageMarks.written(FailureWords.noCheckpoint(Failure(.notFound, message)))
            }
        }
        #expect(why("there is no checkpoint of trial yet: this server has no signer").hasPrefix("Ce serveur"))
        #expect(why("there is no checkpoint of trial yet").hasPrefix("Aucun point de contrôle"))
        let other = why("there is no checkpoint of trial yet: another key signs this record: k")
        #expect(other.hasPrefix(Self.english + "There is") && other.contains("another key"))
    }

    @Test func inEnglishTheServersOwnWordsAreTold() {
        let refusal = Self.refusal("consensus.notHeard")
        #expect(FailureWords.text(refusal) == "The act is refused")
        #expect(FailureWords.advice(refusal) == "Meet them.")
    }
}
