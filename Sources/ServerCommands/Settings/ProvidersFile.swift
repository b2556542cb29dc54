import IdentityProviders
import Record
import Terminal
import Wording

/// The file of the identity providers at which people log in: lines of `key: value`, of which `provider` begins each of them.
struct ProvidersFile: Sendable {
    private static let keys = ["provider", "issuer", "label", "client", "secret-file", "scopes", "algorithms", "roots"]

    private(set) var providers: [ProviderSettings] = []

    /// What stands between one `provider` and the next.
    private struct Block {
        let line: Int
        var texts: [String: String] = [:]
    }

    /// Reads a file. Throws the first fault, with its line.
    init(_ path: String) throws {
        let text: String
        do { text = try LocalFile.text(path) } catch {
            throw CommandFailure.usage(TerminalText.line("the identity providers \(path) \(error.sentence)"))
        }
        var blocks: [Block] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            try ProvidersFile.at(path, index + 1) { try ProvidersFile.take(line, index + 1, &blocks) }
        }
        for block in blocks {
            try ProvidersFile.at(path, block.line) {
                let provider = try ProvidersFile.provider(block)
                for other in providers {
                    if other.name == provider.name {
                        throw CommandFailure.usage("there are two providers \(other.name)")
                    }
                    if other.issuer == provider.issuer {
                        throw CommandFailure.usage("\(other.name) and \(provider.name) have the same issuer")
                    }
                }
                providers.append(provider)
            }
        }
        guard !providers.isEmpty else {
            throw CommandFailure.usage(
                TerminalText.line("\(path) names no provider; begin one with \"provider: NAME\""))
        }
    }

    private static func at(_ path: String, _ line: Int, _ body: () throws -> Void) throws {
        do { try body() } catch CommandFailure.usage(let sentence) {
            throw CommandFailure.usage(TerminalText.line("\(path):\(line): \(sentence)"))
        }
    }

    private static func take(_ line: Substring, _ number: Int, _ blocks: inout [Block]) throws {
        guard line.first(where: { !$0.isWhitespace }).map({ $0 != "#" }) ?? false else { return }
        guard let colon = line.firstIndex(of: ":") else { throw CommandFailure.usage("write \"key: value\"") }
        let (key, text) = (trimmed(line[..<colon]), trimmed(line[line.index(after: colon)...]))
        guard keys.contains(key) else {
            throw CommandFailure.usage("there is no key \"\(key)\"; use one of \(keys.joined(separator: ", "))")
        }
        guard !text.isEmpty else { throw CommandFailure.usage("\"\(key)\" has no value") }
        if let scalar = text.unicodeScalars.first(where: HiddenCharacter.isHarmful) {
            throw CommandFailure.usage(
                "\"\(key)\" holds the character \(HiddenCharacter.name(of: scalar)), which cannot be seen")
        }
        if key == "provider" { blocks.append(Block(line: number)) }
        guard let last = blocks.indices.last else {
            throw CommandFailure.usage("begin each provider with \"provider: NAME\"")
        }
        guard blocks[last].texts.updateValue(text, forKey: key) == nil else {
            throw CommandFailure.usage("\"\(key)\" is set twice")
        }
    }

    private static func provider(_ block: Block) throws -> ProviderSettings {
        func needed(_ key: String) throws -> String {
            guard let text = block.texts[key] else {
                throw CommandFailure.usage("the provider \(block.texts["provider"] ?? "") needs \"\(key)\"")
            }
            return text
        }
        let name = try needed("provider")
        guard (1...32).contains(name.utf8.count), name.utf8.allSatisfy(isNameByte) else {
            throw CommandFailure.usage(
                "\"\(name)\" is no name of a provider; use 1 to 32 small letters, digits or '-', for it stands in addresses"
            )
        }
        let issuer = try needed("issuer")
        if let fault = ProviderSettings.fault(ofIssuer: issuer) { throw CommandFailure.usage("\"issuer\": \(fault)") }
        var provider = ProviderSettings(
            name: name, label: block.texts["label"] ?? name, issuer: issuer, clientID: try needed("client"),
            clientSecret: try secret(try needed("secret-file")),
            scopes: words(block.texts["scopes"] ?? ""))
        if let text = block.texts["algorithms"] { provider.algorithms = try algorithms(text) }
        if let path = block.texts["roots"], let fault = provider.readRoots(path) {
            throw CommandFailure.usage("\"roots\": \(path) \(fault)")
        }
        return provider
    }

    private static func secret(_ path: String) throws -> String {
        let text: String
        do { text = try LocalFile.text(path) } catch {
            throw CommandFailure.usage("\"secret-file\": \(path) \(error.sentence)")
        }
        let secret = trimmed(text)
        guard !secret.isEmpty, secret.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw CommandFailure.usage(
                "\"secret-file\": \(path) must hold one word of visible ASCII, the client's secret")
        }
        return secret
    }

    private static func algorithms(_ text: String) throws -> Set<WebKey.Algorithm> {
        var algorithms: Set<WebKey.Algorithm> = []
        for word in words(text) {
            guard let algorithm = WebKey.Algorithm(rawValue: word) else {
                throw CommandFailure.usage(
                    "\"algorithms\": \"\(word)\" is not taken; use some of "
                        + WebKey.Algorithm.allCases.map(\.rawValue).joined(separator: ", ")
                        + ", none of which rests on a secret that both sides know")
            }
            algorithms.insert(algorithm)
        }
        return algorithms
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "\t" }).map(String.init)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = Substring(text)
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return String(rest.drop(while: \.isWhitespace))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }
}
