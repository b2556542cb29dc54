import Record

/// The lines that tell how the record was started again after it broke with what was signed.
extension BundleVerifier {
    mutating func beginBreak(_ lines: Int) throws(LineFault) {
        guard (11...200).contains(lines), breaks.count < BundleHeader.checkpointLimit else {
            throw LineFault("a break has 11 to 200 lines")
        }
        noteLines = []
        stage = .breakNote(remaining: lines)
    }

    /// A break is whole: signed by the logs of both epochs, by nobody else, and it goes on from the one before.
    mutating func epochBreak() throws(LineFault) {
        do {
            let note = try SignedNote(parsing: noteLines.reduce(into: []) { $0 += $1 + [0x0A] })
            guard note.isSignedOnly(by: policy.keys) else { throw NoteFault.unknownSigner }
            let found = try EpochBreak(verifying: note, keys: policy.log)
            if let trusted { _ = try EpochBreak(verifying: note) { trusted.log($0) ?? policy.log($0) } }
            guard found.new.origin == EpochBreak.origin(after: found.old.origin),
                breaks.last.map({ $0.new.origin == found.old.origin })
                    ?? (EpochBreak.number(ofOrigin: found.old.origin) == 1)
            else { throw NoteFault.otherOrigin(found.new.origin) }
            breaks.append(found)
        } catch {
            throw LineFault("the break is refused: \(error)")
        }
    }

    /// A record of a later epoch comes with the breaks between it and the first.
    func checkBreaks(upTo checkpoint: Checkpoint) throws(LineFault) {
        let last = breaks.last?.new.origin
        guard last.map({ $0 == checkpoint.origin }) ?? (EpochBreak.number(ofOrigin: checkpoint.origin) == 1) else {
            throw LineFault(
                "how the record came to be \(checkpoint.origin) is missing: a break for each epoch after the first")
        }
    }
}
