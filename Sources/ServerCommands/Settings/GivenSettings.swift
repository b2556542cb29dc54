import Configuration
import Synchronization
import Terminal

/// What the server was told, in three layers: an option of the command line goes before a variable of the environment, and that before
/// the file.
struct GivenSettings: Sendable {
    /// A setting that was given: what, and where.
    struct Given: Sendable {
        let setting: Setting
        let texts: [String]
        let place: SettingPlace
    }

    /// The setting of each layer that counts, in the order of ``Setting/all``.
    private(set) var given: [Given] = []
    /// What is wrong with it, in the order in which it was met.
    private(set) var faults: [String] = []
    private let hasFile: Bool

    /// - Parameters:
    ///   - options: what the command line says, by key.
    ///   - environment: the whole environment; a variable that is set but empty says nothing.
    ///   - path: the configuration file, if there is one.
    init(options: [String: [String]] = [:], environment: [String: String] = [:], file path: String? = nil) throws {
        let file = try path.map { try SettingsFile($0) }
        hasFile = file != nil
        faults = file?.faults ?? []
        let answering = AnsweringLayer()
        let reader = ConfigReader(
            providers: [
                InMemoryProvider(name: "options", values: GivenSettings.values(options)),
                EnvironmentVariablesProvider(environmentVariables: environment.filter { !$0.value.isEmpty }),
                InMemoryProvider(name: "file", values: GivenSettings.values(file?.texts ?? [:])),
            ], accessReporter: answering
        ).scoped(to: "chancery")
        for setting in Setting.all {
            let key = ConfigKey([setting.key])
            let texts =
                setting.mayRepeat
                ? reader.stringArray(forKey: key)
                : reader.string(forKey: key, isSecret: setting.isSecret).map { [$0] }
            guard let texts, let layer = answering.last else { continue }
            let place: SettingPlace =
                switch layer {
                case 0: .option
                case 1: .environment
                default: .file(path: path ?? "", line: file?.line(of: setting) ?? 0)
                }
            if place == .environment, let fault = setting.hiddenCharacter(in: texts) {
                faults.append(place.prefix(setting) + fault)
            } else {
                given.append(Given(setting: setting, texts: texts, place: place))
            }
        }
        settleDatabase()
        lookForTLS()
        lookForSocket()
    }

    private static func values(_ texts: [String: [String]]) -> [AbsoluteConfigKey: ConfigValue] {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for setting in Setting.all {
            guard let given = texts[setting.key], let last = given.last else { continue }
            values[AbsoluteConfigKey(["chancery", setting.key])] = ConfigValue(
                setting.mayRepeat ? .stringArray(given) : .string(last), isSecret: setting.isSecret)
        }
        return values
    }

    private func given(_ key: String) -> Given? { given.first { $0.setting.key == key } }

    /// Who names a data directory means the database in it, whatever a lower layer says.
    private mutating func settleDatabase() {
        guard let data = given("data"), let database = given("database") else { return }
        switch (data.place, database.place) {
        case (.option, .option), (.environment, .environment):
            faults.append(
                "use either \(data.place.name(of: data.setting)) or \(database.place.name(of: database.setting))")
        case (.option, _), (.environment, .file): given.removeAll { $0.setting.key == "database" }
        case (.environment, .option), (.file, _): break
        }
    }

    private mutating func lookForTLS() {
        let parts = ["tls-certificate", "tls-key"]
        let places = parts.compactMap { given($0)?.place }
        if places.count == 1, let place = places.first {
            faults.append("\(place.names(parts)) go together; give both")
        } else if places.isEmpty, let authorities = given("tls-client-ca") {
            faults.append(
                "\(authorities.place.name(of: authorities.setting)) is for TLS; give a certificate and its key as well")
        }
    }

    private mutating func lookForSocket() {
        guard let users = given("socket-user"), given("socket") == nil else { return }
        faults.append("\(users.place.name(of: users.setting)) is for a UNIX socket; name one with socket as well")
    }

    /// The settings as they hold, with the defaults under them. Throws the first fault.
    func configuration() throws -> ServeConfiguration {
        let (settings, faults) = judged()
        if let fault = faults.first { throw CommandFailure.usage(fault) }
        return settings
    }

    /// The settings as far as they can be taken, and every fault.
    func judged() -> (settings: ServeConfiguration, faults: [String]) {
        var settings = ServeConfiguration()
        var faults = faults
        for given in given {
            do {
                try given.setting.take(&settings, given.texts)
            } catch CommandFailure.usage(let sentence) {
                faults.append(given.place.prefix(given.setting) + sentence)
            } catch {
                faults.append(given.place.prefix(given.setting) + "\(error)")
            }
        }
        // A socket that was asked for by hand is instead of the usual address, not beside it.
        if !hasFile, given("socket") != nil, given("listen") == nil {
            settings.listen = []
            // Whoever wants no port of the machine to be open wants none for pages either.
            if given("web") == nil { settings.web = nil }
        }
        return (settings, faults)
    }

    /// Where a setting was given; nil where its default holds.
    func place(of setting: Setting) -> SettingPlace? { given(setting.key)?.place }
}

extension SettingsFile {
    /// What it says of each setting, in the order of its lines.
    fileprivate var texts: [String: [String]] {
        Dictionary(grouping: entries, by: \.setting.key).mapValues { $0.map(\.text) }
    }

    fileprivate func line(of setting: Setting) -> Int? { entries.first { $0.setting.key == setting.key }?.line }
}

/// Which layer answered the last question: the number of layers that were asked before it.
private final class AnsweringLayer: AccessReporter {
    private let layer = Mutex<Int?>(nil)

    var last: Int? { layer.withLock { $0 } }

    func report(_ event: AccessEvent) {
        let answer = event.providerResults.firstIndex { result in
            if case .success(let found) = result.result { found.value != nil } else { false }
        }
        layer.withLock { $0 = answer }
    }
}
