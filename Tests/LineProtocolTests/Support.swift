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

/// A small generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
