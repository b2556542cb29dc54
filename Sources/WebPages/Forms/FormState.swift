import CanonicalJSON
import CivilTime
package import LineProtocol

/// What a form of a page carries besides what is typed: the key under which it takes effect once, the version it saw, and, where it comes
/// back, what was typed and what was wrong.
package struct FormState: Sendable {
    package var key: String
    /// The version of the proposal, or of the registry, that the form was made from.
    package var seen: Int?
    package var typed: FormValues?
    /// What is wrong, by the name of a control.
    package var faults: [String: String] = [:]
    /// Why it was refused.
    package var failure: Failure?
    /// What happened to the proposal, or in the registry, since the version that the form saw.
    package var meanwhile: [ShownEvent] = []

    package init(key: String, seen: Int? = nil) {
        self.key = key
        self.seen = seen
    }

    /// The names of what every form carries.
    package static let keyName = "key"
    package static let seenName = "seen"
    package static let tokenName = "form"
}

/// The head of a form, as its template reads it: what is wrong, and what changed meanwhile.
struct FormHead: PageContent {
    let action: String
    let key: String
    let seen: String?
    let heading: String?
    let message: String?
    let advice: String?
    let needs: [Need]
    let faults: [String]
    let meanwhile: [String]
    let isStale: Bool

    init(_ state: FormState, action: String, _ words: EventWords?, labels: [String: String] = [:]) {
        self.action = action
        key = state.key
        seen = state.seen.map(String.init)
        let failure = state.failure
        isStale = failure?.code == .versionConflict
        needs = (failure?.unmet ?? []).map { Need($0) }
        heading =
            switch failure?.code {
            case nil: state.faults.isEmpty ? nil : tr("Something has to be put right first")
            case .versionConflict: tr("It changed while you were writing")
            case .refused:
                needs.count == 1
                    ? tr("Refused: one requirement is not met") : tr("Refused: these requirements are not met")
            case .keyReused: tr("This form was sent before")
            default: tr("Not done")
            }
        switch failure {
        case nil: (message, advice) = (nil, nil)
        case _? where isStale:
            message = tr("Nothing was recorded, and what you typed is kept.")
            advice = tr("Look at what happened, then send the form again.")
        case let failure?:
            // What is wrong with one field is told beside its name.
            let isOfField = state.faults.values.contains(PageText.message(failure.message))
            message = isOfField ? nil : FailureWords.reason(failure, atMost: 2000)
            advice = FailureWords.advice(failure)
        }
        faults = state.faults.sorted { $0.key < $1.key }.map { name, fault in
            tr(
                "\(made: labels[name] ?? PageText.label(ofID: String(name.drop { $0 == "f" || $0 == "." }))): \(made: fault)"
            )
        }
        let words = words ?? EventWords(definition: nil, partners: [:])
        meanwhile = state.meanwhile.map { event in
            let told = words.told(event).headline
            let by = event.actor.flatMap { OfficeWords.actor($0) }
            return [told, by, event.recordedAt.map { PageText.minute($0) }].compactMap(\.self).joined(separator: " — ")
        }
    }
}
