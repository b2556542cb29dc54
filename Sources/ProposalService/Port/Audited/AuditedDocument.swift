/// A stored document, without its bytes.
package struct AuditedDocument: Sendable, Hashable {
    /// As it is stored.
    package var digest: [UInt8]
    /// Whether an event of any forum files it.
    package var isFiled: Bool
    /// Whether one of this forum does.
    package var isFiledHere: Bool

    package init(digest: [UInt8], isFiled: Bool, isFiledHere: Bool) {
        self.digest = digest
        self.isFiled = isFiled
        self.isFiledHere = isFiledHere
    }
}
