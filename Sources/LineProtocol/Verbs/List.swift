package import CivilTime

extension Verb { package static let list = Verb(Verbs.List.self) }

extension Verbs {
    /// `LIST`: lists proposals.
    package struct List: VerbRequest {
        package static let name = "LIST"
        package static let shape = VerbShape(
            .read, ["forum"],
            options: [
                "state", "partner", "region", "track", "focus_area", "origin", "from", "to", .ref("after"), .limit,
            ], does: "Lists proposals.")
        package static let admission = Admission.strangers

        package var forum = ""
        package var states: [String]?
        package var partner: String?
        package var region: String?
        package var track: String?
        package var focusArea: String?
        package var origin: String?
        package var from: CivilDate?
        package var to: CivilDate?
        package var after: String?
        package var limit: Int?

        package init() {}

        package init(forum: String) { self.forum = forum }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            coder.option("after", &after)
            coder.option("limit", &limit)
            coder.option("state", &states)
            coder.option("partner", &partner)
            coder.option("region", &region)
            coder.option("track", &track)
            coder.option("focus_area", &focusArea)
            coder.option("origin", &origin)
            try coder.option("from", &from)
            try coder.option("to", &to)
        }
    }
}
