import CanonicalJSON
import CivilTime
import Proposals
import Record
import Testing

@testable import Bundles

/// Bundles that are not what they say: cut, flipped, put together from other parts, or of a record that was forged and signed anew.
@Suite struct DamageTests {
    /// A forum with so few events that every byte of its bundle can be tried.
    static func tiny() throws -> RecordedWorld {
        var world = World(forum: "example", now: "2026-01-05T08:00:00Z")
        try world.change(
            .setForum(
                ForumSettings(
                    name: "An example", refPrefix: "EX", meetingRole: "usher", accountRole: "warden",
                    auditRole: "reader")))
        try world.change(.admitPartner(Partner(id: "BRG", name: "Brügge", attributes: ["circle": "north"])))
        var recorded = try RecordedWorld(world, witnesses: 1)
        try recorded.sign()
        return recorded
    }

    /// What was lawful before a rule on how texts are written stays lawful: a record of then is sound.
    @Test func whatWasWrittenBeforeARuleIsSound() throws {
        let recorded = try DamageTests.tiny()
        var older = try recorded.forged { record in
            let last = record.count - 1
            record[last] = record[last].changed {
                $0.data["name"] = "Brügge\nand its port"
                $0.data["attributes"] = ["circle": "north\u{202E}\u{AD}"]
            }
        }
        try older.sign()
        let report = try BundleVerifier.verify(try older.bundle(), trusted: older.policy)
        #expect(report.verdict == .sound, "\(report.irregularities)")
    }

    /// Nobody signs the heading. Where it names another forum than the events, nothing in the bundle is believed.
    @Test func aHeadingOfAnotherForumIsRefused() throws {
        let recorded = try BundleTests.reported()
        for ref in [nil, World.ref] {
            var lines = DamageTests.lines(try recorded.bundle(ref))
            #expect(lines[1] == "forum asem-trial")
            lines[1] = "forum asem"
            let bytes = DamageTests.closed(lines)
            let first = SecondVerifierTests.answer(bytes, policy: recorded.policy)
            #expect(first.verdict == "refused" && first.reason?.contains("asem-trial") == true, "\(first)")
            let second = try SecondVerifierTests.answers([bytes], policy: recorded.policy)
            #expect(second.map(\.verdict) == ["refused"], "\(second)")
            #expect(second.first?.reason?.contains("another forum") == true, "\(second)")
        }
    }

    @Test func everyCutAndEveryFlipIsRefused() throws {
        let recorded = try DamageTests.tiny()
        let bytes = try recorded.bundle()
        #expect(try BundleVerifier.verify(bytes, trusted: recorded.policy).verdict == .sound)
        for index in bytes.indices {
            #expect(throws: BundleFault.self) {
                try BundleVerifier.verify(Array(bytes.prefix(index)), trusted: recorded.policy)
            }
            do {
                let mask: UInt8 = [1, 0x20, 0x80][index % 3]
                var damaged = bytes
                damaged[index] ^= mask
                #expect(throws: BundleFault.self, "byte \(index)") {
                    try BundleVerifier.verify(damaged, trusted: recorded.policy)
                }
            }
        }
        #expect(throws: BundleFault.self) {
            try BundleVerifier.verify(bytes + Array("forum x\n".utf8), trusted: recorded.policy)
        }
        #expect(throws: BundleFault.self) { try BundleVerifier.verify(bytes + [0x0A], trusted: recorded.policy) }
        #expect(throws: BundleFault.self) { try BundleVerifier.verify([], trusted: recorded.policy) }
    }

    /// The lines of a bundle without its last, closed anew: what somebody does who knows the format.
    static func closed(_ lines: [String]) -> [UInt8] {
        let body = Array(lines.map { $0 + "\n" }.joined().utf8)
        return body + Array("sha256 \(Digest.sha256(body).hex)\n".utf8)
    }

    static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast(2)
            .map(String.init)
    }

    @Test func everyLineThatIsMissingDoubledOrMovedIsRefused() throws {
        let recorded = try BundleTests.reported()
        for scope in [nil, World.ref] {
            let lines = DamageTests.lines(try recorded.bundle(scope))
            #expect(throws: Never.self) {
                try BundleVerifier.verify(DamageTests.closed(lines), trusted: recorded.policy)
            }
            var sample = Array(lines.indices.prefix(36)) + Array(lines.indices.suffix(12))
            sample += stride(from: 40, to: lines.count, by: 61)
            for index in sample {
                var changed = lines
                changed.remove(at: index)
                refused(changed, recorded, "without line \(index + 1): \(lines[index])")
                // What a policy says does not change with spaces between its words or with the order of its witnesses.
                if lines[index].hasPrefix("policy ") { continue }
                changed = lines
                changed.insert(lines[index], at: index)
                refused(changed, recorded, "line \(index + 1) twice")
                changed = lines
                changed[index] += " "
                refused(changed, recorded, "line \(index + 1) with a space")
                // Nor do signatures stand in an order.
                guard index + 1 < lines.count, lines[index] != lines[index + 1],
                    !(lines[index].hasPrefix("note — ") && lines[index + 1].hasPrefix("note — "))
                else { continue }
                changed = lines
                changed.swapAt(index, index + 1)
                refused(changed, recorded, "lines \(index + 1) and \(index + 2) swapped")
            }
        }
    }

    private func refused(_ lines: [String], _ recorded: RecordedWorld, _ what: String) {
        #expect(throws: BundleFault.self, "\(what)") {
            try BundleVerifier.verify(DamageTests.closed(lines), trusted: recorded.policy)
        }
    }

    @Test func unknownLinesAndSignersAreRefused() throws {
        let recorded = try DamageTests.tiny()
        let lines = DamageTests.lines(try recorded.bundle())
        for line in [
            "comment hello", "event", "events 9999999999999999", "", " ", "policy\t", "personal x y z", "note ",
        ] {
            for index in lines.indices {
                var changed = lines
                changed.insert(line, at: index)
                #expect(throws: BundleFault.self) {
                    try BundleVerifier.verify(DamageTests.closed(changed), trusted: recorded.policy)
                }
            }
        }
        var note = try #require(recorded.notes.last)
        let stranger = try NoteSigner(name: "stranger.example", kind: .cosignature, seed: Array(9...40))
        note.add(try stranger.cosignature(of: note.text, at: 5))
        var other = recorded
        other.notes[other.notes.count - 1] = note
        #expect(throws: BundleFault.self) { try BundleVerifier.verify(try other.bundle(), trusted: recorded.policy) }
    }

    // MARK: forged and signed anew

    /// What the replay finds in a record that the operator forged and signed anew.
    private func findings(_ recorded: RecordedWorld, _ change: (inout [SealedEvent]) -> Void) throws -> [String] {
        var forged = try recorded.forged(change)
        try forged.sign()
        let whole = try BundleVerifier.verify(try forged.bundle(), trusted: recorded.policy)
        #expect(whole.verdict == .faulty)
        return whole.kinds
    }

    @Test func aForgedRecordIsSeenThroughEvenWhenSignedAnew() throws {
        let recorded = try BundleTests.reported()
        let index = try #require(recorded.record.firstIndex { $0.event.kind == .positionTaken })
        let bless = try #require(recorded.record.lastIndex { $0.event.kind == .moved })
        // One position is changed, and nothing after it.
        var found = try findings(recorded) { record in
            record[index] = record[index].changed { $0.data["stance"] = "objection" }
        }
        #expect(found == ["step \(index)", "chain \(index + 1)"])
        // One event is gone.
        found = try findings(recorded) { $0.remove(at: index) }
        #expect(found.first == "chain \(index)")
        // Two are swapped.
        found = try findings(recorded) { $0.swapAt(index, index + 1) }
        #expect(found.first == "chain \(index)")
        // A blessing without the meeting having been held, with every digest after it made anew.
        let held = try #require(recorded.record.lastIndex { $0.event.kind == .meetingHeld })
        found = try findings(recorded) { record in
            record.remove(at: held)
            record.rechain("registry")
        }
        #expect(found == ["step \(bless - 1)"])
        // A position was never taken: consensus and blessing do not follow.
        found = try findings(recorded) { record in
            record.remove(at: index)
            record.rechain(World.ref)
        }
        #expect(found == ["step \(bless - 3)", "step \(bless - 1)"])
        // The leader never held the office.
        let appointment = try #require(
            recorded.record.firstIndex {
                $0.event.kind == .appointmentMade
                    && $0.event.data["account"]?.string?.hasSuffix("som-leader-DE") == true
            })
        found = try findings(recorded) { record in
            record.remove(at: appointment)
            record.rechain("registry")
        }
        #expect(found == ["office \(bless - 1)"])
        // An office that does not bless.
        found = try findings(recorded) { record in
            record[bless] = record[bless].changed {
                $0.actor = Actor(account: "asem-trial/contact-point-DE", office: .contactPoint("DE"))
            }
        }
        #expect(found == ["office \(bless)"])
        // A skipped state.
        found = try findings(recorded) { record in
            record[bless] = record[bless].changed { $0.to = "reported" }
        }
        #expect(found == ["step \(bless)"])
        // An event of another forum.
        found = try findings(recorded) { record in record[bless] = record[bless].changed { $0.forum = "other" } }
        #expect(found == ["form \(bless)"])
        // The act of an account in the future.
        found = try findings(recorded) { record in
            record[bless] = record[bless].changed { $0.decidedAt = $0.recordedAt.advanced(byMicroseconds: 1) }
        }
        #expect(found.contains("step \(bless)"))
    }

    @Test func backDatingIsSeen() throws {
        let recorded = try BundleTests.reported()
        let bless = try #require(recorded.record.lastIndex { $0.event.kind == .moved })
        for (hours, kinds) in [(-1, ["time \(bless)"]), (1, ["time \(bless)"]), (0, [])] as [(Int64, [String])] {
            let forged = try DamageTests.backDated(recorded, hours: hours)
            let report = try BundleVerifier.verify(try forged.bundle(), trusted: recorded.policy)
            #expect(report.kinds == kinds, "\(hours)")
            #expect(try BundleVerifier.verify(try forged.bundle(World.ref), trusted: recorded.policy).kinds == kinds)
            let lax = try BundleVerifier.verify(try forged.bundle(), trusted: recorded.policy, skew: 7200)
            #expect(lax.kinds == [])
        }
    }
}
