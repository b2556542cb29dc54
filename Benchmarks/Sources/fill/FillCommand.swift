import ArgumentParser
import PostgresStore
import ProposalService
import Proposals

@main
struct FillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill",
        abstract: "Fills a forum of the ASEM lifecycle with many proposals, fast, for benchmarks alone.",
        discussion: """
            Each proposal has five events. Six of ten are circulated and were heard by three partners; four were withdrawn. The events are \
            decided and folded by Chancery's own code and written through its own store, so the database's checks take them, where \
            they are on, and `chancery audit` finds nothing; only likely duplicates are not looked for, and nobody is asked over a socket.

            The forum and its accounts must be there, as Benchmarks/growth makes them. A server may run meanwhile.
            """)

    @Option(help: "The libpq connection string of the database.")
    var database: String

    @Option(help: "The forum.")
    var forum = "asem"

    @Option(help: "How many proposals are added.")
    var proposals: Int

    @Option(help: "The partner that is heard on every running proposal but the first ones.")
    var heard = "DK"

    @Option(help: "How many running proposals still wait for that partner.")
    var waiting = 0

    @Option(help: "What chance begins with.")
    var seed: UInt64 = 1

    func run() async throws {
        var options = StoreOptions()
        options.connections = 2
        let store = PostgresStore(conninfo: database, options: options)
        var filler = try await Filler(store, forum: forum, heard: heard, waiting: waiting, seed: seed)
        var rest = proposals
        while rest > 0 {
            let count = min(rest, Filler.batch)
            try await filler.add(count)
            rest -= count
        }
        await store.close()
        print("added \(proposals) proposals")
    }
}
