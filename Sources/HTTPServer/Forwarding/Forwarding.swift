import HTTPTypes

/// Where a request came from, and whether its way was secret: as the connection shows it, or as a proxy says that is trusted.
struct Forwarding: Sendable, Hashable {
    /// The address of whoever asks; nil where there is none.
    let peer: String?
    /// Whether the browser speaks TLS, with this server or with the proxy.
    let isSecure: Bool

    /// The headers in which a proxy says it.
    static let headers = ["forwarded", "x-forwarded-for", "x-forwarded-proto"].compactMap { HTTPField.Name($0) }

    /// - Parameters:
    ///   - peer: the address at the other end of the connection.
    ///   - isSecure: whether the connection itself is one of TLS.
    ///   - proxies: whose word is taken. Anybody may write these headers; of anybody else they are ignored.
    init(_ headers: HTTPFields, peer: String?, isSecure: Bool, proxies: [AddressRange]) {
        func isProxy(_ address: String) -> Bool { proxies.contains { $0.contains(address) } }
        guard let peer, isProxy(peer) else {
            (self.peer, self.isSecure) = (peer, isSecure)
            return
        }
        // A proxy writes one kind of them. What it lets pass of the other, whoever asks may have written: where both are there, neither is
        // believed.
        let (some, others) = (Step.ofForwarded(headers), Step.ofOldHeaders(headers))
        let steps = some.isEmpty ? others : others.isEmpty ? some : []
        // The nearest proxy wrote last. What stands before the first address that is none of ours, nobody vouches for.
        var found: String?
        for step in steps.reversed() {
            guard let address = step.address else { break }
            found = address
            guard isProxy(address) else { break }
        }
        self.peer = found ?? peer
        self.isSecure = isSecure || steps.last?.scheme == "https"
    }
}

/// What one proxy says of a request that it hands on.
private struct Step {
    /// Nil where it says none.
    var address: String?
    var scheme: String?

    /// What stands in `X-Forwarded-For` and `X-Forwarded-Proto`. The lists need not be of one length: the last of each is the nearest
    /// proxy's.
    static func ofOldHeaders(_ headers: HTTPFields) -> [Step] {
        func list(_ name: String) -> [Substring] {
            guard let name = HTTPField.Name(name) else { return [] }
            return headers[values: name].flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        }
        var steps = list("x-forwarded-for").map { Step(address: address(trimmed($0))) }
        if let scheme = list("x-forwarded-proto").last {
            if steps.isEmpty { steps = [Step()] }
            steps[steps.count - 1].scheme = trimmed(scheme).lowercased()
        }
        return steps
    }

    /// What stands in `Forwarded` (RFC 7239).
    static func ofForwarded(_ headers: HTTPFields) -> [Step] {
        guard let name = HTTPField.Name("forwarded") else { return [] }
        return headers[values: name].flatMap { pieces($0[...], at: ",") }.map { element in
            var step = Step()
            for pair in pieces(element, at: ";") {
                let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard sides.count == 2 else { continue }
                let text = trimmed(sides[1]).filter { $0 != "\"" }
                switch trimmed(sides[0]).lowercased() {
                case "for": step.address = address(text)
                case "proto": step.scheme = text.lowercased()
                default: break
                }
            }
            return step
        }
    }

    /// The parts between marks that stand in no quotation.
    private static func pieces(_ text: Substring, at mark: Character) -> [Substring] {
        var isQuoted = false
        return text.split(omittingEmptySubsequences: false) { character in
            if character == "\"" { isQuoted.toggle() }
            return character == mark && !isQuoted
        }
    }

    /// An address without its port and brackets; nil where it is none.
    private static func address(_ text: String) -> String? {
        var bare = text
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            bare = String(text[text.index(after: text.startIndex)..<end])
        } else if text.filter({ $0 == ":" }).count == 1 {
            // That of a port; an address of IPv6 has more.
            bare = String(text.prefix { $0 != ":" })
        }
        return AddressRange.isAddress(bare) ? bare : nil
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return String(rest.drop { $0 == " " || $0 == "\t" })
    }
}
