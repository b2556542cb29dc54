import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

extension StoredEvent {
    /// The row of a history.
    func json(_ personal: [String: String]) -> JSONObject {
        let event = sealed.event
        return [
            "position": .integer(position), "version": .integer(Int64(event.version)),
            "kind": .string(event.kind.rawValue), "from": .optional(event.from), "to": .optional(event.to),
            "decided_at": .string(event.decidedAt.description), "recorded_at": .string(event.recordedAt.description),
            "actor": .object(event.actor.shown), "data": PersonalData.opening(.object(event.data), personal),
            "digest": .string(sealed.digest), "leaf_hash": .string(StoredEvent.hex(leafHash)),
        ]
    }

    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
