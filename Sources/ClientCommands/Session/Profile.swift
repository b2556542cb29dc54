import CanonicalJSON
import Terminal

/// Where a server is and who asks, kept under a name: a file of the owner's alone in the folder of settings.
struct Profile: Sendable, Hashable {
    /// The profile that is taken where nothing names another one, nor a server or a token.
    static let standard = "default"

    var name: String
    var server: String
    /// Nil where a certificate logs in.
    var tokenFile: String?
    var forum: String?
    var trust: String?
    var certificate: String?
    var certificateKey: String?
    /// The account to log in to, where the certificate is linked to several.
    var account: String?

    private var json: JSONObject {
        var object: JSONObject = ["server": .string(server)]
        object["token_file"] = tokenFile.map { .string($0) }
        object["forum"] = forum.map { .string($0) }
        object["trust"] = trust.map { .string($0) }
        object["certificate"] = certificate.map { .string($0) }
        object["certificate_key"] = certificateKey.map { .string($0) }
        object["account"] = account.map { .string($0) }
        return object
    }

    // MARK: the folder

    /// `$XDG_CONFIG_HOME/chancery`, or the same in `~/.config`; nil where neither is known.
    private static func folder(_ console: Console) -> String? {
        if let home = console.environment["XDG_CONFIG_HOME"], home.hasPrefix("/") { return home + "/chancery" }
        return console.environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.config/chancery" : nil }
    }

    private static func file(_ name: String, _ console: Console) -> String? {
        folder(console).map { "\($0)/\(name).profile" }
    }

    /// The file for a token that `chancery login` read itself.
    static func tokenFile(_ name: String, _ console: Console) -> String? {
        folder(console).map { "\($0)/\(name).token" }
    }

    /// Refuses what is no name of a file in every file system.
    static func check(_ name: String) throws {
        let isPlain = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains($0)
        }
        guard isPlain, (1...64).contains(name.utf8.count), !name.hasPrefix("."), !name.hasPrefix("-") else {
            throw CommandFailure.usage(
                "\"\(TerminalText.line(name))\" cannot name a profile; use letters, digits, \"-\", \"_\" and \".\"")
        }
    }

    /// The names of all profiles, in order.
    static func names(_ console: Console) -> [String] {
        folder(console).map { LocalFile.names(in: $0) }?.filter { $0.hasSuffix(".profile") }.map {
            String($0.dropLast(".profile".count))
        } ?? []
    }

    // MARK: reading and writing

    /// The profile of a name; nil where there is none.
    static func find(_ name: String, _ console: Console) throws -> Profile? {
        try check(name)
        guard let path = file(name, console), LocalFile.exists(path) else { return nil }
        guard (LocalFile.mode(path) ?? 0) & 0o077 == 0 else {
            throw CommandFailure.usage(
                "the profile \(TerminalText.line(path)) can be written by others, who could send your token elsewhere; "
                    + "close it with: chmod 600 \(TerminalText.line(path))")
        }
        let text: String
        do { text = try LocalFile.text(path) } catch {
            throw CommandFailure.usage("the profile \(TerminalText.line(path)) \(error.sentence)")
        }
        guard let object = try? JSONValue.parse(text).object, let server = object["server"]?.string else {
            throw CommandFailure.usage(
                "the profile \(TerminalText.line(path)) cannot be read; make it again with: chancery login \(name)")
        }
        return Profile(
            name: name, server: server, tokenFile: object["token_file"]?.string, forum: object["forum"]?.string,
            trust: object["trust"]?.string, certificate: object["certificate"]?.string,
            certificateKey: object["certificate_key"]?.string, account: object["account"]?.string)
    }

    /// The profile of a name that somebody gave.
    static func named(_ name: String, _ console: Console) throws -> Profile {
        if let found = try find(name, console) { return found }
        throw unknown(name, console)
    }

    /// Keeps the profile, and the token where the login read it itself.
    func keep(token: String?, _ console: Console) throws {
        guard let folder = Profile.folder(console), let path = Profile.file(name, console) else {
            throw CommandFailure.usage("the folder for settings is not known; set HOME or XDG_CONFIG_HOME")
        }
        do throws(FileFault) {
            var parents: [String] = []
            for part in folder.split(separator: "/") { parents.append((parents.last ?? "") + "/" + part) }
            for parent in parents { try LocalFile.makePrivateDirectory(parent) }
            if let token, let tokenFile { try LocalFile.writePrivate(token + "\n", to: tokenFile) }
            try LocalFile.writePrivate(JSONValue.object(json).canonicalText + "\n", to: path)
        } catch {
            throw CommandFailure.notDone(["the profile \(TerminalText.line(path)) \(error.sentence)"])
        }
    }

    /// Forgets a profile, and the token where the login kept it; a token file of one's own stays. What is in the profile does not
    /// matter: one that is damaged or open to others is forgotten like any other.
    static func remove(_ name: String, _ console: Console) throws {
        try check(name)
        guard let path = file(name, console), LocalFile.exists(path) else { throw unknown(name, console) }
        if let own = tokenFile(name, console) { LocalFile.remove(own) }
        LocalFile.remove(path)
    }

    private static func unknown(_ name: String, _ console: Console) -> CommandFailure {
        let names = names(console)
        return .usage(
            TerminalText.line(
                "there is no profile \"\(name)\"; "
                    + (names.isEmpty
                        ? "make one with: chancery login \(name) --server HOST:PORT"
                        : "there are \(names.joined(separator: ", "))")))
    }
}
