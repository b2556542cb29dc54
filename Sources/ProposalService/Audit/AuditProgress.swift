/// How far an audit has come.
package struct AuditProgress: Sendable {
    /// Which part it is at: `record`, `cosignatures`, `epochs`, `proposals`, `personal`, `documents`, `answers` or `registry`.
    package var stage: String
    package var done: Int64
    package var total: Int64
    /// Where a later audit can go on.
    package var cursor: AuditCursor
}
