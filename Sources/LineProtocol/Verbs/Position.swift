package import Lifecycle

extension Verb { package static let position = Verb(Verbs.Position.self) }

extension Verbs {
    /// `POSITION`: takes, changes, relays or retracts a partner's position.
    package struct Position: VerbRequest {
        package static let name = "POSITION"
        package static let shape = VerbShape(
            .write, [.ref, .choice("stance", stances)], object: .optional,
            does: "Takes, changes, relays or retracts a partner's position.")
        private static let retracted = "retracted"

        /// The words of the stance.
        package static let stances =
            [Stance.support, .noObjection, .reservation, .objection].map(\.rawValue) + [retracted]

        package var ref = ""
        /// Nil is `retracted`: the partner has no position any more.
        package var stance: Stance?
        package var partner: String?
        package var reason: String?
        package var resolves: String?
        /// The round that must be open.
        package var round: Int?
        /// How the digest of the text must begin.
        package var text: String?
        /// The invitation that it is on; nil is the proposal.
        package var invitation: Int?
        package var decided = Decided()
        package var relayed: Relayed?

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("ref", &ref)
            var word = stance?.rawValue ?? Position.retracted
            try coder.argument("stance", &word)
            stance = Stance(rawValue: word)
            guard stance != nil || word == Position.retracted else {
                throw coder.wrong("stance", "use one of \(Position.stances.joined(separator: ", "))")
            }
            try coder.text("partner", &partner)
            try coder.text("reason", &reason)
            try coder.text("resolves", &resolves)
            try coder.integer("round", &round)
            try coder.text("text", &text)
            try coder.integer("invitation", &invitation)
            try coder.decided(&decided)
            var object = relayed?.object
            try coder.object("relayed", &object)
            if coder.isReading, let object { relayed = try Relayed(object) }
        }
    }
}
