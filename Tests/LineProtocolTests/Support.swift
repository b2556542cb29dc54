import CanonicalJSON
import NIOCore

@testable import LineProtocol

/// What a line ends in: the request, or a short text of the fault.
enum Verdict: Equatable, Sendable {
    case request(Request)
    case frame(ErrorCode)
    case error(String, ErrorCode)
}

func verdict(_ line: String) -> Verdict { verdict(Array(line.utf8)) }

func verdict(_ line: [UInt8]) -> Verdict {
    do throws(RequestFault) {
        return .request(try Request.parse(line))
    } catch {
        switch error {
        case .frame(let failure): return .frame(failure.code ?? .internal)
        case .request(let tag, _, let failure): return .error(tag.text, failure.code ?? .internal)
        }
    }
}

/// The failure of a line that must not be a request.
func failure(_ line: String) -> Failure? {
    do throws(RequestFault) {
        _ = try Request.parse(Array(line.utf8))
        return nil
    } catch {
        switch error {
        case .frame(let failure), .request(_, _, let failure): return failure
        }
    }
}
