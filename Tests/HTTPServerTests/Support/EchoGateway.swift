import CanonicalJSON
import LineProtocol
import Requests
import Synchronization
import TestTime

/// A small business behind real connections: it answers from the request itself, and a test holds its gate.
final class EchoGateway: RequestGateway, RequestHandler {
    /// Whatever concerns the ref `gate` waits here.
    let gate = Gate()
    /// Opened when a request of the ref `gate` has begun.
    let begun = Gate()
    private let state = Mutex<(requests: [Request], logins: Int, strangers: [String?])>(([], 0, []))

    /// What was asked, in order.
    var requests: [Request] { state.withLock { $0.requests } }
    /// Where each of those was that had not logged in.
    var strangersAddresses: [String?] { state.withLock { $0.strangers } }
    /// How many tokens were looked at.
    var logins: Int { state.withLock { $0.logins } }

    func authenticate(_ request: Request, from peer: Peer) async -> Result<Login, Failure> {
        state.withLock { $0.logins += 1 }
        switch request.object?["token"]?.string {
        case "good": return .success(Login(answer: Verbs.Auth.End(account: "a1"), handler: self))
        case "late": return .failure(Failure(.tokenExpired, "the token's last day was \"yesterday\""))
        default: return .failure(Failure(.badToken, "the token is not known"))
        }
    }

    func strangers(at address: String?) -> any RequestHandler {
        state.withLock { $0.strangers.append(address) }
        return self
    }

    func accept(_ request: Request) async -> Operation {
        state.withLock { $0.requests.append(request) }
        return Operation { [self] writer in
            if request.argument("ref") == "gate" {
                begun.open()
                await gate.pass()
            }
            return await answer(request, writer)
        }
    }

    private func answer(_ request: Request, _ writer: any AnswerWriter) async -> Outcome {
        do throws(ReaderLeft) {
            switch request.verb {
            case .history:
                let text = String(repeating: "x", count: Int(request.integer("after") ?? 1))
                for number in 0..<(request.integer("limit") ?? 3) {
                    try await writer.row(["number": .integer(number), "text": .string(text)])
                }
                return .success(["count": .integer(request.integer("limit") ?? 3), "next": .null])
            case .watch:
                writer.begin(at: request.options["after"] ?? "c0")
                for number in 1...3 {
                    try await writer.event(["number": .integer(Int64(number))], cursor: "c\(number)")
                }
                await Gate().pass()
                return .failure(Failure(.cancelled, "the watch was left"))
            case .note: return .success(["version": 4, "text": request.object?["text"] ?? .null])
            case .why: return .failure(Failure(.refused, "not yet", details: ["unmet": ["som"]]))
            case .revise:
                return .failure(Failure(.versionConflict, "it has version 7", details: ["version": 7]))
            case .export: return .failure(Failure(.busy, "too many", retry: .after(milliseconds: 1200)))
            default:
                return .success(["ref": .optional(request.argument("ref")), "version": 3])
            }
        } catch {
            return .failure(Failure(.cancelled, "nobody reads any more"))
        }
    }
}
