import Logging
import ServerLog
import Terminal
import Wording

/// One setting of the server: its name in the file, in the environment and on the command line, and how its text is taken.
struct Setting: Sendable {
    /// As the file writes it: `database-connections`.
    let key: String
    /// Whether it may be given more than once.
    var mayRepeat = false
    /// Whether it may hold a password, so that it is never printed.
    var isSecret = false
    /// Takes over what was given; more than one text only where it may repeat. Throws a ``CommandFailure`` that says what is wrong.
    let take: @Sendable (inout ServeConfiguration, [String]) throws -> Void
    /// What holds now, as it would be given; empty where nothing does.
    let shown: @Sendable (ServeConfiguration) -> [String]

    /// The variable of the environment: `CHANCERY_DATABASE_CONNECTIONS`.
    var variable: String {
        "CHANCERY_" + String(key.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    /// What is wrong with texts that hold a character which cannot be seen; nil where none does. A line break of another kind (U+2028,
    /// U+0085) ends no line, so a value would swallow the next key.
    func hiddenCharacter(in texts: [String]) -> String? {
        let scalars = texts.lazy.flatMap(\.unicodeScalars)
        guard let scalar = scalars.first(where: { $0 != "\t" && HiddenCharacter.isHarmful($0) }) else { return nil }
        return
            "\"\(key)\" holds the character \(HiddenCharacter.name(of: scalar)), which cannot be seen; write each setting in a line of its own"
    }

    /// A setting with one text.
    private static func text(
        _ key: String, isSecret: Bool = false,
        take: @escaping @Sendable (inout ServeConfiguration, String) throws -> Void,
        shown: @escaping @Sendable (ServeConfiguration) -> String?
    ) -> Setting {
        Setting(
            key: key, isSecret: isSecret,
            take: { settings, texts in if let text = texts.last { try take(&settings, text) } },
            shown: { settings in shown(settings).map { [$0] } ?? [] })
    }

    /// A whole number within limits; the file and the environment alone have it.
    private static func number(
        _ key: String, _ limits: ClosedRange<Int>, _ place: any WritableKeyPath<ServeConfiguration, Int> & Sendable
    ) -> Setting {
        let take: @Sendable (inout ServeConfiguration, String) throws -> Void = { settings, text in
            guard let number = Int(text), limits.contains(number) else {
                throw CommandFailure.usage(
                    "\"\(key)\" must be a number from \(limits.lowerBound) to \(limits.upperBound)")
            }
            settings[keyPath: place] = number
        }
        return text(key, take: take, shown: { String($0[keyPath: place]) })
    }

    /// Every setting; docs/configuration.md says what each one means.
    static let all: [Setting] = [
        text("data", take: { $0.data = $1 }, shown: { $0.database == .embedded ? $0.data : nil }),
        text("database", isSecret: true, take: { $0.database = .conninfo($1) }, shown: \.database.conninfo),
        text("signer", take: { $0.signer = $1 }, shown: \.signerFolder),
        text("origin", take: { try $0.setOrigin($1) }, shown: \.origin),
        text("policy", take: { $0.policy = $1 }, shown: \.policyFile),
        Setting(key: "listen", mayRepeat: true, take: { try $0.setListen($1) }, shown: \.listen),
        text("web", take: { try $0.setWeb($1) }, shown: { $0.web ?? "none" }),
        Setting(key: "web-proxy", mayRepeat: true, take: { try $0.setProxies($1) }, shown: \.webProxies),
        text("identity-providers", take: { $0.providers = $1 }, shown: \.providers),
        text("metrics", take: { try $0.setMetrics($1) }, shown: { $0.metrics ?? "none" }),
        text("socket", take: { $0.socket = $1 }, shown: \.socket),
        Setting(
            key: "socket-user", mayRepeat: true, take: { try $0.setSocketUsers($1) }, shown: \.socketUsers),
        text("tls-certificate", take: { $0.tlsCertificate = $1 }, shown: \.tlsCertificate),
        text("tls-key", take: { $0.tlsKey = $1 }, shown: \.tlsKey),
        text("tls-client-ca", take: { $0.tlsClientAuthorities = $1 }, shown: \.tlsClientAuthorities),
        number("connections", 1...1_000_000, \.connections),
        number("connections-of-address", 1...1_000_000, \.connectionsOfAddress),
        number("connections-of-account", 1...1_000_000, \.connectionsOfAccount),
        number("database-connections", 2...500, \.databaseConnections),
        number("stop-seconds", 0...3600, \.stopSeconds),
        text("log-level", take: { try $0.log.setLevel($1) }, shown: \.log.level.rawValue),
        text("log-format", take: { try $0.log.setFormat($1) }, shown: \.log.format.rawValue),
    ]
}
