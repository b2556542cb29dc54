package import CivilTime
import Lifecycle
package import Proposals

/// The keys of an account's holder, those that ended among them.
package struct SeenKeys: Sendable {
    package var keys: [RegisteredKey]
    package var now: Instant
}
