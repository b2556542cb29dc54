/// The answer that is kept with a key.
package struct AuditedAnswer: Sendable, Hashable {
    package var key: String
    package var account: String
    /// Nil where it was erased or never kept.
    package var answer: [UInt8]?
    /// The position of the request's first event.
    package var position: Int64?

    package init(key: String, account: String, answer: [UInt8]?, position: Int64?) {
        self.key = key
        self.account = account
        self.answer = answer
        self.position = position
    }
}
