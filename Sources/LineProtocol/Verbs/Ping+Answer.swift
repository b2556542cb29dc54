package import CivilTime

extension Verbs.Ping: ReadVerb {
    package struct End: ReplyPart {
        /// The server's time.
        package var now: Instant?

        package init() {}

        package init(now: Instant) { self.now = now }

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.needed("now", &now) { $0.instant($1, &$2) }
        }
    }
}
