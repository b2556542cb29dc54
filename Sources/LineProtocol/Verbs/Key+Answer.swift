package import CivilTime
import Lifecycle

extension Verbs.Key: ReadVerb {
    /// A key with which an account's holder signs acts.
    package struct Row: ReplyPart {
        package var number = 0
        /// The line of the public key, as ssh-keygen writes it.
        package var key = ""
        package var fingerprint: String?
        package var from: Instant?
        package var until: Instant?
        /// Whether what is signed with it now counts.
        package var counts = false

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.integer("number", &number)
            coder.text("key", &key)
            coder.orNull("fingerprint", &fingerprint) { $0.text($1, &$2) }
            coder.instant("from", &from)
            coder.orNull("until", &until) { $0.instant($1, &$2) }
            coder.flag("counts", &counts, else: false)
        }
    }

    package struct End: ReplyPart {
        package var account = ""
        package var count = 0

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("account", &account)
            coder.integer("count", &count)
        }
    }
}
