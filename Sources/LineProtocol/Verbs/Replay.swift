package import CivilTime

extension Verb { package static let replay = Verb(Verbs.Replay.self) }

extension Verbs {
    /// `REPLAY`: shows a proposal as it was.
    package struct Replay: VerbRequest {
        package static let name = "REPLAY"
        package static let shape = VerbShape(
            .read, [.ref], options: [.number("version"), "at"], exactlyOneOf: ["version", "at"],
            does: "Shows a proposal as it was.")

        package var ref = ""
        package var version: Int?
        package var at: Instant?

        package init() {}

        package init(ref: String, version: Int? = nil, at: Instant? = nil) {
            self.ref = ref
            self.version = version
            self.at = at
        }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            coder.option("version", &version)
            try coder.option("at", &at)
        }
    }
}
