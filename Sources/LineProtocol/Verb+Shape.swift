extension Verb {
    /// The arguments this verb takes: the one table of verbs.
    package var shape: VerbShape {
        switch self {
        case .auth: VerbShape(.session, object: .required, does: "Logs in with a token.")
        case .ping: VerbShape(.session, does: "Answers OK with the server's time.")
        case .cancel: VerbShape(.session, ["tag"], does: "Ends a watch, or a read that is still open.")
        case .quit: VerbShape(.session, does: "Answers the open requests, then closes the connection.")
        case .draft: VerbShape(.write, ["forum"], object: .required, does: "Starts a proposal.")
        case .revise: VerbShape(.write, ["ref"], object: .required, does: "Changes fields of a proposal.")
        case .contest: VerbShape(.write, ["ref"], object: .optional, does: "Makes an editorial revision substantive.")
        case .advance: VerbShape(.write, ["ref", "transition"], object: .optional, does: "Takes a transition.")
        case .position:
            VerbShape(
                .write, ["ref", .choice("stance", Verb.stances)], object: .optional,
                does: "Takes, changes, relays or retracts a partner's position.")
        case .ack: VerbShape(.write, ["ref"], object: .optional, does: "Acknowledges receipt of a circulation.")
        case .record:
            VerbShape(.write, ["ref", "fact"], object: .optional, does: "Records a fact of the lifecycle.")
        case .publish: VerbShape(.write, ["ref"], object: .required, does: "Records that fields were published.")
        case .implemented:
            VerbShape(
                .write, ["ref"], object: .required, does: "Records that the activity was held, moved or called off.")
        case .invite:
            VerbShape(.write, ["ref"], object: .required, does: "Proposes, or decides on, an outside invitee.")
        case .note: VerbShape(.write, ["ref"], object: .required, does: "Adds a note to the history.")
        case .deadline:
            VerbShape(.write, ["ref"], object: .required, does: "Sets a round's deadline, or moves it later.")
        case .migrate:
            VerbShape(
                .write, ["ref"], object: .required,
                does: "Moves a proposal to a later version of its lifecycle, as a plan says.")
        case .file:
            VerbShape(
                .write, ["ref"], object: .required, does: "Sends a part of a document; with its last part it is filed.")
        case .show:
            VerbShape(
                .read, ["ref"], options: [.number("round")],
                does: "Shows a proposal as it is now, or what was said in one of its rounds.")
        case .list:
            VerbShape(
                .read, ["forum"],
                options: [
                    "state", "partner", "region", "track", "focus_area", "origin", "from", "to", "after", .limit,
                ], does: "Lists proposals.")
        case .search:
            VerbShape(
                .read, ["forum"], options: ["after", .limit], object: .required,
                does: "Finds proposals by the words in {\"text\"}.")
        case .inbox:
            VerbShape(.read, ["forum?"], options: ["after", .limit], does: "Lists what is waiting for the caller.")
        case .why:
            VerbShape(
                .read, ["ref", "transition?"], object: .optional,
                does: "Says what each transition still needs, and from whom.")
        case .history:
            VerbShape(.read, ["ref"], options: [.number("after"), .limit], does: "Lists a proposal's events in order.")
        case .replay:
            VerbShape(
                .read, ["ref"], options: [.number("version"), "at"], does: "Shows a proposal as it was.")
        case .fetch:
            VerbShape(
                .read, ["ref", "digest"], options: [.number("offset")],
                does: "Sends a part of a filed document.")
        case .watch:
            VerbShape(
                .read, ["forum?"], options: ["after", "ref"], does: "Sends each event from a cursor on, until CANCEL.")
        case .view:
            VerbShape(
                .read, ["forum", "view?"], options: ["at", "on", "format"], object: .optional,
                does: "Lists a forum's views, or shows one.")
        case .migration:
            VerbShape(
                .read, ["forum", "lifecycle"],
                options: [.number("from"), .number("to"), "after", .limit], object: .optional,
                does: "Plans the migration of running proposals to a later version.")
        case .meeting:
            VerbShape(.writeWithObject, ["forum", "meeting"], object: .optional, does: "Shows or sets a meeting.")
        case .meetings:
            VerbShape(.read, ["forum"], options: ["kind", "from", "to", "after", .limit], does: "Lists meetings.")
        case .held:
            VerbShape(.write, ["forum", "meeting"], object: .required, does: "Records when a meeting was held.")
        case .partners: VerbShape(.read, ["forum"], options: ["at"], does: "Lists partners.")
        case .partner:
            VerbShape(.writeWithObject, ["forum", "partner"], object: .optional, does: "Shows or sets a partner.")
        case .lifecycle:
            VerbShape(
                .writeWithObject, ["forum", "lifecycle?"], options: [.number("version")], object: .optional,
                does: "Shows or loads a lifecycle.")
        case .forums:
            VerbShape(.read, options: ["closed"], does: "Lists the forums that the caller may see.")
        case .forum:
            VerbShape(.writeWithObject, ["forum"], object: .optional, does: "Shows or sets a forum, or closes a trial.")
        case .account:
            VerbShape(.write, ["forum"], object: .required, does: "Creates an account with its appointments.")
        case .accounts: VerbShape(.read, ["forum"], options: ["after", .limit], does: "Lists accounts.")
        case .token: VerbShape(.write, ["account"], object: .optional, does: "Issues a token, shown once.")
        case .revoke: VerbShape(.write, ["account"], object: .optional, does: "Revokes an account's tokens.")
        case .appoint:
            VerbShape(.write, ["forum", "account"], object: .required, does: "Adds or ends an appointment.")
        case .key:
            VerbShape(
                .writeWithObject, ["account"], object: .optional,
                does: "Lists the keys with which an account signs acts, or registers or ends one.")
        case .import: VerbShape(.write, ["forum"], object: .required, does: "Imports one proposal from elsewhere.")
        case .listing:
            VerbShape(
                .write, ["forum", "group"], object: .required, does: "Draws up or submits a group's list for a year.")
        case .contact:
            VerbShape(
                .write, ["forum"], object: .required, does: "Sets or ends a contact point, or circulates them all.")
        case .checkpoint:
            VerbShape(
                .read, ["forum"], options: [.number("size"), "witnessed"],
                does: "Shows a signed checkpoint and who cosigned it.")
        case .proof:
            VerbShape(
                .read, ["forum"],
                options: [.number("from"), .number("to"), .number("position"), .number("size")],
                does: "Sends a proof of consistency or of inclusion.")
        case .cosign: VerbShape(.deposit, ["forum"], object: .required, does: "Accepts a witness's cosignature.")
        case .export:
            VerbShape(
                .read, ["subject"], options: ["witnessed"], does: "Sends a bundle of a forum or of a proposal.")
        case .audit: VerbShape(.read, ["forum"], options: ["after"], does: "Compares what is stored with its events.")
        }
    }

    /// Whether the verb concerns the connection alone and is understood before a login.
    package var isOpen: Bool { self == .auth || self == .ping || self == .quit }

    /// Whether a stranger, before a login, is answered too: with what was published, and with what witnesses need.
    package var isPublic: Bool {
        let verbs: [Verb] = [.show, .list, .forums, .view, .checkpoint, .proof, .cosign]
        return verbs.contains(self)
    }

    /// The words of POSITION.
    package static let stances = ["support", "no-objection", "reservation", "objection", "retracted"]
}
