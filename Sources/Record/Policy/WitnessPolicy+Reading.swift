extension WitnessPolicy {
    /// The longest policy that is read, in bytes.
    package static let byteLimit = 1 << 20

    /// Reads a policy file strictly; a fault names its line.
    package init(parsing bytes: [UInt8]) throws(PolicyFault) {
        guard bytes.count <= WitnessPolicy.byteLimit else {
            throw PolicyFault(line: 0, "it is longer than \(WitnessPolicy.byteLimit) bytes")
        }
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
            throw PolicyFault(
                line: 1,
                "it begins with a byte order mark; a policy is hashed as it stands, so save it as UTF-8 without one")
        }
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
            throw PolicyFault(line: 0, "it is UTF-16, which Windows calls Unicode; save it as UTF-8")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw PolicyFault(line: 0, "it is not valid UTF-8")
        }
        if bytes.contains(0x0D), !bytes.contains(0x0A) {
            throw PolicyFault(
                line: 1, "its lines end with CR alone; a policy is hashed as it stands, so save it with LF line ends")
        }
        guard bytes.isEmpty || bytes.last == 0x0A else {
            let line = bytes.count { $0 == 0x0A } + 1
            throw PolicyFault(line: line, "the last line is not ended by a line break (LF); add one")
        }
        try self.init(
            lines: bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
                .map { String(decoding: $0, as: UTF8.self) })
    }

    /// Reads the lines of a policy, without their breaks.
    package init(lines: [String]) throws(PolicyFault) {
        self.init()
        self.lines = lines
        var hasQuorum = false
        var members: Set<String> = []
        for (index, text) in lines.enumerated() {
            let number = index + 1
            guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw PolicyFault(
                    line: number,
                    text.utf8.contains(0x0D)
                        ? "the line ends with CR LF or holds a CR; a policy is hashed as it stands, so save it with LF line ends"
                        : "it holds a control character")
            }
            let words = text.utf8.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
            guard let first = words.first, first.utf8.first != UInt8(ascii: "#") else { continue }
            switch first {
            case "log": try readLog(words, number)
            case "witness": try readWitness(words, number)
            case "group": try readGroup(words, number, &members)
            case "quorum":
                guard !hasQuorum else { throw PolicyFault(line: number, "there is a quorum already") }
                hasQuorum = true
                try readQuorum(words, number)
            default:
                throw PolicyFault(line: number, "\"\(first.prefix(40))\" is not one of log, witness, group, quorum")
            }
        }
        guard hasQuorum else { throw PolicyFault(line: 0, "a quorum line is missing; \"quorum none\" asks for none") }
    }

    private mutating func readLog(_ words: [String], _ line: Int) throws(PolicyFault) {
        guard (2...3).contains(words.count) else {
            throw PolicyFault(line: line, "\"log KEY\" or \"log KEY URL\" is needed")
        }
        let key = try WitnessPolicy.key(words[1], .log, line)
        guard !logs.contains(where: { $0.key.publicKey == key.publicKey || $0.key.name == key.name }) else {
            throw PolicyFault(line: line, "this log's key or name appears twice")
        }
        logs.append(Party(name: key.name, key: key, url: words.count == 3 ? words[2] : nil))
    }

    private mutating func readWitness(_ words: [String], _ line: Int) throws(PolicyFault) {
        guard (3...4).contains(words.count) else {
            throw PolicyFault(line: line, "\"witness NAME KEY\" or \"witness NAME KEY URL\" is needed")
        }
        try mustBeFree(words[1], line)
        let key = try WitnessPolicy.key(words[2], .cosignature, line)
        guard !witnesses.contains(where: { $0.key.publicKey == key.publicKey }) else {
            throw PolicyFault(line: line, "this witness's key appears twice")
        }
        witnesses.append(Party(name: words[1], key: key, url: words.count == 4 ? words[3] : nil))
    }

    private mutating func readGroup(
        _ words: [String], _ line: Int, _ taken: inout Set<String>
    ) throws(PolicyFault) {
        guard words.count >= 4 else {
            throw PolicyFault(line: line, "\"group NAME any|all|NUMBER MEMBER…\" is needed")
        }
        try mustBeFree(words[1], line)
        let members = Array(words[3...])
        for member in members {
            guard isDefined(member) else {
                throw PolicyFault(line: line, "\(member.prefix(40)) is not a witness or group of a line before")
            }
            guard taken.insert(member).inserted else {
                throw PolicyFault(line: line, "\(member.prefix(40)) is a member already")
            }
        }
        let threshold: Int
        switch words[2] {
        case "any": threshold = 1
        case "all": threshold = members.count
        default:
            guard let number = Int(words[2]), String(number) == words[2], (1...members.count).contains(number) else {
                throw PolicyFault(line: line, "any, all or a number from 1 to \(members.count) is needed")
            }
            threshold = number
        }
        groups.append(Group(name: words[1], threshold: threshold, members: members))
    }

    private mutating func readQuorum(_ words: [String], _ line: Int) throws(PolicyFault) {
        guard words.count == 2 else { throw PolicyFault(line: line, "\"quorum NAME\" or \"quorum none\" is needed") }
        guard words[1] != "none" else { return }
        guard isDefined(words[1]) else {
            throw PolicyFault(line: line, "\(words[1].prefix(40)) is not a witness or group of a line before")
        }
        quorum = words[1]
    }

    private func mustBeFree(_ name: String, _ line: Int) throws(PolicyFault) {
        guard name != "none", !isDefined(name) else {
            throw PolicyFault(line: line, "the name \(name.prefix(40)) is taken")
        }
    }

    private func isDefined(_ name: String) -> Bool {
        witnesses.contains { $0.name == name } || groups.contains { $0.name == name }
    }

    private static func key(_ text: String, _ kind: NoteKey.Kind, _ line: Int) throws(PolicyFault) -> NoteKey {
        let key: NoteKey
        do { key = try NoteKey(text: text) } catch { throw PolicyFault(line: line, "\(error)") }
        guard key.kind == kind else {
            throw PolicyFault(
                line: line,
                kind == .log ? "this key cosigns; a log's signs" : "this key signs as a log; a witness's cosigns")
        }
        return key
    }
}
