import ArgumentParser
import Foundation
import LineServer
import Postgres
import PostgresStore
import ProposalService
import Testing

@testable import ClientCommands
@testable import ServerCommands
@testable import Terminal

/// docs/configuration.md held to the program.
@Suite("The configuration page")
struct ConfigurationPageTests {
    private func rows(_ heading: String) throws -> [[String]] {
        try Page("docs/configuration.md").table(under: heading)
    }

    @Test("it lists every key of the file, in order, with its default and its limits")
    func keys() throws {
        let rows = try rows("The file")
        #expect(rows.map { $0[0] } == ServeConfiguration.keys)
        let defaults = ServeConfiguration()
        let printed = Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        #expect(printed["data"] == defaults.data)
        #expect(printed["listen"] == defaults.listen.first)
        #expect(printed["web"] == defaults.web)
        #expect(printed["connections"] == String(defaults.connections))
        #expect(printed["connections-of-address"] == String(defaults.connectionsOfAddress))
        #expect(printed["connections-of-account"] == String(defaults.connectionsOfAccount))
        #expect(printed["database-connections"] == String(defaults.databaseConnections))
        #expect(printed["stop-seconds"] == String(defaults.stopSeconds))
    }

    @Test("a number beyond the limits that it prints is refused, the limits themselves are not")
    func limits() throws {
        let numbers = try rows("The file").filter { $0[2].contains(" to ") }
        #expect(numbers.count == 5)
        for row in numbers {
            let limits = row[2].split(separator: " ").compactMap { Int($0) }
            for (value, isTaken) in [
                (limits[0], true), (limits[1], true), (limits[0] - 1, false), (limits[1] + 1, false),
            ] {
                let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
                defer { try? FileManager.default.removeItem(atPath: file) }
                try "\(row[0]): \(value)\n".write(toFile: file, atomically: true, encoding: .utf8)
                var settings = ServeConfiguration()
                if isTaken {
                    try settings.read(file: file)
                } else {
                    #expect(throws: CommandFailure.self) { try settings.read(file: file) }
                }
            }
        }
    }

    @Test("its example is a file that the server takes")
    func example() throws {
        let block = try #require(try Page("docs/configuration.md").blocks.first { $0.kind == "conf" })
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: file) }
        try block.text.write(toFile: file, atomically: true, encoding: .utf8)
        var settings = ServeConfiguration()
        try settings.read(file: file)
        #expect(settings.listen.count == 2 && settings.tls != nil && settings.data == "/var/lib/chancery")
    }

    @Test("it lists every option of serve")
    func options() throws {
        let help = ServeCommand.helpMessage(columns: 200)
        let options = Set(help.matches(of: /--[a-z-]+/).map { String($0.0) }).subtracting(["--help", "--version"])
        #expect(Set(try rows("Options of serve").map { $0[0] }) == options)
    }

    @Test("its other limits are the program's")
    func otherLimits() throws {
        let printed = try rows("Limits that are not configured").map { Int($0[1]) }
        let service = ServiceConfiguration()
        let store = StoreOptions()
        let expected = [
            service.batchCommands, service.accountShare, service.shareBesideQuiet, service.batchBytes,
            service.queueCommands, service.queueBytes, service.accountQueueBytes, service.cachedProposals,
            service.pageLimit, Int(service.pollInterval.components.seconds),
            Int(store.lockTimeout.components.seconds), store.attempts,
            Int(store.idleInTransactionTimeout.components.seconds),
            Int(PostgresConfiguration(conninfo: "").deadLinkTimeout.components.seconds),
            Int(store.resolveTimeout.components.seconds),
        ]
        #expect(printed == expected)
    }

    @Test("it lists every variable of ours that the program reads")
    func variables() throws {
        var read = Set(Setting.all.map(\.variable))
        for file in try SourceTree.files(under: "Sources", ending: ".swift") {
            for match in try SourceTree.text(file).matches(of: /environment\["(CHANCERY_[A-Z_]+)"\]/) {
                read.insert(String(match.1))
            }
        }
        #expect(Set(try rows("The environment").map { $0[0] }.filter { $0.hasPrefix("CHANCERY_") }) == read)
    }
}
