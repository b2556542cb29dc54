package import Proposals
package import Record

/// What an audit found, and how much it compared.
package struct AuditReport: Sendable {
    package var forum: String
    /// The first place that differs; nil where none does.
    package var finding: AuditFinding?
    package var events: Int64
    /// How many of the events were signed.
    package var signed: Int64
    package var checkpoints: Int
    package var cosignatures: Int
    /// The cosignatures by witnesses whom the policy does not name.
    package var strangers: Int
    package var proposals: Int64
    package var documents: Int
    package var personal: Int64
    package var answers: Int64
    /// The key that signs the record; nil where nobody does.
    package var key: NoteKey?
    /// The appointments that lack what their role is held for.
    package var misheld: [Misheld]
    /// Where it began; nil where it compared everything.
    package var start: AuditCursor?
}
