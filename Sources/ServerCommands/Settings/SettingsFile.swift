import Terminal

/// A configuration file: lines of `key: value`. A `#` begins a comment where a word could begin; a key that may be repeated may stand more
/// than once.
struct SettingsFile: Sendable {
    /// What stands in a line.
    struct Entry: Sendable {
        let setting: Setting
        let text: String
        let line: Int
    }

    let path: String
    private(set) var entries: [Entry] = []
    /// What is wrong with it, each with its line.
    private(set) var faults: [String] = []

    /// Reads a file, faults and all. Throws where it cannot be read as text.
    init(_ path: String) throws {
        self.path = path
        let text: String
        do { text = try LocalFile.text(path) } catch {
            throw CommandFailure.usage("\(path) \(error.sentence)")
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            do {
                if let entry = try entry(line, index + 1) { entries.append(entry) }
            } catch CommandFailure.usage(let sentence) {
                faults.append("\(path):\(index + 1): \(sentence)")
            }
        }
    }

    private func entry(_ line: Substring, _ number: Int) throws -> Entry? {
        let content = SettingsFile.withoutComment(line)
        guard content.contains(where: { !$0.isWhitespace }) else { return nil }
        guard let colon = content.firstIndex(of: ":") else { throw CommandFailure.usage("write \"key: value\"") }
        let name = SettingsFile.trimmed(content[..<colon])
        let text = SettingsFile.trimmed(content[content.index(after: colon)...])
        guard let setting = Setting.all.first(where: { $0.key == name }) else {
            throw CommandFailure.usage(
                "there is no key \"\(name)\"; use one of \(Setting.all.map(\.key).joined(separator: ", "))")
        }
        guard setting.mayRepeat || !entries.contains(where: { $0.setting.key == name }) else {
            throw CommandFailure.usage(
                "\"\(name)\" is set twice; only \(SettingsFile.repeatable) may be repeated")
        }
        guard !text.isEmpty else { throw CommandFailure.usage("\"\(name)\" has no value") }
        if let fault = setting.hiddenCharacter(in: [text]) { throw CommandFailure.usage(fault) }
        // A value is looked at even where an option takes its place: a file with a fault is mended, not overridden.
        var scratch = ServeConfiguration()
        try setting.take(&scratch, [text])
        return Entry(setting: setting, text: text, line: number)
    }

    /// The keys that may be repeated, as a sentence lists them.
    private static var repeatable: String {
        let names = Setting.all.filter(\.mayRepeat).map { "\"\($0.key)\"" }
        return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
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
