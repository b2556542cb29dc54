import Record

/// The file `backup` of a backup, written last: what the backup is, and which files stand in it beside the copy of the database, which has
/// a list of its own.
struct BackupList: Hashable {
    static let name = "backup"
    private static let heading = "chancery backup 1"

    /// A file, by its path within the backup.
    struct File: Hashable {
        var path: String
        var digest: Digest
    }

    /// When it was made, in UTC.
    var madeAt: String
    /// The version of the program that made it.
    var program: String
    /// The major version of PostgreSQL that it needs.
    var postgres: String
    /// The user of the machine that its PostgreSQL ran as, by whose name the database knows its superuser; nil in the lists of before.
    var user: String?
    var files: [File]

    init(madeAt: String, program: String, postgres: String, user: String?, files: [File]) {
        self.madeAt = madeAt
        self.program = program
        self.postgres = postgres
        self.user = user
        self.files = files
    }

    /// One thing a line, closed by the SHA-256 of the lines before.
    var text: String {
        let lines =
            [Self.heading, "made \(madeAt)", "program \(program)", "postgres \(postgres)"]
            + (user.map { ["user \($0)"] } ?? []) + files.map { "file \($0.digest.hex) \($0.path)" }
        let body = lines.map { $0 + "\n" }.joined()
        return body + "sha256 \(Digest.sha256(Array(body.utf8)).hex)\n"
    }

    /// Reads the file; nil unless it is exactly what ``text`` writes, with paths that stay within the backup.
    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 6, lines[0] == Self.heading else { return nil }
        func value(_ index: Int, _ key: String) -> String? {
            lines[index].hasPrefix(key + " ") ? String(lines[index].dropFirst(key.count + 1)) : nil
        }
        guard let madeAt = value(1, "made"), let program = value(2, "program"), let postgres = value(3, "postgres")
        else { return nil }
        let user = value(4, "user")
        let first = user == nil ? 4 : 5
        guard first <= lines.count - 2 else { return nil }
        var files: [File] = []
        for index in first..<(lines.count - 2) {
            guard let file = value(index, "file"), let digest = Digest(hex: String(file.prefix(64))) else { return nil }
            let path = String(file.dropFirst(65))
            guard !path.isEmpty,
                !path.split(separator: "/", omittingEmptySubsequences: false).contains(where: {
                    $0 == ".." || $0.isEmpty
                })
            else { return nil }
            files.append(File(path: path, digest: digest))
        }
        self.init(madeAt: madeAt, program: program, postgres: postgres, user: user, files: files)
        guard self.text == text else { return nil }
    }
}
