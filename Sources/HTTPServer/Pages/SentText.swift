import Hummingbird
import HummingbirdCore
import LineProtocol
import NIOCore

/// A text that goes out while the rows come that it stands in, so that memory does not grow with it. If it fails on the way, the
/// connection breaks off: nobody takes a part for the whole.
struct SentText: Sendable {
    /// Bytes that are held back, so that a failure among the first rows is still told as one.
    static let piece = 64 << 10

    private let answer: OpenAnswer

    init(_ answer: OpenAnswer) { self.answer = answer }

    /// Its next part; nil where all that is left is how it ended.
    func next() async -> [UInt8]? {
        while let piece = await answer.next() {
            if case .row(let row) = piece { return Array(TextPart(row).text.utf8) }
        }
        return nil
    }

    /// How it ended, once ``next()`` has answered nil.
    var failure: Failure? {
        guard case .failure(let failure) = answer.outcome else { return nil }
        return failure
    }

    /// What was taken of it already, and the rest.
    func body(after first: [UInt8]) -> ResponseBody {
        ResponseBody { body in
            try await body.write(ByteBuffer(bytes: first))
            while let part = await next() { try await body.write(ByteBuffer(bytes: part)) }
            if let failure { throw failure }
            try await body.finish(nil)
        }
    }
}
