extension Verb { package static let file = Verb(Verbs.File.self) }

extension Verbs {
    /// `FILE`: sends a part of a document; with its last part it is filed.
    package struct File: VerbRequest {
        package static let name = "FILE"
        package static let shape = VerbShape(
            .write, [.ref], object: .required, does: "Sends a part of a document; with its last part it is filed.")

        package var ref = ""
        package var document = ""
        package var type = ""
        package var size = 0
        /// The SHA-256 of all its bytes, in hex.
        package var digest = ""
        package var offset: Int?
        /// Bytes of it in base 64; nil asks how far it has come.
        package var data: String?
        /// Gives it up: the parts that came are forgotten.
        package var drop = false

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            try coder.text("name", &document)
            try coder.text("type", &type)
            try coder.integer("size", &size)
            try coder.text("digest", &digest)
            guard !coder.isReading || digest.isDigest else {
                throw coder.wrong("digest", "give the SHA-256 of the bytes as 64 lowercase hex digits")
            }
            try coder.integer("offset", &offset)
            try coder.text("data", &data)
            try coder.flag("drop", &drop)
        }
    }
}
