import CanonicalJSON
import Documents
import Lifecycle
import Proposals
import Record
import Testing

/// Documents on a proposal: what filing one makes, and what is refused. Of their bytes the proposal knows the digest alone.
@Suite struct DocumentTests {
    static let paper = Document.sample("paper.pdf", "application/pdf")

    /// A proposal with two documents, the second filed after its blessing, and moves between them.
    static func filed() throws -> World {
        var world = try World.asem()
        try world.draft()
        try world.act(.file(paper), on: World.ref, as: .proposer("FR"))
        try world.circulate()
        try world.act(.file(.sample("agenda.txt", "text/plain", size: 6)), on: World.ref, as: .coordinator("ASEAN"))
        try world.act(.advance("return", ["reason": "Not yet."]), on: World.ref, as: .coordinator("ASEAN"))
        return world
    }

    @Test func filingIsAnEventThatMovesNothing() throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        let before = try world.proposal(World.ref)
        let events = try world.act(.file(Self.paper), on: World.ref, as: .proposer("FR"))
        let event = try #require(events.first).event
        #expect(events.count == 1 && event.kind == .filed && event.from == event.to)
        #expect(event.data == Self.paper.json)
        #expect(event.actor.office == .proposer("FR"))
        let after = try world.proposal(World.ref)
        let record = try #require(after.document(Self.paper.digest))
        #expect(record.document == Self.paper && record.version == after.version)
        #expect(record.recordedAt == event.recordedAt && record.actor == event.actor)
        // Positions stand on the text, and the text is what it was.
        #expect(after.textDigest == before.textDigest && after.rounds == before.rounds && after.state == before.state)
        #expect(try Proposal.replay(world.history(World.ref)) == after)
    }

    @Test func whatWasFiledStaysThroughMoves() throws {
        let proposal = try Self.filed().proposal(World.ref)
        #expect(proposal.documents.map(\.document.name) == ["paper.pdf", "agenda.txt"])
        #expect(proposal.state == "drafted")
        #expect(proposal.documents.map(\.actor.office?.role) == ["proposer", "regional-coordinator"])
    }

    @Test func aDocumentOfAnotherShapeIsNoEvent() throws {
        let world = try Self.filed()
        let index = try #require(world.history(World.ref).firstIndex { $0.event.kind == .filed })
        for key in ["name", "type", "size", "digest"] {
            var events = Array(world.history(World.ref).prefix(index + 1))
            var event = events[index].event
            event.data[key] = nil
            events[index] = SealedEvent(event)
            #expect(throws: EventError.self, "\(key)") { try Proposal.replay(events) }
        }
    }

    @Test(arguments: refusals) func isRefused(_ refused: RefusalCase) throws { try refused.check() }

    private static func asked(
        _ name: String, _ document: Document, as office: Office = .proposer("FR"), code: Refusal.Code = .badField,
        field: String? = nil, unmet: [String] = [], says: String
    ) -> RefusalCase {
        RefusalCase(
            name, as: office, code: code, field: field, unmet: unmet, says: says, after: { try $0.draft() },
            asked: { _ in .file(document) })
    }

    static let refusals: [RefusalCase] = [
        asked(
            "by a Contact Point", paper, as: .contactPoint("FR"), code: .forbidden,
            says: "only the proposer or an organiser or"),
        asked("by another proposer", paper, as: .proposer("JP"), code: .forbidden, says: "may file a document"),
        asked("by the auditor", paper, as: .auditor, code: .forbidden, says: "may file a document"),
        asked("a path", .sample("../paper.pdf", "application/pdf"), field: "name", says: "without folders"),
        asked("a name that turns", .sample("a\u{202E}fdp.pdf", "application/pdf"), field: "name", says: "U+202E"),
        asked("no name", .sample("", "application/pdf"), field: "name", says: "the name is empty"),
        asked(
            "a name of another type", .sample("paper.exe", "application/pdf"), field: "name", says: "ends in .pdf"),
        asked(
            "a forbidden type", .sample("run.exe", "application/x-msdownload"), field: "type",
            says: "\"application/x-msdownload\" may not be filed here; these may: application/pdf"),
        asked("no bytes", .sample("a.pdf", "application/pdf", size: 0), field: "size", says: "from 1 to 8388608"),
        asked(
            "too many bytes", .sample("a.pdf", "application/pdf", size: 8_388_609), field: "size",
            says: "8388609 bytes"),
        asked(
            "no digest", Document(name: "a.pdf", type: "application/pdf", size: 9, digest: "sha256:00"),
            field: "digest", says: "64 lowercase hex digits"),
        RefusalCase(
            "twice", as: .proposer("FR"), code: .unmet, unmet: ["document-new"],
            says: "already filed, as \"paper.pdf\" in version 2",
            after: {
                try $0.draft()
                try $0.act(.file(paper), on: World.ref, as: .proposer("FR"))
            },
            asked: { _ in .file(Document(name: "other.pdf", type: paper.type, size: paper.size, digest: paper.digest)) }
        ),
        RefusalCase(
            "on an archive record", as: .proposer("FR"), code: .unmet, unmet: ["archive"], says: "takes notes only",
            after: { try $0.act(.archive(Texts.past), on: World.ref, as: .admin) }, asked: { _ in .file(paper) }),
        RefusalCase(
            "where the lifecycle takes none", league: true, as: .mover("VEN"), code: .unmet, unmet: ["documents"],
            says: "takes no documents", after: { try $0.pencil() }, asked: { _ in .file(paper) }),
    ]

    @Test func theRulesAreTheLifecycles() throws {
        var rules = DocumentRules(
            types: [.pdf], roles: ["mover"], states: ["tabled"], limit: 1, size: 100, source: "rule 7")
        var definition = try Repository.charter()
        definition.version += 1
        definition.documents = rules
        var world = try World.league()
        try world.load(definition)
        try world.pencil()
        let here = try world.refusal(.file(Self.paper), on: World.charter, as: .mover("VEN"))
        #expect(here.code == .unmet && here.findings.first?.rule == "rule 7" && here.message.contains("Tabled"))
        rules.states = []
        definition.version = 3
        definition.documents = rules
        try world.load(definition)
        try world.pencil(on: "LC-2026-0002")
        let large = Document.sample("big.pdf", "application/pdf", size: 101)
        #expect(try world.refusal(.file(large), on: "LC-2026-0002", as: .mover("VEN")).field == "size")
        let text = Document.sample("a.txt", "text/plain")
        #expect(try world.refusal(.file(text), on: "LC-2026-0002", as: .mover("VEN")).field == "type")
        try world.act(.file(Self.paper), on: "LC-2026-0002", as: .mover("VEN"))
        let second = Document.sample("second.pdf", "application/pdf")
        let full = try world.refusal(.file(second), on: "LC-2026-0002", as: .mover("VEN"))
        #expect(full.code == .unmet && full.message.contains("holds 1 document, the most it can hold"))
    }

    @Test func bytesAreHeldToWhatIsSaidOfThem() throws {
        let bytes = Array("%PDF-1.7\n".utf8)
        let document = Document(
            name: "a.pdf", type: "application/pdf", size: bytes.count, digest: Digest.sha256(bytes).hex)
        try document.check(content: bytes)
        func field(_ document: Document, _ bytes: [UInt8]) -> String? {
            do throws(Refusal) { try document.check(content: bytes) } catch { return error.field }
            return nil
        }
        #expect(field(document, bytes + [0]) == "size" && field(document, Array(bytes.dropLast())) == "size")
        #expect(field(document, bytes.reversed()) == "digest")
        let text = Array("no pdf at all".utf8)
        let disguised = Document(
            name: "a.pdf", type: "application/pdf", size: text.count, digest: Digest.sha256(text).hex)
        #expect(field(disguised, text) == "type")
        #expect(throws: Refusal.self) { try document.check(beginning: Array("MZ".utf8)) }
    }
}

extension Document {
    /// A document whose digest follows from its name; nobody ever saw its bytes.
    static func sample(_ name: String, _ type: String, size: Int = 100) -> Document {
        Document(name: name, type: type, size: size, digest: Digest.sha256(Array(name.utf8)).hex)
    }
}
