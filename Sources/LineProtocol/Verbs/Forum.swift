extension Verb { package static let forum = Verb(Verbs.Forum.self) }

extension Verbs {
    /// `FORUM`: shows or sets a forum, or closes a trial.
    package struct Forum: VerbRequest {
        package static let name = "FORUM"
        package static let shape = VerbShape(
            .writeWithObject, ["forum"], object: .optional, does: "Shows or sets a forum, or closes a trial.")

        package var forum = ""
        /// Closes a trial.
        package var close = false
        /// Nil shows them.
        package var settings: Settings?

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            var closes: Bool? = close ? true : nil
            try coder.flag("close", &closes)
            if let closes {
                guard closes, !coder.isReading || coder.count == 1 else {
                    throw coder.wrong("close", "a trial is closed by {\"close\":true} alone, and never opened again")
                }
                close = true
                return
            }
            try coder.whole(&settings)
        }

        package static func placeToLook(_ request: Request) -> String {
            "FORUM \(request.forum)"
        }
    }
}
