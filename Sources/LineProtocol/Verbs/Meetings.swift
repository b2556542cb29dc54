package import CivilTime

extension Verb { package static let meetings = Verb(Verbs.Meetings.self) }

extension Verbs {
    /// `MEETINGS`: lists meetings.
    package struct Meetings: VerbRequest {
        package static let name = "MEETINGS"
        package static let shape = VerbShape(
            .read, ["forum"], options: ["kind", "from", "to", "after", .limit], does: "Lists meetings.")

        package var forum = ""
        package var kind: String?
        package var from: CivilDate?
        package var to: CivilDate?
        package var after: String?
        package var limit: Int?

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            coder.option("kind", &kind)
            try coder.option("from", &from)
            try coder.option("to", &to)
            coder.option("after", &after)
            coder.option("limit", &limit)
        }
    }
}
