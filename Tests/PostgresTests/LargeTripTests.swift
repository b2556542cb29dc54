import Postgres
import Testing

/// Trips far larger than the buffers of both sides: a client that only wrote, or only read, would wait for ever.
@Suite(.timeLimit(.minutes(60))) struct LargeTripTests {
    @Test func tenMegabytesInOneParameter() async throws {
        try await withConnection { connection async throws in
            let bytes = (0..<(10 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let rows = try await connection.query("SELECT $1, length($1)", [.bytea(bytes)])
            #expect(try rows.one()[1] == bytes.count)
            let back: [UInt8] = try rows.one()[0]
            #expect(back == bytes)
        }
    }

    @Test func tenMegabytesInManyStatementsThatAllAnswer() async throws {
        try await withConnection { connection async throws in
            let chunk = String(repeating: "y", count: 1000)
            let results = try await connection.run(
                (0..<10_000).map { Statement("SELECT $1, $2", [.int8($0), .text(chunk)]) })
            #expect(results.count == 10_000)
            for (index, result) in results.enumerated() {
                let row = try result.rows.one()
                let number: Int = try row[0]
                let text: String = try row[1]
                guard number == index, text == chunk else {
                    Issue.record("answer \(index) is wrong")
                    return
                }
            }
        }
    }

    @Test func tenMegabytesOfAnswersToTinyStatements() async throws {
        try await withConnection { connection async throws in
            let results = try await connection.run(
                (0..<100).map { _ in Statement("SELECT repeat('z', 100000)") }
            ).checked()
            #expect(try results.allSatisfy { try $0.rows.value(String.self).utf8.count == 100_000 })
        }
    }

    @Test func tenMegabytesAfterAnErrorAreSkipped() async throws {
        try await withConnection { connection async throws in
            let chunk = [UInt8](repeating: 7, count: 100_000)
            let results = try await connection.run(
                [Statement("SELECT 1 / 0")] + (0..<100).map { _ in Statement("SELECT $1", [.bytea(chunk)]) })
            #expect(results[0].error?.sqlState == .divisionByZero)
            #expect(results.dropFirst().allSatisfy { $0.tag.isEmpty && $0.error == nil })
            #expect(try await connection.query("SELECT 1").value(Int.self) == 1)
        }
    }

    @Test func arraysOfAHundredThousandRows() async throws {
        try await withConnection { connection async throws in
            let ids = (0..<100_000).map { Int64($0) }
            let payloads = ids.map { id in Array("event \(id)".utf8) }
            let results = try await connection.run([
                .begin,
                "CREATE TEMPORARY TABLE bulk (id int8, bytes bytea) ON COMMIT DROP",
                Statement("INSERT INTO bulk SELECT * FROM unnest($1, $2)", [.int8Array(ids), .byteaArray(payloads)]),
                "SELECT id, bytes FROM bulk ORDER BY id",
                .commit,
            ]).checked()
            #expect(results[2].affectedRows == 100_000)
            #expect(try results[3].rows.column(Int64.self) == ids)
            #expect(try results[3].rows.column([UInt8].self, at: 1) == payloads)
        }
    }
}
