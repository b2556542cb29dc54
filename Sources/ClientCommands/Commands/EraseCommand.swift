import ArgumentParser
import LineProtocol
import Terminal
import Wording

/// `chancery erase`
struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase personal data that is kept beside the record.",
        discussion: """
            The contacts in a proposal, the name of an account's holder and who that is at identity providers, and the name and \
            address of a contact point are kept outside the record. --preview lists what is kept of one of them, with an id for each \
            value. Without it, what is listed is erased, at most 500 values, or those that --only names; this cannot be undone. The \
            record then says \
            that something was erased, by whom, why and under which rule: write no personal data into the reason. For the forum's \
            administrators.

            With --key the command can be repeated, and is answered as it was the first time: it then erases what is kept when it \
            arrives, or what --only names by whole ids (--preview --json).

            Examples:
              chancery erase asem/contact-point-FR --preview
              chancery erase asem/contact-point-FR --reason "left" --rule "GDPR 17"
              chancery erase ASEM-2026-0007 --only 5f0c1d2e --reason "moved away" --yes
              chancery erase asem/contact/3 --reason "asked for by the person"
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var yes: YesOption

    @Argument(help: "A proposal, an account, or a forum's contact point: FORUM/contact/NUMBER.")
    var subject: String
    @Flag(help: "List what is kept, and erase nothing.")
    var preview = false
    @Option(help: ArgumentHelp("Why. It stays in the record.", valueName: "text"))
    var reason: String?
    @Option(help: ArgumentHelp("The rule that asks for it, such as the article of a law.", valueName: "text"))
    var rule: String?
    @Option(
        help: ArgumentHelp(
            "Erase this value alone, by its id or the beginning of it; may be repeated.", valueName: "id"))
    var only: [String] = []

    func validate() throws {
        guard preview || reason != nil else {
            throw ValidationError("say why with --reason, or look first with --preview")
        }
        if write.key != nil, let part = only.first(where: { !EraseCommand.isWhole($0) }) {
            throw ValidationError(
                "with --key, name values by their whole ids, as --preview --json shows them, so that the command can be repeated: "
                    + "\(TerminalText.line(part)) is the beginning of one at most")
        }
    }

    func run() async throws {
        try await ClientSession.with(connection) { session in
            let kept = try await session.read(Verbs.Erase(subject: subject))
            guard let reason, !preview else {
                return try session.print(kept, try EraseCommand.lines(kept, session.paint))
            }
            let rows = try kept.rows
            let chosen = write.key == nil ? try only.map { try EraseCommand.value($0, rows) } : only
            let going = only.isEmpty ? rows.map(\.id) : rows.map(\.id).filter(chosen.contains)
            let extent = EraseCommand.extent(going.count, of: only.isEmpty ? try kept.end.count : going.count)
            if !yes.yes, !going.isEmpty { try FinalAct(erasing: extent, of: subject).confirm(session.console) }
            var order = Verbs.Erase.Order()
            (order.reason, order.rule) = (reason, rule)
            // What was listed is named, so that nothing goes that is entered meanwhile. But what a key stands for must be the same when it
            // is repeated, and what it erased is listed no more.
            order.values = write.key == nil ? going : only.isEmpty ? nil : only
            let answer = try await session.write(Verbs.Erase(subject: subject, order), write)
            try session.print(answer) { written in
                let what = "\(TerminalText.line(subject)): \(counted(written.erased, "personal value")) erased"
                return [what + (written.left > 0 ? "; \(written.left) are kept still" : "")]
            }
        }
    }

    /// Whether a text has as many digits as the id of a value.
    private static func isWhole(_ id: String) -> Bool { id.utf8.count == 64 && id.allSatisfy(\.isHexDigit) }

    /// The value of an id, or of the beginning of one.
    private static func value(_ text: String, _ rows: [Verbs.Erase.Row]) throws -> String {
        let found = rows.map(\.id).filter { !text.isEmpty && $0.hasPrefix(text) }
        guard let one = found.first, found.count == 1 else {
            throw CommandFailure.usage(
                "\(TerminalText.line(text)) is \(found.isEmpty ? "no value" : "more than one value") that is kept; look with --preview"
            )
        }
        return one
    }

    private static func lines(_ kept: ReadAnswer<Verbs.Erase>, _ paint: Paint) throws -> [String] {
        let (rows, end) = (try kept.rows, try kept.end)
        guard !rows.isEmpty else { return ["\(TerminalText.line(end.subject)): no personal data is kept"] }
        var table = Table([.init("ID"), .init("VALUE", mayWrap: true)])
        for row in rows { table.add([String(row.id.prefix(16)), row.value]) }
        return try table.lines(paint) + ["", extent(rows.count, of: end.count)]
    }

    /// How many values, where there may be more than are listed.
    private static func extent(_ listed: Int, of count: Int) -> String {
        (listed < count ? "the first \(listed) of " : "") + counted(count, "personal value")
    }
}

extension FinalAct {
    /// Erasing personal data.
    fileprivate init(erasing extent: String, of subject: String) {
        let subject = TerminalText.line(subject)
        self.init(
            "erasing personal data of \(subject)",
            "this erases \(extent) of \(subject), which cannot be undone")
    }
}
