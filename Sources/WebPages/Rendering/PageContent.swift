/// What a template reads: a struct, whose members the template names. The compiler writes what walks them (``PageEncoder``), so that a member
/// which is added can be read at once.
protocol PageContent: Encodable, Sendable {}

/// A value as templates take it.
enum PageValue: Sendable {
    /// A member that is nil. No member of the same name further out is taken for it.
    case nothing
    case flag(Bool)
    case number(Int)
    case text(String)
    case list([PageValue])
    case node(PageNode)

    /// Whether there is anything in it, as `{{#hasName}}` asks.
    var isSomething: Bool {
        switch self {
        case .nothing: false
        case .flag(let flag): flag
        case .text(let text): !text.isEmpty
        case .list(let list): !list.isEmpty
        case .number, .node: true
        }
    }
}

/// The members of a struct, by name, in their order. They are few: looking through them takes less than hashing their names would.
struct PageNode: Sendable {
    private var members: [(name: String, value: PageValue)] = []

    mutating func add(_ name: String, _ value: PageValue) {
        if members.isEmpty { members.reserveCapacity(8) }
        members.append((name, value))
    }

    subscript(name: String) -> PageValue? {
        for member in members where member.name == name { return member.value }
        return nil
    }

    /// A member, or, by `hasName`, whether there is anything in `name`.
    subscript(name: TemplateName) -> PageValue? {
        self[name.text] ?? name.subject.flatMap { self[$0] }.map { .flag($0.isSomething) }
    }
}
