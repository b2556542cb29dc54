/// Why a database cannot be used as it is: in one sentence what was found, and what to do about it.
package struct StoreSetupError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
