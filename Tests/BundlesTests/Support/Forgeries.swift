import CanonicalJSON
import CivilTime
import Proposals
import Record
import Testing

@testable import Bundles

extension DamageTests {
    /// Records that somebody forged who has the database and the log's key.
    static func forgeries(of recorded: RecordedWorld) throws -> [RecordedWorld] {
        let record = recorded.record
        let position = try #require(record.lastIndex { $0.event.kind == .positionTaken })
        let bless = try #require(record.lastIndex { $0.event.kind == .moved })
        let held = try #require(record.lastIndex { $0.event.kind == .meetingHeld })
        let leader = try #require(
            record.firstIndex {
                $0.event.kind == .appointmentMade
                    && $0.event.data["account"]?.string?.hasSuffix("som-leader-DE") == true
            })
        let circulated = try #require(record.firstIndex { $0.event.kind == .moved })
        let changes: [(inout [SealedEvent]) -> Void] = [
            { $0[position] = $0[position].changed { $0.data["stance"] = "objection" } },
            { $0.remove(at: position) },
            { $0.swapAt(position, position - 1) },
            {
                $0.remove(at: held)
                $0.rechain("registry")
            },
            {
                $0.remove(at: position)
                $0.rechain(World.ref)
            },
            {
                $0.remove(at: leader)
                $0.rechain("registry")
            },
            {
                $0[bless] = $0[bless].changed {
                    $0.actor = Actor(account: "asem-trial/contact-point-DE", office: .contactPoint("DE"))
                }
            },
            { $0[bless] = $0[bless].changed { $0.to = "reported" } },
            { $0[bless] = $0[bless].changed { $0.from = "drafted" } },
            { $0[bless] = $0[bless].changed { $0.forum = "other" } },
            { $0[bless] = $0[bless].changed { $0.data["transition"] = "no-such" } },
            {
                $0[bless] = $0[bless].changed {
                    $0.actor = Actor(account: "asem-trial/som-leader-FR", office: .somLeader("FR"))
                }
            },
            { $0[bless] = $0[bless].changed { $0.actor = .server } },
            { $0[bless] = $0[bless].changed { $0.kind = .noted } },
            { $0[bless] = $0[bless].changed { $0.kind = .meetingHeld } },
            { $0[bless] = $0[bless].changed { $0.decidedAt = $0.recordedAt.advanced(byMicroseconds: 1) } },
            { $0[bless] = $0[bless].changed { $0.recordedAt = Instant(microseconds: 0) } },
            { $0[bless] = $0[bless].changed { $0.decidedAt = World.instant("2026-03-01T10:00:00Z") } },
            // The roster of the circulation is cut down to those who agreed.
            {
                $0[circulated] = $0[circulated].changed {
                    guard var round = $0.data["round"]?.object else { return }
                    round["roster"] = .array(Array((round["roster"]?.array ?? []).prefix(3)))
                    $0.data["round"] = .object(round)
                }
                $0.rechain(World.ref)
            },
        ]
        return try changes.map { change in try recorded.forged(change) }
    }

    /// A record whose blessing says that it was recorded so many hours from when it was; the witnesses saw the record just before and
    /// right after it.
    static func backDated(_ recorded: RecordedWorld, hours: Int64) throws -> RecordedWorld {
        let bless = try #require(recorded.record.lastIndex { $0.event.kind == .moved })
        var forged = try recorded.forged { record in
            record[bless] = record[bless].changed {
                $0.recordedAt = $0.recordedAt.advanced(byMicroseconds: hours * Instant.microsecondsPerHour)
                if hours < 0 { $0.decidedAt = $0.recordedAt }
            }
        }
        let whole = forged.record
        let seconds = recorded.record[bless].event.recordedAt.microseconds / 1_000_000
        forged = try forged.forged { $0.removeLast($0.count - bless) }
        try forged.sign(at: seconds - 5)
        let before = forged.notes
        forged = try forged.forged { $0 = whole }
        try forged.sign(at: seconds + 5)
        forged.notes = before + forged.notes
        return forged
    }
}

extension SealedEvent {
    /// Another event in the place of this one.
    func changed(_ change: (inout Event) -> Void) -> SealedEvent {
        var event = event
        change(&event)
        return SealedEvent(event)
    }
}

extension [SealedEvent] {
    /// Makes the versions and digests of a stream follow again, as somebody would who has the database.
    mutating func rechain(_ stream: String) {
        var last: SealedEvent?
        for index in indices where self[index].event.stream == stream {
            self[index] = self[index].changed {
                $0.version = (last?.event.version ?? 0) + 1
                $0.previous = last?.digest
            }
            last = self[index]
        }
    }
}
