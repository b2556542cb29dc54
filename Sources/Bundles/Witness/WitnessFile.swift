package import Record

/// A witness's state on the disk: the last note, and the two notes of a fork.
package struct WitnessFile: Sendable {
    private static let lastName = "last-checkpoint"
    private static let evidenceNames = ["fork-first", "fork-second"]
    private static let kindName = "fork-kind"
    private let folder: DurableFolder

    package init(in folder: DurableFolder) { self.folder = folder }

    /// The state that was kept last. A file that the log's key did not sign is refused.
    package func load(log: NoteKey) throws(FolderFault) -> Witness.State {
        if let kind = try folder.read(WitnessFile.kindName) {
            guard let kind = Witness.Evidence.Kind(rawValue: String(decoding: kind.dropLast(), as: UTF8.self)),
                let first = try note(WitnessFile.evidenceNames[0], log),
                let second = try note(WitnessFile.evidenceNames[1], log)
            else { throw .malformed(path: folder.path, why: "the evidence of a fork is damaged") }
            return .forked(Witness.Evidence(first: first, second: second, kind: kind))
        }
        guard let bytes = try folder.read(WitnessFile.lastName) else { return .nothingSeen }
        guard let end = bytes.firstIndex(of: 0x0A),
            let seconds = Int64(String(decoding: bytes[..<end], as: UTF8.self)),
            let note = try? SignedNote(parsing: Array(bytes[(end + 1)...])),
            let checkpoint = try? Checkpoint(verifying: note, signedBy: log)
        else {
            throw .malformed(
                path: folder.path + "/" + WitnessFile.lastName, why: "it is not a checkpoint signed by \(log.name)")
        }
        return .following(Witness.Seen(note: note, checkpoint: checkpoint, seconds: seconds))
    }

    /// Keeps the state; it is on the disk when this returns.
    package func keep(_ state: Witness.State) throws(FolderFault) {
        switch state {
        case .nothingSeen: return
        case .following(let seen):
            try folder.write(WitnessFile.lastName, Array("\(seen.seconds)\n".utf8) + seen.note.bytes)
        case .forked(let evidence):
            try folder.write(WitnessFile.evidenceNames[0], evidence.first.bytes)
            try folder.write(WitnessFile.evidenceNames[1], evidence.second.bytes)
            try folder.write(WitnessFile.kindName, Array((evidence.kind.rawValue + "\n").utf8))
        }
    }

    private func note(_ name: String, _ log: NoteKey) throws(FolderFault) -> SignedNote? {
        guard let bytes = try folder.read(name), let note = try? SignedNote(parsing: bytes),
            (try? Checkpoint(verifying: note, signedBy: log)) != nil
        else { return nil }
        return note
    }
}
