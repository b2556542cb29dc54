import ArgumentParser
import Terminal

/// Runs the server until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the server until SIGTERM.",
        discussion: """
            Without --database it starts a private PostgreSQL cluster in the data directory and stops it on exit. The first \
            start writes the administrator's token to admin.token there. With --database, set up the schema first with \
            `chancery init`.

            Prints `listening HOST:PORT` for each address once it is ready, and `listening http://HOST:PORT` for the pages and the \
            API over HTTP.

            Example:
              chancery serve --data /var/lib/chancery --listen 127.0.0.1:7420
            """)

    @OptionGroup var options: ServeOptions

    func run() async throws {
        let console = Console.current
        try await ServerProcess.run(try options.given(console.environment).configuration(), console)
    }
}
