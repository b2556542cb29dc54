import CanonicalJSON
import LineProtocol

@testable import ImportFiles
@testable import Terminal

/// Scripts for a peer.
enum Scripts {
    /// Answers everything well: reads from the samples, writes with what a write answers.
    static let agreeable: FakePeer.Script = { request in
        switch request.verb {
        case .auth:
            return .ok([
                "account": "asem/contact-point-VN", "forum": "asem", "administrator": false, "appointments": [],
            ])
        case .ping: return .ok(["now": "2026-03-01T12:00:00.000000Z"])
        case .migration: return .ok(["count": 0, "next": .null])
        case .checkpoint: return .ok(["size": 1, "note": "a note\n", "key": "a key"])
        case .forums: return .ok(["count": 1], rows: [["forum": "asem", "name": "Asia-Europe Meeting"]])
        case .show: return .ok((try? Samples.proposal()) ?? [:])
        case .forum where request.object == nil: return .ok(["forum": "asem"])
        case .lifecycle where request.object == nil:
            return .ok(["id": "asem-initiative", "version": 1, "definition": .object(Repository.definition)])
        case .partners: return .ok(["count": 53], rows: (try? Repository.partners()) ?? [])
        case .replay: return .ok((try? Samples.proposal()) ?? [:], rows: (try? Samples.history()) ?? [])
        case .history: return .ok((try? Samples.historyEnd()) ?? [:], rows: (try? Samples.history()) ?? [])
        case .why:
            let why = try? Samples.why()
            return .ok(why?.answer ?? [:], rows: why?.rows ?? [])
        case .watch:
            return .ok(
                [:],
                rows: ((try? Samples.watched()) ?? []).enumerated().map { index, event in
                    ["cursor": .string("asem:\(index):aa"), "event": .object(event)]
                })
        case .token: return .ok(["account": "a", "token": "secret-of-\(request.arguments[0])".value, "id": "tk-1"])
        case .account:
            let appointment = request.object?["appointments"]?.array?.first
            let name =
                request.object?["account"]?.string
                ?? "\(appointment?["role"]?.string ?? "")-\(appointment?["partner"]?.string ?? "")"
            return .ok(["account": .string("asem/\(name)"), "events": ["account-opened"]])
        default:
            return .ok([
                "ref": "ASEM-2026-0001", "state": "circulated", "version": 7, "revision": 2, "round": 1,
                "events": ["moved"], "recorded_at": "2026-03-01T12:00:00.000000Z",
            ])
        }
    }

    /// Refuses one verb, and answers everything else well.
    static func refusing(_ verb: Verb, _ failure: Failure) -> FakePeer.Script {
        { request in request.verb == verb ? .refused(failure) : agreeable(request) }
    }
}

extension String {
    fileprivate var value: JSONValue { .string(self) }
}

extension Request {
    /// The line without its tag, and without a key that the command made up.
    var text: String {
        var request = self
        request.tag = RequestTag(number: 0)
        if request.key?.hasPrefix("cli-") == true { request.key = nil }
        return String(request.line.dropFirst(2))
    }
}
