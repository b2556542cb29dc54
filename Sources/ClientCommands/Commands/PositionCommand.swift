import ArgumentParser
import CivilTime
import ImportFiles
import Lifecycle
import LineProtocol
import Proposals
import Record
import Terminal

/// `chancery position`
struct PositionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "position",
        abstract: "Take, change, relay or retract a partner's position.",
        discussion: """
            STANCE is support, no-objection, reservation, objection or retracted. A coordinator relays the position of a \
            partner of its group with --relayed-from and either --digest or --letter (the file that the position came in).

            Examples:
              chancery position ASEM-2026-0001 support
              chancery position ASEM-2026-0001 reservation \\
                  --reason "Parliament must agree." --resolves "Its vote in May."
              chancery position ASEM-2026-0001 no-objection --partner TH \\
                  --relayed-from "Note 12/2026" \\
                  --received-at 2026-03-04 --letter note.pdf
              chancery position ASEM-2026-0001 support --decided-at 2026-03-02 \\
                  --decided-by "contact-point of TH" --decided-from "Minute 3/2026" \\
                  --decided-letter minute.pdf
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var decided: DecidedOption

    @Argument(help: "The proposal.", completion: Completing.refs)
    var ref: String

    @Argument(help: "The stance.", completion: .list(Verbs.Position.stances))
    var stance: String

    @Option(
        help: ArgumentHelp(
            "The partner, by id or name, if you speak for several or relay a position.", valueName: "partner"))
    var partner: String?

    @Option(help: ArgumentHelp("Why. Required for a reservation or an objection.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("What would lift it.", valueName: "text"))
    var resolves: String?

    @Option(help: ArgumentHelp("Take the position only if this round is open.", valueName: "number"))
    var round: Int64?

    @Option(
        help: ArgumentHelp("Take the position only on the text whose digest starts with this.", valueName: "digest"))
    var text: String?

    @Option(help: ArgumentHelp("The position is on this invitation, not on the proposal.", valueName: "number"))
    var invitation: Int64?

    @Option(help: ArgumentHelp("What the relayed position came in: a note, a mail.", valueName: "text"))
    var relayedFrom: String?

    @Option(help: ArgumentHelp("When it came: an instant or a day. Default: now.", valueName: "instant"))
    var receivedAt: String?

    @Option(help: ArgumentHelp("The SHA-256 of the note or mail.", valueName: "hex"))
    var digest: String?

    @Option(
        help: ArgumentHelp("The file of the note or mail; only its SHA-256 is sent.", valueName: "file"),
        completion: .file())
    var letter: String?

    mutating func validate() throws {
        if RefText.isLike(stance), let meant = CommandAdvice.stance(ref) {
            throw ValidationError("The proposal comes first; did you mean: chancery position \(stance) \(meant)")
        }
        guard let meant = CommandAdvice.stance(stance) else {
            throw ValidationError(
                "There is no stance \"\(stance)\"" + NearWord.advice(stance, among: Verbs.Position.stances)
                    + " It is one of \(Verbs.Position.stances.joined(separator: ", ")).")
        }
        stance = meant
        let isRelayed = relayedFrom != nil
        guard isRelayed || (receivedAt == nil && digest == nil && letter == nil) else {
            throw ValidationError("--received-at, --digest and --letter go with --relayed-from only.")
        }
        guard !isRelayed || (digest == nil) != (letter == nil) else {
            throw ValidationError("A relayed position needs --digest or --letter.")
        }
        guard !isRelayed || partner != nil else { throw ValidationError("Add --partner to say whose position it is.") }
    }

    func run() async throws {
        var position = Verbs.Position()
        position.ref = ref
        position.stance = Stance(rawValue: stance)
        position.reason = reason
        position.resolves = resolves
        position.round = round.map { Int($0) }
        position.text = text
        position.invitation = invitation.map { Int($0) }
        position.decided = try Decided(decided)
        position.relayed = try relayedFrom.map { try relayed($0) }
        try await ClientSession.with(connection) { [position] session in
            var position = position
            position.partner = try await session.partner(partner, of: ref)
            let answer = try await session.write(position, write)
            let taken = TakenWord("--partner", partner, position.partner)
            try session.printWrite(answer, taken: [taken].compactMap { $0 })
        }
    }

    private func relayed(_ from: String) throws -> Verbs.Position.Relayed {
        var digest = self.digest ?? ""
        if let letter {
            do {
                digest = Digest.sha256(try LocalFile.bytes(letter)).hex
            } catch {
                throw CommandFailure.usage("\(TerminalText.line(letter)) \(error.sentence)")
            }
        }
        let received = try Instant(option: receivedAt ?? Console.current.now().description, "--received-at")
        return Verbs.Position.Relayed(from: from, receivedAt: received, digest: digest)
    }
}
