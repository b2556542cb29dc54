import Bundles
import CanonicalJSON
import Foundation
import Lifecycle
import LineClient
import LineProtocol
import Record
import Synchronization
import TestSupport
import Testing

/// Odd texts in every field that takes what people write, over real sockets: kept as they are or refused with a word, and no line broken.
@Suite("Free texts", .timeLimit(.minutes(60))) struct FreeTextTests {
    /// So many texts where CHANCERY_TEXTS says a number, and one of each kind in each field at least.
    private static let texts = ProcessInfo.processInfo.environment["CHANCERY_TEXTS"].flatMap { Int($0) } ?? 0

    private static func fields() throws -> [FreeText] {
        let definition = try #require(try ForumSeed.mini().lifecycles.first)
        return FreeText.form(definition) + FreeText.acts + FreeText.registry
    }

    /// Each text that a request takes is written below, or is none that people write as they like.
    @Test func everyTextOfTheVerbsIsKnown() throws {
        let known = Set(try Self.fields().map(\.name))
        for verb in Verb.allCases where verb.shape.access == .write || verb.shape.access == .writeWithObject {
            for member in try verb.askedShape.shape().members where member.value == .text {
                let name = "\(verb) \(member.name)"
                #expect(known.contains(name) != Self.noFreeTexts.contains(name), "\(name)")
            }
        }
    }

    /// Names of what is there, words of a few, digests and secrets; and names that have rules of their own: of documents, marks and issuers.
    private static let noFreeTexts: Set = [
        "ACCOUNT account", "ACK partner", "ADVANCE signature", "APPOINT group", "APPOINT partner", "APPOINT role",
        "CONTACT partner", "CONTACT subject", "CONTEST partner", "DRAFT lifecycle", "DRAFT partner", "FILE data",
        "FILE digest", "FILE name", "FILE type", "FORUM account_role", "FORUM audit_role", "FORUM mark",
        "FORUM meeting_role", "FORUM ref_prefix", "IDENTITY end", "IDENTITY issuer", "IDENTITY subject", "IMPORT kind",
        "IMPORT lifecycle", "IMPORT partner", "INVITE decision", "INVITE meeting", "KEY key", "MEETING kind",
        "MIGRATE plan", "MIGRATE ref", "POSITION partner", "POSITION text", "REVOKE token",
    ]

    /// So is each text that the lifecycle asks for with an act or a fact.
    @Test func everyTextOfTheLifecycleIsKnown() throws {
        let definition = try #require(try ForumSeed.mini().lifecycles.first)
        let known = Set(try Self.fields().map(\.name))
        let acts =
            definition.transitions.map { ("ADVANCE \($0.id)", $0.inputs) }
            + definition.facts.map { ("RECORD \($0.id)", $0.inputs) }
        for (act, inputs) in acts {
            for input in inputs {
                guard case .text = input.type else { continue }
                let name = "\(act) \(input.key)"
                #expect(known.contains(name) != Self.lastTexts.contains(name), "\(name)")
            }
        }
    }

    /// Of acts that end a proposal's life, or that only a SOM does: inputs like the others.
    private static let lastTexts: Set = [
        "ADVANCE bless minute", "ADVANCE report outcomes", "ADVANCE close reason", "ADVANCE withdraw reason",
    ]

    @Test func theyAreKeptAsTheyAreOrRefused() async throws {
        let fields = try Self.fields()
        let share = max(OddText.kinds, (Self.texts + fields.count - 1) / fields.count)
        try await World.with(signer: try TestRoot.makeDirectory("signer")) { world in
            try await world.heldMeeting(of: "mini")
            try await world.setViews(of: "mini")
            let people = try await FreeText.Scene.people(world)
            var scenes: [FreeText.Scene] = []
            for (place, field) in fields.enumerated() {
                scenes.append(try await FreeText.Scene.open(field.stage, place, people))
            }
            let told = Told()
            try await pipelined(Array(fields.enumerated()), atOnce: 8) { [scenes] place, field in
                for number in (place * share)..<((place + 1) * share) {
                    try await Self.write(OddText(number, limit: field.limit), number, field, scenes[place], told)
                }
            }
            print("figure: \(share * fields.count) odd texts in \(fields.count) fields")
            try await Self.readAll(scenes, told.texts.withLock { $0 }, world)
        }
    }

    /// Texts of which only the forum's events tell.
    private final class Told: Sendable {
        let texts = Mutex<[String]>([])
    }

    /// Writes a text, and reads it again where it was taken.
    private static func write(
        _ odd: OddText, _ number: Int, _ field: FreeText, _ scene: FreeText.Scene, _ told: Told
    ) async throws {
        let what = "\(field.name), number \(number): \(odd.text.prefix(80).debugDescription)"
        let said = try await field.say(scene, odd.text, number)
        let mustTake = field.mustTake(odd.nature)
        if let failure = said.answer.failure {
            #expect(mustTake != true, "\(what) is refused: \(failure)")
            let isLong = odd.nature == .tooLong && failure.code == .lineTooLong
            #expect(isLong || failure.code == .badField || failure.code == .badArgument, "\(what): \(failure)")
            #expect(
                failure.retry == .never && failure.effect == .none && !failure.message.isEmpty, "\(what): \(failure)")
            return
        }
        #expect(mustTake != false, "\(what) is taken")
        guard let reading = said.reading else { return told.texts.withLock { $0.append(odd.text) } }
        let read = try await said.reader.ask(reading)
        let values = [JSONValue.object(try read.get())] + read.rows.map { .object($0) }
        #expect(values.contains { holds(odd.text, field.place, $0) }, "\(what) is not what stands in \(reading)")
        guard field.name.hasPrefix("form ") else { return }
        let found = try await scene.user("pr-FR").rows("SEARCH mini", ["text": .string(odd.word)])
        let isFound = found.contains { $0["ref"]?.string == scene.ref }
        #expect(isFound == field.isSearched, "\(what) is \(isFound ? "" : "not ")found by \(odd.word)")
        if field.name == "form title" {
            let isListed = found.contains { holds(odd.text, field.place, $0["title"] ?? .null) }
            #expect(isListed, "\(what) is not listed: \(found)")
        }
    }

    /// Whether a value is what is kept of the text, or holds it, to the byte.
    private static func holds(_ text: String, _ place: FreeText.Place, _ value: JSONValue) -> Bool {
        switch value {
        case .string(let kept): kept.utf8.elementsEqual(place.kept(text).utf8)
        case .array(let elements): elements.contains { holds(text, place, $0) }
        case .object(let object): object.members.contains { holds(text, place, $0.value) }
        case .null, .bool, .integer: false
        }
    }

    /// Everything at once: each history whole, the list, the audit, and the bundle before both verifiers.
    private static func readAll(_ scenes: [FreeText.Scene], _ events: [String], _ world: World) async throws {
        let auditor = try await world.user("auditor", of: "mini")
        for scene in scenes where !scene.ref.isEmpty {
            var (version, rows): (Int64?, Int) = (0, 0)
            while let after = version {
                let page = try await auditor.ask("HISTORY \(scene.ref) after=\(after)")
                rows += page.rows.count
                version = try page.get()["next"]?.integer
            }
            #expect(try await auditor.ok("SHOW \(scene.ref)")["version"]?.integer == Int64(rows))
        }
        let refs = Set(scenes.map(\.ref)).subtracting([""])
        let listed = try await scenes[0].user("pr-FR").rows("LIST mini limit=1000").compactMap { $0["ref"]?.string }
        #expect(Set(listed) == refs)
        let audit = try await auditor.ok("AUDIT mini")
        #expect(audit["sound"] == true, "\(audit)")
        let key = try #require(try await auditor.ok("CHECKPOINT mini")["key"]?.string)
        let policy = try WitnessPolicy(lines: ["log \(key)", "quorum none"])
        let text = try await auditor.rows("EXPORT mini").compactMap { $0["text"]?.string }.joined()
        for event in events {
            let written = String(decoding: JSONValue.string(event).canonicalBytes, as: UTF8.self)
            #expect(text.contains(":" + written), "\(event.debugDescription) is in no event")
        }
        let bundle = Array(text.utf8)
        let report = try BundleVerifier.verify(bundle, trusted: policy)
        #expect(report.verdict == .sound, "\(report.irregularities)")
        #expect(try await SecondVerifier.verdicts(of: bundle, policy: policy, every: bundle.count + 1)[0] == "sound")
    }
}
