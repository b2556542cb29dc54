/// Whose signatures count (C2SP tlog-policy): the logs, the witnesses, and which of them together make a quorum.
package struct WitnessPolicy: Sendable, Hashable {
    /// A log, or a witness under the name that the policy gives it.
    package struct Party: Sendable, Hashable {
        package let name: String
        package let key: NoteKey
        package let url: String?
    }

    /// Witnesses and groups of which so many must have cosigned.
    package struct Group: Sendable, Hashable {
        package let name: String
        package let threshold: Int
        package let members: [String]
    }

    package internal(set) var logs: [Party] = []
    package internal(set) var witnesses: [Party] = []
    package internal(set) var groups: [Group] = []
    /// The witness or group that is needed; nil where none is (`quorum none`).
    package internal(set) var quorum: String?
    /// The lines as they were read.
    package internal(set) var lines: [String] = []

    /// A policy that names nobody and asks for nothing.
    package init() {}

    /// Every key that the policy names.
    package var keys: [NoteKey] { (logs + witnesses).map(\.key) }

    package func log(_ origin: String) -> NoteKey? { logs.first { $0.key.name == origin }?.key }

    /// Whether these witnesses, by their names in the policy, are enough.
    package func isQuorum(_ cosigned: Set<String>) -> Bool {
        guard let quorum else { return true }
        var reached = cosigned.intersection(witnesses.map(\.name))
        for group in groups where group.members.count(where: reached.contains) >= group.threshold {
            reached.insert(group.name)
        }
        return reached.contains(quorum)
    }
}

extension WitnessPolicy {
    /// A checkpoint that a log of the policy signed, and who of its witnesses saw it when.
    package struct Witnessed: Sendable, Hashable {
        package let checkpoint: Checkpoint
        package let log: NoteKey
        /// By the witnesses' names in the policy.
        package let seconds: [String: Int64]
        /// Whether the quorum is reached.
        package let hasQuorum: Bool
        /// The latest time at or after which a quorum saw it: it was the newest then. Nil without witnesses.
        package let quorumSawAfter: Int64?
        /// The earliest time by which a quorum had seen it. Nil without witnesses.
        package let quorumSawBy: Int64?
    }

    /// Checks a note: it is a checkpoint that a log of this policy signed, and what its witnesses' signatures add to that.
    package func check(_ note: SignedNote) throws(NoteFault) -> Witnessed {
        let checkpoint = try Checkpoint(text: note.text)
        guard let log = log(checkpoint.origin) else { throw .otherOrigin(checkpoint.origin) }
        _ = try Checkpoint(verifying: note, signedBy: log)
        var seconds: [String: Int64] = [:]
        for cosignature in try note.cosignatures(by: witnesses.map(\.key)) {
            for witness in witnesses where witness.key == cosignature.key {
                seconds[witness.name] = cosignature.seconds
            }
        }
        let times = Set(seconds.values).sorted()
        let named = quorum != nil
        return Witnessed(
            checkpoint: checkpoint, log: log, seconds: seconds, hasQuorum: isQuorum(Set(seconds.keys)),
            quorumSawAfter: named
                ? times.last { time in isQuorum(Set(seconds.filter { $0.value >= time }.keys)) } : nil,
            quorumSawBy: named
                ? times.first { time in isQuorum(Set(seconds.filter { $0.value <= time }.keys)) } : nil)
    }
}
