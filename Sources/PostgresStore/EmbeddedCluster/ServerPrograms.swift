import Glibc

/// The PostgreSQL programs of one major version.
struct ServerPrograms: Equatable, Sendable {
    let directory: String

    var initdb: String { directory + "/initdb" }
    var postgres: String { directory + "/postgres" }

    /// Another program of the same version.
    func program(_ name: String) -> String { directory + "/" + name }

    /// The programs of version `major`, which existing data demands, or else the newest installed.
    static func find(major: String?) throws(EmbeddedClusterError) -> ServerPrograms {
        var candidates = versioned().map(\.directory)
        if let major {
            if let found = versioned().first(where: { $0.major == major }) {
                return ServerPrograms(directory: found.directory)
            }
            candidates = []
        }
        for directory in candidates + otherDirectories() {
            let programs = ServerPrograms(directory: directory)
            guard programs.isComplete else { continue }
            guard let major, programs.major() != major else { return programs }
        }
        throw EmbeddedClusterError(
            .programsMissing,
            major.map {
                "the data was made by PostgreSQL \($0), whose programs are not installed: install postgresql-\($0)"
            }
                ?? "the PostgreSQL server programs are not installed: install the package 'postgresql', or give --database"
        )
    }

    private var isComplete: Bool {
        FileSystem.isExecutable(initdb) && FileSystem.isExecutable(postgres)
    }

    /// Where Debian keeps every major version side by side; newest first.
    private static func versioned() -> [(major: String, directory: String)] {
        let base = "/usr/lib/postgresql"
        return FileSystem.names(in: base)
            .compactMap { name in Int(name).map { (name, $0) } }
            .sorted { $0.1 > $1.1 }
            .map { (major: $0.0, directory: "\(base)/\($0.0)/bin") }
            .filter { ServerPrograms(directory: $0.directory).isComplete }
    }

    /// What `pg_config` names, where other systems put them, and the search path.
    private static func otherDirectories() -> [String] {
        let configured = ChildProcess.output("/usr/bin/env", ["pg_config", "--bindir"]).map { [$0] } ?? []
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        return configured + ["/usr/lib/postgresql/bin", "/usr/local/pgsql/bin"]
            + path.split(separator: ":").map(String.init)
    }

    /// The major version these programs say they have.
    private func major() -> String? {
        guard let line = ChildProcess.output(postgres, ["--version"]) else { return nil }
        // postgres (PostgreSQL) 15.18 (Debian ...)
        return line.split(separator: " ").lazy
            .compactMap { $0.split(separator: ".").first.flatMap { Int($0) } }.first.map { String($0) }
    }
}
