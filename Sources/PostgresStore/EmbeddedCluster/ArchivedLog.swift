/// A directory of archived write-ahead log, as `pg_receivewal` writes it, with which a copy of a cluster goes on.
struct ArchivedLog {
    /// As it was given.
    private let directory: String
    private let path: String
    private let files: [LogFile]

    /// - Throws: where it holds none.
    init(_ directory: String) throws(EmbeddedClusterError) {
        self.directory = directory
        path = try FileSystem.resolve(directory)
        files = LogFile.all(in: path)
        guard !files.isEmpty else {
            throw EmbeddedClusterError(.fileSystem, "\(directory) holds no archived write-ahead log")
        }
    }

    /// Checks that a user can read it.
    func checkReadable(by user: ServerUser) async throws(EmbeddedClusterError) {
        guard let first = FileSystem.names(in: path).filter({ LogFile(named: $0) != nil }).min() else { return }
        guard try await ToolRun.run("/usr/bin/test", ["-r", "\(path)/\(first)"], as: user).isDone else {
            throw EmbeddedClusterError(.permission, "user '\(user.name)' cannot read \(path)/\(first)")
        }
    }

    /// Checks that it goes on from the log in a copy of a cluster, and lacks no file after that.
    ///
    /// The end of a copy ends a file, so that what follows may begin with the next one.
    func check(goesOnFrom copy: String) throws(EmbeddedClusterError) {
        guard let last = LogFile.all(in: copy + "/pg_wal").last else { return }
        guard files.contains(last) || files.contains(last.next) else {
            throw EmbeddedClusterError(
                .copy,
                "the log in \(directory) does not go on from this backup: it has neither \(last) nor \(last.next)")
        }
        let following = files.filter { $0.timeline == last.timeline && $0 > last }
        for (file, next) in zip(following, following.dropFirst()) where file.next != next {
            throw EmbeddedClusterError(.copy, "the log in \(directory) has a gap: it lacks \(file.next)")
        }
    }

    /// The command by which PostgreSQL fetches a file; the newest one may have been written in part only.
    var restoreCommand: String {
        let quoted = path.replacing("%", with: "%%").replacing("'", with: "'\\''")
        return "cp '\(quoted)'/%f \"%p\" || cp '\(quoted)'/%f.partial \"%p\""
    }

    /// Checks that a cluster that was restored with it came to its end. A file that is damaged ends the log for PostgreSQL, without a word.
    func checkRead(by cluster: String) throws(EmbeddedClusterError) {
        guard let end = Self.end(of: cluster), let newest = files.last(where: { $0.timeline == end.timeline }) else {
            throw EmbeddedClusterError(.copy, "how far the log in \(directory) was read is not known")
        }
        // A record that begins at the end of a file may lack its other half.
        guard end.next >= newest else {
            throw EmbeddedClusterError(
                .copy,
                "the log in \(directory) goes on to \(newest), but could be read to \(end) only: a file there is damaged; "
                    + "to restore what comes before, give a folder with a copy of the files up to it")
        }
    }

    /// In which file a cluster ended its recovery: the last line of its newest timeline's history.
    private static func end(of cluster: String) -> LogFile? {
        let log = cluster + "/pg_wal"
        guard let newest = FileSystem.names(in: log).filter({ $0.hasSuffix(".history") }).max(),
            let line = FileSystem.read("\(log)/\(newest)")?.split(separator: "\n").last(where: { !$0.hasPrefix("#") })
        else { return nil }
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, let timeline = UInt32(words[0]) else { return nil }
        return LogFile(timeline: timeline, holding: words[1])
    }
}
