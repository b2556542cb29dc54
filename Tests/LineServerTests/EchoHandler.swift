import CanonicalJSON
import LineProtocol
import LineServer
import Requests
import Synchronization
import TestTime

/// A small handler behind real sessions: it answers from the request itself, and a test holds its gates.
final class EchoHandler: RequestGateway, RequestHandler {
    /// AUTH with the token `slow`, and whatever concerns the ref `gate`, wait here.
    let gate = Gate()
    /// Opened when a request of the ref `gate` has begun.
    let begun = Gate()
    /// Opened when a request of the ref `gate` was cancelled.
    let cancelled = Gate()
    private let order = Mutex<[String]>([])
    private let seen = Mutex<[Peer]>([])
    private let addresses = Mutex<Set<String>>([])

    /// The tags in the order in which they were accepted.
    var accepted: [String] { order.withLock { $0 } }

    /// Where those were that had not logged in.
    var strangersAddresses: Set<String> { addresses.withLock { $0 } }

    /// Who was at the other end when AUTH came, each time.
    var peers: [Peer] { seen.withLock { $0 } }

    func authenticate(_ request: Request, from peer: Peer) async -> Result<Login, Failure> {
        seen.withLock { $0.append(peer) }
        switch request.object?["token"]?.string {
        case "good": break
        case "slow": await gate.pass()
        case "long":
            let answer = Verbs.Auth.End(account: String(repeating: "x", count: 100_000))
            return .success(Login(answer: answer, handler: self))
        case "late": return .failure(Failure(.tokenExpired, "the token's last day was yesterday"))
        default: return .failure(Failure(.badToken, "the token is not known"))
        }
        return .success(Login(answer: Verbs.Auth.End(account: "a1"), handler: self))
    }

    func strangers(at address: String?) -> any RequestHandler {
        if let address { addresses.withLock { _ = $0.insert(address) } }
        return self
    }

    func accept(_ request: Request) async -> Operation {
        let place = order.withLock { order in
            order.append(request.tag.text)
            return order.count
        }
        let isGated = request.argument("ref") == "gate"
        return Operation { [self] writer in
            if isGated {
                begun.open()
                await gate.pass()
                if Task.isCancelled {
                    cancelled.open()
                    return .failure(Failure(.cancelled, "it was cancelled"))
                }
            }
            return await answer(request, place, writer)
        }
    }

    private func answer(_ request: Request, _ place: Int, _ writer: any AnswerWriter) async -> Outcome {
        do throws(ReaderLeft) {
            switch request.verb {
            case .history:
                let text = String(repeating: "x", count: Int(request.integer("after") ?? 1))
                for number in 0..<(request.integer("limit") ?? 3) {
                    try await writer.row(["number": .integer(number), "text": .string(text)])
                }
                return .success(nil)
            case .watch:
                let size = request.options["after"].flatMap { Int($0) } ?? 1
                let count = request.argument("forum") == "endless" ? Int64.max : 3
                for number in 1...count {
                    try await writer.event(["text": .string(String(repeating: "x", count: size))], cursor: "c\(number)")
                }
                await Gate().pass()
                return .failure(Failure(.cancelled, "the watch was left"))
            case .note: return .success(["version": .integer(Int64(place)), "text": request.object?["text"] ?? .null])
            case .replay:
                let text = String(repeating: "x", count: Int(request.integer("version") ?? 1))
                return .success(["place": .integer(Int64(place)), "text": .string(text)])
            case .why: return .failure(Failure(.refused, "not yet", details: ["unmet": ["som"]]))
            default: return .success(["ref": .optional(request.argument("ref")), "place": .integer(Int64(place))])
            }
        } catch {
            return .failure(Failure(.cancelled, "nobody reads any more"))
        }
    }
}
