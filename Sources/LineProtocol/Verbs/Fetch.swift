extension Verb { package static let fetch = Verb(Verbs.Fetch.self) }

extension Verbs {
    /// `FETCH`: sends a part of a filed document.
    package struct Fetch: VerbRequest {
        package static let name = "FETCH"
        package static let shape = VerbShape(
            .read, [.ref, "digest"], options: [.number("offset")], does: "Sends a part of a filed document.")

        package var ref = ""
        package var digest = ""
        package var offset: Int?

        package init() {}

        package init(ref: String, digest: String, offset: Int) {
            self.ref = ref
            self.digest = digest
            self.offset = offset
        }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.argument("digest", &digest)
            coder.option("offset", &offset)
        }
    }
}
