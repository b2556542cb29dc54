import ArgumentParser
import CanonicalJSON
import Lifecycle
import LineProtocol
import Proposals
import Record

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

    @Argument(help: "The stance.", completion: .list(Verb.stances))
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
                "There is no stance \"\(stance)\"" + NearWord.advice(stance, among: Verb.stances)
                    + " It is one of \(Verb.stances.joined(separator: ", ")).")
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
        var object = JSONObject()
        object["reason"] = reason.map { .string($0) }
        object["resolves"] = resolves.map { .string($0) }
        object["round"] = round.map { .integer($0) }
        object["text"] = text.map { .string($0) }
        object["invitation"] = invitation.map { .integer($0) }
        try object.setDecided(decided)
        if let relayedFrom { object["relayed"] = try relayed(relayedFrom) }
        try await ClientSession.with(connection) { [object] session in
            var object = object
            object["partner"] = try await session.partner(partner, of: ref).map { .string($0) }
            let answer = try await session.ask(
                .position, [ref, stance], key: write.key, if: write.version, object: object.orNil)
            let taken = TakenWord("--partner", partner, object["partner"])
            session.printWrite(answer.object, taken: [taken].compactMap { $0 })
        }
    }

    private func relayed(_ from: String) throws -> JSONValue {
        var digest = self.digest ?? ""
        if let letter {
            do {
                digest = Digest.sha256(try LocalFile.bytes(letter)).hex
            } catch {
                throw CommandFailure.usage("\(TerminalText.line(letter)) \(error.sentence)")
            }
        }
        let received = try JSONObject.instant(receivedAt ?? Console.current.now().description, "--received-at")
        return ["from": .string(from), "received_at": .string(received), "digest": .string(digest)]
    }
}
