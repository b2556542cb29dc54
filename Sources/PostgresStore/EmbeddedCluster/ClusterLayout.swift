import Glibc

/// Where everything of one cluster lies, under the data directory of the server.
struct ClusterLayout: Equatable, Sendable {
    /// The longest path a UNIX socket address holds, without the zero byte at its end.
    static let longestSocketPath = 107
    static let port = 5432

    /// The server's data directory, absolute, without symbolic links.
    let root: String

    /// PostgreSQL's own directory.
    var data: String { root + "/postgres" }
    var log: String { root + "/postgres.log" }
    var lock: String { root + "/server.lock" }
    var postmasterFile: String { data + "/postmaster.pid" }
    /// Where initdb works until it is done; never reused, so an initdb left over by a killed server harms nobody.
    var unfinishedData: String { root + "/\(Self.unfinishedPrefix)\(getpid())" }
    static let unfinishedPrefix = "postgres.unfinished."

    /// The directory of the socket: under the data directory, unless the path is too long for a socket address or has a
    /// comma, which separates hosts in a conninfo. Then a short one, named after the data directory.
    var socketDirectory: String {
        let preferred = root + "/socket"
        return Self.fits(preferred) ? preferred : shortSocketDirectory
    }

    var shortSocketDirectory: String {
        // FNV-1a: the same directory has the same name after a restart.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in root.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return "\(P_tmpdir)/chancery-" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    static func socketPath(in directory: String) -> String {
        "\(directory)/.s.PGSQL.\(port)"
    }

    private static func fits(_ directory: String) -> Bool {
        // The server makes a lock file beside the socket, but only the socket's own path is limited.
        socketPath(in: directory).utf8.count <= longestSocketPath && !directory.contains(",")
    }

    /// Makes the data directory if need be, and opens a way into it for the user that PostgreSQL runs as.
    static func prepare(_ directory: String) throws(EmbeddedClusterError) -> ClusterLayout {
        let isNew = try FileSystem.makeDirectory(directory, mode: 0o700)
        let layout = ClusterLayout(root: try FileSystem.resolve(directory))
        guard FileSystem.isDirectory(layout.root) else {
            throw EmbeddedClusterError(.fileSystem, "\(directory) is not a directory")
        }
        guard access(layout.root, W_OK | X_OK) == 0 else {
            // A directory that cannot be used must not stay behind.
            if isNew { rmdir(layout.root) }
            throw EmbeddedClusterError(
                .permission, "\(directory) is not writable for this user: choose another data directory")
        }
        return layout
    }

    /// Lets `user` pass through the data directory, which is ours to change, and checks the directories above, which are not.
    func openWay(for user: ServerUser) throws(EmbeddedClusterError) {
        guard user.isOther else { return }
        if let status = FileSystem.status(root), !user.canPass(status) {
            // Root's own: one bit for that user's group. Somebody else's: its group must stay, so the bit is everybody's.
            if status.st_uid == 0 {
                guard chown(root, 0, user.gid) == 0, chmod(root, status.st_mode & 0o7777 | 0o010) == 0 else {
                    throw FileSystem.failure("open a way for user \(user.name) into", root)
                }
            }
        }
        if let barrier = user.firstBarrier(onTheWayTo: root) {
            throw EmbeddedClusterError(
                .permission,
                "PostgreSQL runs as user '\(user.name)', which cannot enter \(barrier): choose a data directory elsewhere, or run: chmod o+x \(barrier)"
            )
        }
    }

    /// Makes the socket directory, and refuses one that anybody else could have put there.
    func prepareSocketDirectory(for user: ServerUser) throws(EmbeddedClusterError) -> String {
        let directory = socketDirectory
        if try FileSystem.makeDirectory(directory, mode: 0o700) { try user.own(directory) }
        guard let status = FileSystem.status(directory), status.st_mode & S_IFMT == S_IFDIR, status.st_uid == user.uid,
            status.st_mode & 0o077 == 0
        else {
            throw EmbeddedClusterError(
                .permission,
                "\(directory) must be a directory of user '\(user.name)' with mode 0700: remove it and start again")
        }
        return directory
    }
}
