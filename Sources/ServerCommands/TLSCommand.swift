import ArgumentParser
import Certificates
import Terminal
import Wording

/// `chancery tls`
struct TLSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tls", abstract: "Make certificates for a trial.", subcommands: [Make.self])

    struct Make: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a throw-away authority, a certificate for a server, and some for clients.",
            discussion: """
                For trials: the certificates hold for days, and the authority's own key is written nowhere, so that nobody can \
                sign more. The server's certificate is for localhost, 127.0.0.1 and ::1, and for each --name. Whatever is in \
                the directory already stays as it is.

                Examples:
                  chancery tls make trial-tls
                  chancery tls make trial-tls --client asem/contact-point-FR
                """)

        @Argument(help: "The directory, which is made unless it is there.", completion: .directory)
        var directory: String
        @Option(help: ArgumentHelp("Another name or number of the server; may be repeated.", valueName: "host"))
        var name: [String] = []
        @Option(
            help: ArgumentHelp(
                "An account for which a client gets a certificate; may be repeated.", valueName: "account"))
        var client: [String] = []
        @Option(help: ArgumentHelp("How long they hold, from 1 to 90 days.", valueName: "days"))
        var days = 30

        func run() throws {
            let console = Console.current
            guard (1...90).contains(days) else {
                throw CommandFailure.usage("--days is \(days); certificates for a trial hold for 1 to 90 days")
            }
            let made = try TrialCertificates(server: name, clients: client, days: days, from: console.now())
            try made.write(to: directory)
            console.lines(made.told(directory))
        }
    }
}
