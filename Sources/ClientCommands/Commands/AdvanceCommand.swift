import ArgumentParser
import LineProtocol

/// `chancery advance`: the options come from the proposal's lifecycle.
struct AdvanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance",
        abstract: "Take a transition: move a proposal to its next state.",
        usage: "chancery advance <ref> <transition> [--<input> <value> ...] [--decided-at <instant>] [options]",
        discussion: """
            The lifecycle says which options a transition takes besides --decided-at (--meeting, --reason, --track, …). \
            `chancery advance REF TRANSITION --help` asks the server and lists them; `chancery advance REF --help` lists \
            the transitions. A day may be given for an instant. A transition to a final state, such as withdraw, asks \
            first; without a terminal it needs --yes.

            What somebody decided who holds the office no more is recorded by the forum's administrator: --decided-by names the \
            office, --decided-from and --decided-letter (or --decided-digest) what it is recorded from, --decided-received \
            when that came, and --decided-holder who held the office, where several did.

            Examples:
              chancery advance ASEM-2026-0001 bless --help
              chancery advance ASEM-2026-0001 circulate --track work-programme \\
                  --closes 2026-06-30
              chancery advance ASEM-2026-0001 bless --meeting som-2026-06-brussels \\
                  --decided-at 2026-06-23
              chancery advance ASEM-2026-0001 bless --meeting som-2026-06-brussels \\
                  --decided-at 2026-06-23 --sign ~/.ssh/chancery_ed25519
              chancery advance ASEM-2026-0001 bless --decided-by "som-leader of JP" \\
                  --decided-at 2026-06-23 --meeting brussels-2026-06 \\
                  --decided-from "Minute 3/2026" --decided-letter minute.pdf
              chancery advance ASEM-2026-0001 return --reason "The venue is taken."
              chancery advance ASEM-2026-0001 withdraw --reason "Overtaken." --yes
            """)

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var yes: YesOption

    @Option(
        help: ArgumentHelp(
            """
            Sign the act with this OpenSSH key: a private key, whose passphrase is asked for, or the public key of one that \
            ssh-agent holds.
            """, valueName: "keyfile"), completion: .file())
    var sign: String?

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("The proposal, the transition, and options for its inputs.", valueName: "ref transition"),
        completion: Completing.transitions)
    var words: [String] = []

    func run() async throws {
        let given = try GivenWords(words)
        let (ref, transition) = try given.refAndAct("transition", usage: "chancery advance REF TRANSITION")
        let signer = try sign.map { try ActSigner(file: $0) }
        try await ClientSession.with(connection) { session in
            if let signer {
                return try await session.sendSigned(ref, transition, given, write, yes: yes.yes, by: signer)
            }
            try await session.send(.advance, ref, given, write, yes: yes.yes) { definition in
                try ActInputs(transition: transition, of: definition)
            }
        }
    }
}
