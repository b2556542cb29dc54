import TestRandom

/// In which pieces the bytes of a connection reach the server.
enum Delivery: Sendable {
    /// Lines that are sent together, in one piece.
    case whole
    /// Each byte by itself.
    case bytes
    /// In two pieces, the second from this byte of that connection on; the first byte is number 0.
    case cut(connection: String, at: Int)
    /// In pieces of 1 to 64 bytes, as chance has it.
    case pieces(seed: UInt64)

    /// The pieces of what is sent on a connection after so many bytes.
    func pieces(of bytes: [UInt8], on connection: String, after sent: Int) -> [ArraySlice<UInt8>] {
        switch self {
        case .whole: return [bytes[...]]
        case .bytes: return bytes.indices.map { bytes[$0...$0] }
        case .cut(let name, let place):
            guard name == connection, place > sent, place < sent + bytes.count else { return [bytes[...]] }
            return [bytes[..<(place - sent)], bytes[(place - sent)...]]
        case .pieces(let seed):
            var random = SeededRandom(seed: seed &+ UInt64(sent))
            var pieces: [ArraySlice<UInt8>] = []
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + 1 + random.below(64))
                pieces.append(bytes[start..<end])
                start = end
            }
            return pieces
        }
    }
}
