package import CivilTime

extension Verbs.Checkpoint: ReadVerb {
    package struct End: ReplyPart {
        package var forum: String?
        /// The name of the log.
        package var origin: String?
        /// How many events it is of.
        package var size = 0
        /// Of their tree, in hex.
        package var root: String?
        /// The signed note.
        package var note = ""
        /// The public key that signs the record.
        package var key = ""
        /// By witnesses whom the server's policy names.
        package var cosignatures: [Cosignature] = []
        /// Whether they are a quorum; nil where the policy asks for none.
        package var isWitnessed: Bool?
        /// Why the record is no longer what was signed.
        package var diverged: String?
        /// How it was started again; nil where it never was.
        package var breaks: [Break]?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("forum", &forum)
            coder.text("origin", &origin)
            coder.integer("size", &size)
            coder.text("root", &root)
            coder.text("note", &note)
            coder.text("key", &key)
            coder.parts("cosignatures", &cosignatures, else: [])
            coder.flag("witnessed", &isWitnessed)
            coder.text("diverged", &diverged)
            coder.parts("breaks", &breaks)
        }
    }

    /// That a witness saw it.
    package struct Cosignature: ReplyPart {
        /// As the policy names it.
        package var witness = ""
        package var key = ""
        package var at: Instant?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("witness", &witness)
            coder.text("key", &key)
            coder.instant("at", &at)
        }
    }

    /// The statement with which an epoch of the record began.
    package struct Break: ReplyPart {
        package var epoch = 0
        package var begunAt: Instant?
        /// The public key of the epoch before.
        package var oldKey = ""
        /// The signed note.
        package var note = ""

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.integer("epoch", &epoch)
            coder.instant("begun_at", &begunAt)
            coder.text("old_key", &oldKey)
            coder.text("note", &note)
        }
    }
}
