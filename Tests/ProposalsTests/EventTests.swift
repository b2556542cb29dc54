import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Record
import TestRandom
import Testing

/// Events: their bytes, and what a fold refuses.
@Suite struct EventTests {
    private let ref = World.ref

    @Test func theBytesAreCanonicalAndReadBack() throws {
        var world = try World.asem()
        try world.reachReport()
        for event in world.history(ref) {
            let read = try SealedEvent(bytes: event.bytes)
            #expect(read == event && read.event.canonicalBytes == event.bytes)
            #expect(event.digest == Digest.sha256(event.bytes).hex)
        }
    }

    /// The quick reader takes exactly the bytes that an event writes, and reads in them what the other one reads.
    @Test func onlyItsOwnBytesAreCanonical() throws {
        var world = try World.asem()
        try world.reachReport()
        var random = SeededRandom(seed: 7)
        let bytes = Array("{}[],:\"\\0123459TZ.-null true\u{1}é".utf8)
        var read = 0
        for event in world.history(ref) {
            #expect(try Event(canonical: event.bytes) == event.event)
            for _ in 0..<60 {
                var text = event.bytes
                let place = Int.random(in: text.indices, using: &random)
                let byte = bytes.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text[place] = byte
                case 1: text.insert(byte, at: place)
                default: text.remove(at: place)
                }
                let other = try? Event(anyForm: text)
                let expected = other.flatMap { $0.canonicalBytes == text ? $0 : nil }
                if expected != nil { read += 1 }
                #expect((try? Event(canonical: text)) == expected, "\(String(decoding: text, as: UTF8.self))")
                #expect((try? Event(bytes: text)) == other)
            }
        }
        #expect(read > 100, "changes inside of texts leave the form as it is")
    }

    @Test func oneEventToTheByte() throws {
        let event = Event(
            forum: "asem-trial", stream: "ASEM-2026-0001", version: 2, kind: .noted, from: "drafted", to: "drafted",
            decidedAt: World.instant("2026-03-10T09:00:00Z"), recordedAt: World.instant("2026-03-10T09:00:00.5Z"),
            actor: Actor(account: "asem-trial/x", office: Office(role: "proposer", partner: "FR", isDeputy: true)),
            data: ["text": "Ça va."], previous: "00")
        #expect(
            String(decoding: event.canonicalBytes, as: UTF8.self) == """
                {"actor":{"account":"asem-trial/x","office":{"deputy":true,"partner":"FR","role":"proposer"}},\
                "data":{"text":"Ça va."},"decided_at":"2026-03-10T09:00:00.000000Z","forum":"asem-trial","from":"drafted",\
                "kind":"noted","previous":"00","recorded_at":"2026-03-10T09:00:00.500000Z","schema":2,\
                "stream":"ASEM-2026-0001","to":"drafted","version":2}
                """)
    }

    @Test(arguments: [
        "", "[]", "{}", "{\"schema\":2}", "{\"schema\":1,\"kind\":\"dreamt\"}", "{\"schema\":1,\"kind\":\"noted\"}",
    ])
    func whatIsNoEventIsSaid(text: String) {
        #expect(throws: EventError.self) { try SealedEvent(bytes: Array(text.utf8)) }
    }

    @Test func anOfficeWithoutARoleIsNone() throws {
        var json = try #require(JSONValue.parse(Array("{\"account\":\"a\",\"office\":{}}".utf8)).object)
        #expect(throws: EventError.self) { try Actor(json: json) }
        json["office"] = .null
        #expect(try Actor(json: json) == Actor(account: "a", office: nil))
    }

    /// One thing wrong with the next event of a history.
    @Test(arguments: [
        "version", "previous", "stream", "forum", "from", "to", "time", "kind", "registry", "data", "first",
    ])
    func aHistoryThatDoesNotFollowIsRefused(fault: String) throws {
        var world = try World.asem()
        try world.draft()
        try world.circulate()
        try world.hear("JP")
        let history = world.history(ref)
        let before = try Proposal.replay(history.dropLast())
        var event = try #require(history.last?.event)
        #expect(try Proposal.evolve(before, SealedEvent(event)) == world.proposal(ref))
        switch fault {
        case "version": event.version += 1
        case "previous": event.previous = history.first?.digest
        case "stream": event.stream = "ASEM-2026-0002"
        case "forum": event.forum = "mpac"
        case "from": event.from = "drafted"
        case "to": event.to = "consensus"
        case "time": event.recordedAt = event.recordedAt.advanced(byMicroseconds: -1_000_000)
        case "kind": event.kind = .drafted
        case "registry": event.kind = .partnerLeft
        case "data": event.data["stance"] = "perhaps"
        default:
            #expect(throws: EventError.self) { try Proposal.evolve(nil, SealedEvent(event)) }
            #expect(throws: EventError.self) { try Proposal.replay([]) }
            return
        }
        #expect(throws: EventError.self) { try Proposal.evolve(before, SealedEvent(event)) }
    }

    @Test func aRegistryRefusesWhatDoesNotFollow() throws {
        let world = try World.asem()
        var event = try #require(world.registryHistory.last?.event)
        func folds(_ event: Event) -> Bool {
            var registry = Registry(forum: "asem-trial")
            do {
                for sealed in world.registryHistory.dropLast() { try registry.evolve(sealed) }
                let before = registry
                do { try registry.evolve(SealedEvent(event)) } catch {
                    #expect(registry == before, "a refused event changes nothing")
                    throw error
                }
                return true
            } catch { return false }
        }
        #expect(folds(event))
        event.version += 1
        #expect(!folds(event))
        event.version -= 1
        for kind in [EventKind.noted, .partnerLeft, .appointmentMade, .tokenRevoked, .lifecycleLoaded] {
            event.kind = kind
            event.data = [
                "id": "nobody", "account": "nobody", "left": "2026-01-01", "token": "none", "number": 1,
                "office": ["role": "admin"], "from": "2026-01-01T00:00:00Z", "digest": "d", "definition": [:],
            ]
            #expect(!folds(event), "\(kind)")
        }
    }
}
