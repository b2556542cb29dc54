import Lifecycle

extension ServeConfiguration {
    /// Every key of a configuration file; docs/configuration.md says what each one means.
    static let keys = [
        "data", "database", "signer", "origin", "policy", "listen", "socket", "tls-certificate", "tls-key",
        "connections", "database-connections", "stop-seconds", "log-level", "log-format",
    ]

    /// Takes over what a file says: lines of `key: value`, `#` begins a comment where a word could begin, `listen` may stand more than once.
    mutating func read(file path: String) throws {
        let text: String
        do { text = try LocalFile.text(path) } catch {
            throw CommandFailure.usage("\(path) \(error.sentence)")
        }
        var listeners: [String] = []
        var seen: Set<String> = []
        var certificate: String?
        var key: String?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let content = ServeConfiguration.withoutComment(line)
            guard content.contains(where: { !$0.isWhitespace }) else { continue }
            func fault(_ sentence: String) -> CommandFailure { .usage("\(path):\(index + 1): \(sentence)") }
            guard let colon = content.firstIndex(of: ":") else { throw fault("write \"key: value\"") }
            let name = ServeConfiguration.trimmed(content[..<colon])
            let value = ServeConfiguration.trimmed(content[content.index(after: colon)...])
            guard ServeConfiguration.keys.contains(name) else {
                throw fault(
                    "there is no key \"\(name)\"; use one of \(ServeConfiguration.keys.joined(separator: ", "))")
            }
            guard name == "listen" || seen.insert(name).inserted else {
                throw fault("\"\(name)\" is set twice; only \"listen\" may be repeated")
            }
            guard !value.isEmpty else { throw fault("\"\(name)\" has no value") }
            // A line break of another kind (U+2028, U+0085) ends no line here, so the value would swallow the next key.
            if let scalar = value.unicodeScalars.first(where: { $0 != "\t" && DefinitionReading.isHarmful($0) }) {
                throw fault(
                    "\"\(name)\" holds the character \(HiddenCharacter.name(of: scalar)), which cannot be seen; write each setting in a line of its own"
                )
            }
            func number(_ range: ClosedRange<Int>) throws -> Int {
                guard let number = Int(value), range.contains(number) else {
                    throw fault("\"\(name)\" must be a number from \(range.lowerBound) to \(range.upperBound)")
                }
                return number
            }
            func placed(_ set: () throws -> Void) throws {
                do { try set() } catch CommandFailure.usage(let sentence) { throw fault(sentence) }
            }
            switch name {
            case "data": data = value
            case "database": database = .conninfo(value)
            case "signer": signer = value
            case "origin": try placed { try setOrigin(value) }
            case "policy": policy = value
            case "listen": listeners.append(value)
            case "socket": socket = value
            case "tls-certificate": certificate = value
            case "tls-key": key = value
            case "connections": connections = try number(1...1_000_000)
            case "database-connections": databaseConnections = try number(2...500)
            case "stop-seconds": stopSeconds = try number(0...3600)
            case "log-level": try placed { try log.setLevel(value) }
            default: try placed { try log.setFormat(value) }
            }
        }
        if !listeners.isEmpty { listen = listeners }
        switch (certificate, key) {
        case (.some(let certificate), .some(let key)): tls = TLS(certificate: certificate, key: key)
        case (.none, .none): break
        default: throw CommandFailure.usage("\(path): tls-certificate and tls-key go together; give both")
        }
    }

    /// A line up to its comment. A `#` within a word belongs to it: a password may hold one.
    private static func withoutComment(_ line: Substring) -> Substring {
        var before: Character = " "
        for index in line.indices {
            if line[index] == "#", before.isWhitespace { return line[..<index] }
            before = line[index]
        }
        return line
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let characters = Array(text)
        let start = characters.firstIndex { !$0.isWhitespace } ?? characters.count
        let end = characters.lastIndex { !$0.isWhitespace }.map { $0 + 1 } ?? start
        return String(characters[start..<max(start, end)])
    }
}
