import CanonicalJSON
import Lifecycle
import Postgres
import ProposalService
import Proposals
import Record
import TestSupport
import Testing

@testable import PostgresStore

/// Personal data and the serving role: it is erased by an event of the record, and in no other way.
@Suite struct ErasureTests {
    private static let kept = PersonalValue.committed("A. Person", of: "DEMO-2026-0001")

    private func enter() async throws -> (Intruder, registry: TestStream) {
        let intruder = try await Intruder.enter(administrator: true)
        _ = try await intruder.fixture.draft(["DEMO-2026-0001"])
        let salt = Intruder.Columns.hex(Self.kept.salt)
        #expect(
            try await intruder.attempt(
                "INSERT INTO personal (commitment, forum, subject, salt, value) VALUES ('\(Self.kept.commitment)', 'demo', "
                    + "'\(Self.kept.subject)', '\\x\(salt)', '\(Self.kept.value)')") == nil)
        var registry = TestStream.registry()
        _ = TestForum.opening(&registry, administrator: true)
        return (intruder, registry)
    }

    private static func data(_ digests: JSONValue, reason: JSONValue = "why") -> JSONObject {
        ["digests": digests, "reason": reason, "rule": .null, "subject": .null]
    }

    private func left(_ intruder: Intruder) async throws -> Int64 {
        try await intruder.fixture.value("SELECT count(*) FROM personal WHERE value IS NOT NULL AND salt IS NOT NULL")
    }

    @Test(
        arguments: [
            "UPDATE personal SET value = NULL, salt = NULL, erased_at = now()", "UPDATE personal SET value = 'B'",
            "UPDATE personal SET subject = 'B'", "DELETE FROM personal", "TRUNCATE personal", "SELECT erase_personal()",
            "INSERT INTO personal (commitment, forum, subject, erased_at) VALUES ('commitment:', 'demo', 'x', now())",
        ])
    func nothingIsErasedWithoutAnEvent(statement: String) async throws {
        let (intruder, _) = try await enter()
        #expect(try await intruder.attempt(statement) == .privilege)
        #expect(try await left(intruder) == 1)
    }

    @Test func anEventErasesWhatItNames() async throws {
        let (intruder, registry) = try await enter()
        var right = registry
        let event = right.add(.personalErased, Self.data([.string(Self.kept.digest)]))
        #expect(try await intruder.insert(registry: right, event) == nil)
        #expect(try await left(intruder) == 0)
        let rows: Int64 = try await intruder.fixture.value(
            "SELECT count(*) FROM personal WHERE erased_at IS NOT NULL AND commitment = '\(Self.kept.commitment)'")
        #expect(rows == 1, "the commitment stays")
        // It does not come back.
        let salt = Intruder.Columns.hex(Self.kept.salt)
        #expect(
            try await intruder.attempt(
                "INSERT INTO personal (commitment, forum, subject, salt, value) VALUES ('\(Self.kept.commitment)', 'demo', "
                    + "'x', '\\x\(salt)', '\(Self.kept.value)')")?.sqlState == .uniqueViolation)
    }

    @Test func whoAdministersNothingErasesNothing() async throws {
        let (intruder, registry) = try await enter()
        var forged = registry
        let event = forged.add(
            .personalErased, Self.data([.string(Self.kept.digest)]),
            by: Actor(account: "demo/nobody", office: Office(role: "clerk")))
        #expect(try await intruder.insert(registry: forged, event) == .rule("event_administrator"))
        #expect(try await left(intruder) == 1)
    }

    @Test(
        arguments: [
            data([]), data(.null), data("all"), data(["0a"], reason: .null),
            data(.strings((0...500).map { String($0) })),
        ])
    func anEventSaysWhatAndWhy(data: JSONObject) async throws {
        let (intruder, registry) = try await enter()
        var forged = registry
        let event = forged.add(.personalErased, data)
        #expect(try await intruder.insert(registry: forged, event) == .rule("event_erasure"))
    }

    @Test func anotherForumsDataStays() async throws {
        let (intruder, registry) = try await enter()
        try await intruder.fixture.open("other", prefix: "OTHER")
        try await intruder.fixture.script("UPDATE personal SET forum = 'other'", as: .owner)
        var right = registry
        let event = right.add(.personalErased, Self.data([.string(Self.kept.digest)]))
        #expect(try await intruder.insert(registry: right, event) == nil)
        #expect(try await left(intruder) == 1)
    }
}

extension PersonalValue {
    fileprivate static func committed(_ value: String, of subject: String) -> PersonalValue {
        let salt = [UInt8](0..<32)
        let digest = SaltedCommitment(to: Array(value.utf8), salt: salt)?.digest
        return PersonalValue(
            commitment: "commitment:\(digest?.hex ?? "")", salt: salt, value: value, subject: subject)
    }
}
