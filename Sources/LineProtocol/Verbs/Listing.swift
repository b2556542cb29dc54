import CanonicalJSON

extension Verb { package static let listing = Verb(Verbs.Listing.self) }

extension Verbs {
    /// `LISTING`: draws up or submits a group's list for a year.
    package struct Listing: VerbRequest {
        package static let name = "LISTING"
        package static let shape = VerbShape(
            .write, ["forum", "group"], object: .required, does: "Draws up or submits a group's list for a year.")

        package var forum = ""
        package var group = ""
        package var year = 0
        /// What is on it, in order; nil where it is submitted.
        package var refs: [String]?
        package var submit = false

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.argument("group", &group)
            try coder.integer("year", &year)
            try coder.flag("submit", &submit)
            var given = refs?.map { JSONValue.string($0) }
            try coder.array("refs", &given)
            guard let given else {
                guard submit else { throw coder.wrong("refs", "give \"refs\" to draw it up, or \"submit\":true") }
                return
            }
            guard !submit else { throw coder.wrong("submit", "draw the list up first, then submit it") }
            guard let texts = JSONValue.array(given).strings else { throw coder.wrong("refs", "give a list of refs") }
            refs = texts
        }
    }
}
