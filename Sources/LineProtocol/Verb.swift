/// What a request asks for; its arguments stand in ``shape``.
package enum Verb: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    // The session.
    case auth = "AUTH"
    case ping = "PING"
    case cancel = "CANCEL"
    case quit = "QUIT"

    // Proposals, written.
    case draft = "DRAFT"
    case revise = "REVISE"
    case contest = "CONTEST"
    case advance = "ADVANCE"
    case position = "POSITION"
    case ack = "ACK"
    case record = "RECORD"
    case publish = "PUBLISH"
    case implemented = "IMPLEMENTED"
    case invite = "INVITE"
    case note = "NOTE"
    case deadline = "DEADLINE"
    case migrate = "MIGRATE"
    case file = "FILE"

    // Proposals, read.
    case show = "SHOW"
    case list = "LIST"
    case search = "SEARCH"
    case inbox = "INBOX"
    case why = "WHY"
    case history = "HISTORY"
    case replay = "REPLAY"
    case fetch = "FETCH"
    case watch = "WATCH"
    case view = "VIEW"
    case migration = "MIGRATION"

    // The registry.
    case meeting = "MEETING"
    case meetings = "MEETINGS"
    case held = "HELD"
    case partners = "PARTNERS"
    case partner = "PARTNER"
    case lifecycle = "LIFECYCLE"
    case forums = "FORUMS"
    case forum = "FORUM"
    case account = "ACCOUNT"
    case accounts = "ACCOUNTS"
    case token = "TOKEN"
    case revoke = "REVOKE"
    case appoint = "APPOINT"
    case `import` = "IMPORT"
    case listing = "LISTING"
    case contact = "CONTACT"

    // The record.
    case checkpoint = "CHECKPOINT"
    case proof = "PROOF"
    case export = "EXPORT"
    case audit = "AUDIT"

    package var description: String { rawValue }
}
