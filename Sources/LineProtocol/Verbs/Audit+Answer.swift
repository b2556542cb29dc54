package import CivilTime

extension Verbs.Audit: ReadVerb {
    /// How far it has come.
    package struct Row: ReplyPart {
        /// What is being compared.
        package var stage = ""
        package var done = 0
        package var total = 0
        /// Where a later audit can go on.
        package var cursor: String?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("stage", &stage, else: "")
            coder.integer("done", &done, else: 0)
            coder.integer("total", &total, else: 0)
            coder.text("cursor", &cursor)
        }
    }

    /// What was found, and how much was compared.
    package struct End: ReplyPart {
        package var forum = ""
        /// Whether nothing differs.
        package var isSound = false
        package var events = 0
        /// How many of the events were signed.
        package var signed = 0
        package var checkpoints = 0
        package var cosignatures = 0
        /// The cosignatures by witnesses whom the server's policy does not name.
        package var strangers = 0
        package var proposals = 0
        package var documents = 0
        package var personal = 0
        package var answers = 0
        /// The public key that signs the record.
        package var key: String?
        /// Appointments that lack what their role is held for; nil where there is none.
        package var misheld: [Misheld]?
        /// Where it began; nil where it compared everything.
        package var after: String?
        /// The first place that differs.
        package var differs: Difference?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("forum", &forum, else: "")
            coder.flag("sound", &isSound)
            coder.integer("events", &events, else: 0)
            coder.integer("signed", &signed, else: 0)
            coder.integer("checkpoints", &checkpoints, else: 0)
            coder.integer("cosignatures", &cosignatures, else: 0)
            coder.integer("strangers", &strangers, else: 0)
            coder.integer("proposals", &proposals, else: 0)
            coder.integer("documents", &documents, else: 0)
            coder.integer("personal", &personal, else: 0)
            coder.integer("answers", &answers, else: 0)
            coder.orNull("key", &key) { $0.text($1, &$2) }
            coder.parts("misheld", &misheld)
            coder.text("after", &after)
            coder.part("differs", &differs)
        }
    }

    /// An appointment for no partner or no group although its role is held for one.
    package struct Misheld: ReplyPart {
        package var account = ""
        package var number = 0
        package var office: ShownOffice?
        /// `partner` or `group`.
        package var lacks = ""
        package var until: Instant?

        package init() {}

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("account", &account)
            coder.integer("number", &number)
            coder.part("office", &office)
            coder.text("lacks", &lacks)
            coder.orNull("until", &until) { $0.instant($1, &$2) }
        }
    }

    /// A place where what is stored differs from its events.
    package struct Difference: ReplyPart {
        package var sentence = ""
        /// Whether the record itself differs, not only what is made from it.
        package var isOfRecord = false
        /// Of the event that it concerns, where it concerns one.
        package var position: Int?
        /// The proposal that it concerns, where it concerns one.
        package var ref: String?

        package init() {}

        package init(_ sentence: String, isOfRecord: Bool) {
            self.sentence = sentence
            self.isOfRecord = isOfRecord
        }

        package mutating func members(_ coder: inout ReplyCoder) {
            coder.text("sentence", &sentence)
            coder.flag("record", &isOfRecord, else: false)
            coder.integer("position", &position)
            coder.text("ref", &ref)
        }
    }
}
