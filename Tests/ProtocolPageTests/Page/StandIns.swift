/// What differs from run to run on the page, and what stands for it in this run.
///
/// Four kinds of text: instants that are not whole seconds, digests and other runs of 16 or 64 hexadecimal digits (in
/// tokens, their ids and cursors, too), and refs, of which only the year differs. The first time one of the page meets one of the server, the two
/// are held together: from then on they must meet each other and no one else.
struct StandIns {
    private var real: [String: String] = [:]
    private var printed: [String: String] = [:]

    /// Holds two texts together before they meet.
    mutating func bind(_ page: String, to real: String) {
        self.real[page] = real
        printed[real] = page
    }

    /// A request of the page as it is to be sent.
    func sent(_ request: String) -> String {
        StandIns.pieces(of: request).map { piece in
            switch piece {
            case .fixed(let text): text
            case .varying(let text): real[text] ?? beginning(text)
            case .beginning(let text): beginning(text)
            }
        }.joined()
    }

    /// What stands for the beginning of a digest: a cursor has 16 digits of one, a position names a text by 8 or more.
    private func beginning(_ text: String) -> String {
        real.first { $0.key.count > text.count && $0.key.hasPrefix(text) }.map { String($0.value.prefix(text.count)) }
            ?? text
    }

    /// Whether a line of the server is the one that the page prints. Where the page has `…`, anything may stand.
    mutating func agree(_ page: String, _ server: String) -> Bool {
        if let gap = page.firstRange(of: "…") {
            let (head, tail) = (page[..<gap.lowerBound], page[gap.upperBound...])
            guard server.count >= head.count + tail.count else { return false }
            return agree(String(head), String(server.prefix(head.count)))
                && agree(String(tail), String(server.suffix(tail.count)))
        }
        let (left, right) = (StandIns.pieces(of: page), StandIns.pieces(of: server))
        guard left.count == right.count else { return false }
        var next = self
        for pair in zip(left, right) {
            switch pair {
            case (.fixed(let a), .fixed(let b)), (.beginning(let a), .beginning(let b)):
                guard a == b else { return false }
            case (.varying(let a), .varying(let b)): guard next.meet(a, b) else { return false }
            default: return false
            }
        }
        self = next
        return true
    }

    /// Holds together what it can of two lines that may differ otherwise, for printing the page anew.
    mutating func learn(_ page: String, _ server: String) {
        if agree(page, server) { return }
        func varying(_ line: String) -> [String] {
            StandIns.pieces(of: line).compactMap { if case .varying(let text) = $0 { text } else { nil } }
        }
        let (left, right) = (varying(page), varying(server))
        guard left.count == right.count else { return }
        for (a, b) in zip(left, right) { _ = meet(a, b) }
    }

    /// A line of the server in the words of the page: what the page knows keeps its name, so that little changes.
    func onPage(_ line: String) -> String {
        StandIns.pieces(of: line).map { piece in
            switch piece {
            case .fixed(let text): text
            case .varying(let text), .beginning(let text): printed[text] ?? text
            }
        }.joined()
    }

    private mutating func meet(_ a: String, _ b: String) -> Bool {
        if let known = real[a] { return known == b }
        if printed[b] != nil { return false }
        guard a.count == b.count, a.hasPrefix("TRIAL-") == b.hasPrefix("TRIAL-"),
            !a.hasPrefix("TRIAL-") || a.suffix(5) == b.suffix(5)
        else { return false }
        bind(a, to: b)
        return true
    }

    // MARK: cutting a line into pieces

    enum Piece {
        case fixed(String)
        case varying(String)
        /// 8 to 15 hexadecimal digits: perhaps the beginning of a digest.
        case beginning(String)
    }

    static func pieces(of line: String) -> [Piece] {
        let bytes = Array(line.utf8)
        var pieces: [Piece] = []
        var fixed = 0
        var index = 0
        func flush(_ end: Int) {
            if fixed < end { pieces.append(.fixed(text(bytes[fixed..<end]))) }
        }
        while index < bytes.count {
            if let length = instant(bytes, index) ?? ref(bytes, index) {
                flush(index)
                pieces.append(.varying(text(bytes[index..<(index + length)])))
                index += length
                fixed = index
                continue
            }
            guard isHex(bytes[index]), index == 0 || !isWord(bytes[index - 1]) || bytes[index - 1] == UInt8(ascii: "_")
            else {
                index += 1
                continue
            }
            let end = bytes[index...].firstIndex { !isHex($0) } ?? bytes.count
            let isWhole = end == bytes.count || !isWord(bytes[end])
            let count = end - index
            if isWhole, count == 16 || count == 64 || (8..<16).contains(count) {
                flush(index)
                let piece = text(bytes[index..<end])
                pieces.append(count < 16 ? .beginning(piece) : .varying(piece))
                fixed = end
            }
            index = end
        }
        flush(bytes.count)
        return pieces
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func isHex(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        isHex(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == UInt8(ascii: "_")
    }

    /// The length of an instant with a fraction that is not zero.
    private static func instant(_ bytes: [UInt8], _ start: Int) -> Int? {
        let form = Array("dddd-dd-ddTdd:dd:dd.ddddddZ".utf8)
        guard matches(bytes, start, form), bytes[(start + 20)..<(start + 26)].contains(where: { $0 != 0x30 }) else {
            return nil
        }
        return form.count
    }

    private static func ref(_ bytes: [UInt8], _ start: Int) -> Int? {
        let form = Array("TRIAL-dddd-dddd".utf8)
        return matches(bytes, start, form) ? form.count : nil
    }

    private static func matches(_ bytes: [UInt8], _ start: Int, _ form: [UInt8]) -> Bool {
        guard bytes.count >= start + form.count else { return false }
        return zip(form, bytes[start...]).allSatisfy { wanted, byte in
            wanted == UInt8(ascii: "d") ? (0x30...0x39).contains(byte) : wanted == byte
        }
    }
}
