import HTTPServer
import TestTime
import Testing

/// An audit that a page begins, and that goes on by itself.
@Suite(.timeLimit(.minutes(60))) struct PageAuditTests {
    private static let path = "/f/mini/audit"

    private static func somebody(_ slug: String, _ address: String) async throws -> Browser {
        let browser = Browser(address)
        try await browser.login("mini/\(slug)")
        return browser
    }

    @Test func itIsBegunOnceAndFoundAgain() async throws {
        try await World.withPages { world, address in
            let auditor = try await Self.somebody("auditor", address)
            let plain = try await auditor.get(Self.path)
            #expect(plain.text.contains("href=\"\(Self.path)?run=new\"") && !plain.text.contains("The record is sound"))
            let begun = try await auditor.get(Self.path + "?run=new")
            #expect(begun.status == 303 && begun.location.hasPrefix(Self.path + "?run="))
            try await waitUntil { try await !auditor.get(begun.location).text.contains("id=\"again\"") }
            let ended = try await auditor.get(begun.location)
            #expect(ended.status == 200 && ended.text.contains("The record is sound"), "\(ended.text)")
            #expect(try await auditor.get(Self.path + "?run=new").location != begun.location, "a new one")

            let admin = try await Self.somebody("admin", address)
            let foreign = try await admin.get(begun.location)
            #expect(foreign.status == 404 && foreign.text.contains("This audit is not known any more."))
            #expect(try await auditor.get("/f/asem/audit" + begun.location.dropFirst(Self.path.count)).status == 404)
            #expect(try await auditor.get(Self.path + "?run=nonsense").status == 404)
        }
    }

    @Test func whoMayNotAuditIsToldSo() async throws {
        try await World.withPages { world, address in
            let point = try await Self.somebody("cp-FR", address)
            let page = try await point.get(Self.path)
            #expect(
                page.status == 200 && !page.text.contains("run=new") && page.text.contains("It is run by the auditors"))
            let begun = try await point.get(Self.path + "?run=new")
            let answer = try await point.get(begun.location)
            #expect(answer.status == 403 && !answer.text.contains("sound"), "\(answer.status) \(answer.text)")
            #expect(try await Browser(address).get(Self.path + "?run=new").location.hasPrefix("/login"))
        }
    }
}
