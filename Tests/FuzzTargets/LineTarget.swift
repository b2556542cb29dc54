import LineProtocol
import NIOCore

extension FuzzTarget {
    /// Bytes of a connection: cut into lines, and each line read as a request and as a reply.
    static let line = FuzzTarget(
        "line", longest: 2048, verdicts: ["misshapen", "read", "refused"]
    ) { bytes throws(Finding) in
        try cutAlike(bytes)
        if let reply = try? Reply.parse(bytes) {
            let again = try mustRead("a reply that was written") { try Reply.parse(Array(reply.line.utf8)) }
            try must(again == reply, "a reply is another one once it is written: \(reply.line)")
        }
        let request: Request
        do throws(RequestFault) { request = try Request.parse(bytes) } catch {
            switch error {
            case .frame(let failure):
                try must(failure.code?.entry.closes == true, "a broken frame that closes nothing: \(failure)")
            case .request(_, _, let failure):
                try must(failure.code?.entry.closes == false, "a bad request that closes: \(failure)")
            }
            return "refused"
        }
        let again = try mustRead("a request that was written") { try Request.parse(Array(request.line.utf8)) }
        try must(again == request, "a request is another one once it is written: \(request.line)")
        return try hasMembers(request.verb.request, request) ? "read" : "misshapen"
    }

    /// Whether the verb takes the request; if so, what it reads is what it writes.
    private static func hasMembers<Members: VerbRequest>(
        _ type: Members.Type, _ request: Request
    ) throws(Finding) -> Bool {
        guard let members = try? Members(request) else { return false }
        let again = try mustRead("members that were written") {
            try Members(try members.request(key: request.key, if: request.expectedVersion))
        }
        try must(again == members, "\(Members.name) has other members once they are written: \(members), \(again)")
        return true
    }

    /// However the bytes come, the lines are the same.
    private static func cutAlike(_ bytes: [UInt8]) throws(Finding) {
        let whole = lines([bytes[...]])
        let middle = bytes.isEmpty ? 0 : Int(bytes[0]) % bytes.count
        try must(lines([bytes[..<middle], bytes[middle...]]) == whole, "other lines where the bytes come in two parts")
        try must(lines(bytes.indices.map { bytes[$0...$0] }) == whole, "other lines where the bytes come one by one")
        for line in whole { try must(line.count <= limit, "a line over the limit") }
    }

    private static let limit = 48

    /// The lines up to the end or to one that is too long; the empty array after it says so.
    private static func lines(_ parts: [ArraySlice<UInt8>]) -> [[UInt8]] {
        var framer = LineFramer(limit: limit)
        var lines: [[UInt8]] = []
        do {
            for part in parts {
                framer.append(ByteBuffer(bytes: part))
                while let line = try framer.next() { lines.append(Array(line.readableBytesView)) }
            }
        } catch {
            lines.append([])
        }
        return lines
    }
}
