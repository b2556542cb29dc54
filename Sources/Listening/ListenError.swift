/// Why a server could not start to listen.
package struct ListenError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
    /// Whether the address itself is wrong, whatever the machine is like.
    package let isMisuse: Bool
    /// Whether another program listens there already.
    package let isTaken: Bool

    package init(_ description: String, isMisuse: Bool = false, isTaken: Bool = false) {
        self.description = description
        self.isMisuse = isMisuse
        self.isTaken = isTaken
    }
}
