import CanonicalJSON
import Proposals
import Record

/// Where events commit to personal values, and whether what is kept opens them.
struct Commitments {
    /// The event that a commitment stood in first, and whose value it is.
    struct Place {
        let position: Int64
        let subject: String
    }

    private(set) var places: [String: Place] = [:]

    /// Adds those in an event of a proposal, wherever they stand in it.
    mutating func add(_ event: Event, at position: Int64) {
        for commitment in PersonalData.commitments(in: .object(event.data)) {
            add(commitment, Place(position: position, subject: event.stream))
        }
    }

    /// Adds those in an event of a registry, where personal values stand in a few members.
    mutating func add(registered event: Event, at position: Int64) {
        guard case .registry(let type) = event.kind.body, let personal = (try? type.init(event.data))?.personal else {
            return
        }
        for text in personal.commitments where text.hasPrefix(PersonalData.prefix) {
            add(text, Place(position: position, subject: personal.subject))
        }
    }

    private mutating func add(_ commitment: String, _ place: Place) {
        if places[commitment] == nil { places[commitment] = place }
    }

    /// The commitments in the order of their events.
    var inOrder: [String] {
        places.sorted { ($0.value.position, $0.key) < ($1.value.position, $1.key) }.map(\.key)
    }

    /// Checks that what is kept opens a commitment that stands here, and the very one under which it is kept.
    func check(_ kept: AuditedPersonal) throws(AuditFinding) {
        let ref = kept.isOfProposal ? kept.subject : nil
        guard let place = places[kept.commitment], place.subject == kept.subject else {
            throw .beside(
                "the personal value that is kept for \(kept.subject) under \(kept.commitment) opens nothing: no event of "
                    + "\(kept.subject) holds that commitment; find out who entered it, and erase it", of: ref)
        }
        func finding(_ sentence: String) -> AuditFinding {
            .beside(
                "the personal value of \(kept.subject) to which event \(place.position) commits \(sentence)",
                at: place.position, of: ref)
        }
        switch (kept.value, kept.salt, kept.isErased) {
        case (nil, nil, true): return
        case (let value?, let salt?, false):
            let opened = PersonalValue(
                commitment: kept.commitment, salt: salt, value: value, subject: kept.subject)
            guard opened.isIntact else {
                throw finding(
                    "does not open \(kept.commitment): it was changed, or its salt; bring both back from a backup, or "
                        + "erase it")
            }
        default: throw finding("is neither kept nor erased as a whole; erase what is left of it")
        }
    }

    /// That an event commits to something of which nothing is kept, not even that it was erased.
    func lacking(_ commitment: String, isOfProposal: Bool) -> AuditFinding {
        guard let place = places[commitment] else { return .beside("nothing is kept under \(commitment)") }
        return .beside(
            "the personal value of \(place.subject) to which event \(place.position) commits is gone, and nothing says that it "
                + "was erased; bring it back from a backup", at: place.position,
            of: isOfProposal ? place.subject : nil)
    }
}
