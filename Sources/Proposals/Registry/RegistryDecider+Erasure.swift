import CanonicalJSON
import Lifecycle
import Record

/// What only some may do with personal data.
enum ErasureSentence: String, EngineSentence {
    static let room = "erasure"

    case toErase = "erase personal data"
}

extension RegistryDecider {
    /// Erases values beside the record. Which are kept is the caller's to know; where it names none, nothing happens.
    func erase(_ erasure: Erasure) throws(Refusal) -> [EventDraft] {
        let actor = try actor(try opened().accountRole, ErasureSentence.toErase)
        try line(erasure.reason, "reason", limit: 500)
        if let rule = erasure.rule { try line(rule, "rule", limit: 200) }
        guard !erasure.digests.isEmpty else { return [] }
        guard erasure.digests.count <= Erasure.mostAtOnce || context.isRecorded else {
            throw .badField("values", "at most \(Erasure.mostAtOnce) values are erased at once")
        }
        guard Set(erasure.digests).count == erasure.digests.count,
            erasure.digests.allSatisfy({ Digest(hex: $0) != nil })
        else { throw .badField("values", "name each value once, by the 64 digits of its \"id\"") }
        return [event(Event.PersonalErased(erasure: erasure), actor)]
    }
}
