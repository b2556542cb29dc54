import Postgres
import ProposalService
import Proposals
import TestSupport

@testable import PostgresStore

/// Somebody in psql with the serving role, who knows the tables well.
struct Intruder: Sendable {
    let fixture: StoreFixture
    let connection: PostgresConnection

    static func enter(administrator: Bool = false) async throws -> Intruder {
        let fixture = try await StoreFixture.make(administrator: administrator)
        return Intruder(fixture: fixture, connection: try await fixture.database.connect(role: .app))
    }

    /// What the database says to a script in a transaction of its own; nil where it lets it pass.
    func attempt(_ sql: String) async throws -> Refusal? {
        do {
            try await connection.runScript("BEGIN; \(sql); COMMIT")
        } catch {
            try await connection.runScript("ROLLBACK")
            guard let server = error.server else { throw error }
            return Refusal(sqlState: server.sqlState, constraint: server.constraint)
        }
        return nil
    }

    /// What the database says to an event that is inserted with everything that belongs to it: head, row, the right digests.
    func insert(
        _ stream: TestStream, after before: Int, _ events: [NewEvent], positions: [Int64]? = nil, head: Bool = true,
        row: Bool = true, set: String? = nil, first: String = "", beside: String? = nil,
        _ change: (inout Columns) -> Void = { _ in }
    ) async throws -> Refusal? {
        let length = try await fixture.store.recordLength(forum: stream.forum)
        var script = first
        script +=
            head ? "UPDATE forum_head SET next_position = \(length) + \(events.count) WHERE forum = 'demo'; " : ""
        var rows: [Columns] = []
        for (index, event) in events.enumerated() {
            var columns = Columns(event, position: positions?[index] ?? length + Int64(index))
            change(&columns)
            rows.append(columns)
        }
        script += Columns.insert(rows) + "; "
        if row, before > 0 {
            script += """
                UPDATE proposal SET version = \(stream.version), state = '\(stream.state ?? "")',
                last_digest = '\\x\(stream.digest ?? "")', recorded_at = '\(stream.recordedAt)'\(set.map { ", " + $0 } ?? "")
                WHERE ref = '\(stream.name)'
                """
        }
        if let beside { script += "; " + beside }
        return try await attempt(script)
    }

    /// What the database says to an event of the forum's registry, with the row that belongs to it.
    func insert(registry: TestStream, _ event: NewEvent, first: String = "", beside: String = "") async throws
        -> Refusal?
    {
        let row = """
            UPDATE forum SET registry_version = \(registry.version), registry_digest = '\\x\(registry.digest ?? "")'
            WHERE forum = '\(registry.forum)'
            """
        return try await insert(registry, after: 0, [event], row: false, first: first, beside: "\(row); \(beside)")
    }

    /// How the database refused.
    struct Refusal: Equatable {
        var sqlState: SQLState
        var constraint: String?

        static func rule(_ name: String) -> Refusal { Refusal(sqlState: .checkViolation, constraint: name) }
        static let privilege = Refusal(sqlState: .insufficientPrivilege)
    }

    /// The columns of an event as literals, so that each can be falsified.
    struct Columns {
        var values: [String: String]

        init(_ new: NewEvent, position: Int64) {
            let event = new.sealed.event
            let bytes = Columns.hex(new.sealed.bytes)
            values = [
                "forum": "'\(event.forum)'", "position": "\(position)", "stream": "'\(event.stream)'",
                "version": "\(event.version)", "kind": "'\(event.kind.rawValue)'",
                "from_state": event.from.map { "'\($0)'" } ?? "NULL", "to_state": event.to.map { "'\($0)'" } ?? "NULL",
                "lifecycle": new.lifecycle.map { "'\\x\($0)'" } ?? "NULL", "recorded_at": "'\(event.recordedAt)'",
                "account": "'\(event.actor.account)'", "bytes": "'\\x\(bytes)'", "digest": "'\\x\(new.sealed.digest)'",
                "leaf_hash": "sha256('\\x00\(bytes)')",
            ]
        }

        static func hex(_ bytes: [UInt8]) -> String {
            bytes.map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
        }

        /// Other bytes with the digests that belong to them, and the kind that they name.
        mutating func replace(bytes: [UInt8]) {
            values["bytes"] = "'\\x\(Columns.hex(bytes))'"
            values["digest"] = "sha256('\\x\(Columns.hex(bytes))')"
            values["leaf_hash"] = "sha256('\\x00\(Columns.hex(bytes))')"
            let kind = String(decoding: bytes, as: UTF8.self).split(separator: "\"kind\":\"").last?.prefix {
                $0 != "\""
            }
            if let kind { values["kind"] = "'\(kind)'" }
        }

        var insert: String { Columns.insert([self]) }

        /// One statement for several events.
        static func insert(_ rows: [Columns]) -> String {
            let names = rows.first?.values.keys.sorted() ?? []
            let values = rows.map { row in "(" + names.map { row.values[$0] ?? "NULL" }.joined(separator: ", ") + ")" }
            return "INSERT INTO event (\(names.joined(separator: ", "))) VALUES \(values.joined(separator: ", "))"
        }
    }
}
