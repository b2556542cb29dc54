/// Where a setting was given.
enum SettingPlace: Hashable, Sendable {
    case option
    case environment
    case file(path: String, line: Int)

    /// What a message about a setting that stands here begins with; on the command line the option itself was just typed.
    func prefix(_ setting: Setting) -> String {
        switch self {
        case .option: ""
        case .environment: "\(setting.variable): "
        case .file(let path, let line): "\(path):\(line): "
        }
    }

    /// As `config check` names it.
    func name(of setting: Setting) -> String {
        switch self {
        case .option: "--\(setting.key)"
        case .environment: setting.variable
        case .file(let path, let line): "\(path):\(line)"
        }
    }

    /// Several settings that stand here.
    func names(_ keys: [String]) -> String {
        let settings = Setting.all.filter { keys.contains($0.key) }
        return switch self {
        case .option: settings.map { "--\($0.key)" }.joined(separator: " and ")
        case .environment: settings.map(\.variable).joined(separator: " and ")
        case .file(let path, _): "\(path): " + keys.joined(separator: " and ")
        }
    }

    /// Whether another stands in the same layer, whatever its line.
    func isBeside(_ other: SettingPlace) -> Bool {
        switch (self, other) {
        case (.option, .option), (.environment, .environment), (.file, .file): true
        case (.option, _), (.environment, _), (.file, _): false
        }
    }
}
