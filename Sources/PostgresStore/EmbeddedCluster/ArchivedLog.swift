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

    /// Checks that it goes on from the log in a copy of a cluster, and lacks no file after that, on any timeline.
    ///
    /// The end of a copy ends a file, so that what follows may begin with the next one.
    func check(goesOnFrom copy: String) throws(EmbeddedClusterError) {
        guard let last = LogFile.all(in: copy + "/pg_wal").last else { return }
        guard files.contains(last) || files.contains(last.next) else {
            throw EmbeddedClusterError(
                .copy,
                "the log in \(directory) does not go on from this backup: it has neither \(last) nor \(last.next)")
        }
        for timeline in Set(files.map(\.timeline)).sorted() where timeline >= last.timeline {
            let history = LogHistory.name(of: timeline)
            guard timeline == last.timeline || FileSystem.exists("\(path)/\(history)") else {
                throw EmbeddedClusterError(
                    .copy, "the log in \(directory) lacks \(history), which says where timeline \(timeline) begins")
            }
            let following = files.filter { $0.timeline == timeline && $0 > last }
            for (file, next) in zip(following, following.dropFirst()) where file.next != next {
                throw EmbeddedClusterError(.copy, "the log in \(directory) has a gap: it lacks \(file.next)")
            }
        }
    }

    /// The command by which PostgreSQL fetches a file; the newest one may have been written in part only.
    var restoreCommand: String {
        let quoted = path.replacing("%", with: "%%").replacing("'", with: "'\\''")
        return "cp '\(quoted)'/%f \"%p\" || cp '\(quoted)'/%f.partial \"%p\""
    }

    /// Checks that a cluster that was restored with it came to its end. Log that is damaged ends there for PostgreSQL, without a word.
    func checkRead(by cluster: String) throws(EmbeddedClusterError) {
        let unknown = EmbeddedClusterError(.copy, "how far the log in \(directory) was read is not known")
        guard let history = Self.history(of: cluster), let end = history.last else { throw unknown }
        if let other = files.last(where: { $0.timeline > end.timeline }) {
            throw EmbeddedClusterError(
                .copy,
                "the log in \(directory) goes on to \(other), but timeline \(other.timeline) could not be followed: "
                    + "\(LogHistory.name(of: other.timeline)) cannot be read, or is of another cluster")
        }
        guard
            let newest = files.filter(history.leads(through:)).max(by: {
                ($0.number, $0.timeline) < ($1.number, $1.timeline)
            })
        else { throw unknown }
        let tail = LogTail { page in bytes(ofPage: page, after: end, history) }
        let pages = LogFile.bytes / LogTail.pageBytes
        // A record that begins at the end of a file may lack its other half.
        guard newest.number > end.file.number + 1 || tail.goesOn(after: end.address, until: (newest.number + 1) * pages)
        else { return }
        throw EmbeddedClusterError(
            .copy,
            "the log in \(directory) goes on to \(newest), but could be read to \(end) only: "
                + "it is damaged there, or lacks a file; to restore what comes before, "
                + "give a folder with a copy of the files \(extent(end))")
    }

    /// Which files could be read up to a place.
    private func extent(_ end: LogPlace) -> String {
        guard end.offset > 0, let name = name(of: end.file) else { return "before \(end.file)" }
        return "up to \(name), and end that one there: truncate -s \(end.offset) \(name) && truncate -s 16M \(name)"
    }

    /// The name under which a file is there: whole, or written in part only.
    private func name(of file: LogFile) -> String? {
        ["\(file)", "\(file).partial"].first { FileSystem.exists("\(path)/\($0)") }
    }

    /// A page of the log that counts where a cluster ended its recovery, and after that.
    private func bytes(ofPage page: UInt64, after end: LogPlace, _ history: LogHistory) -> [UInt8]? {
        let address = page * LogTail.pageBytes
        guard let timeline = history.timeline(at: max(address, end.address)) else { return nil }
        let place = LogPlace(timeline: timeline, address: address)
        return name(of: place.file).flatMap { name in
            FileSystem.bytes("\(path)/\(name)", at: place.offset, count: Int(LogTail.pageBytes))
        }
    }

    /// How a cluster that ended its recovery came to its newest timeline.
    private static func history(of cluster: String) -> LogHistory? {
        let log = cluster + "/pg_wal"
        let newest = FileSystem.names(in: log).filter { $0.hasSuffix(LogHistory.suffix) }.max()
        return newest.flatMap { FileSystem.read("\(log)/\($0)") }.flatMap { LogHistory(text: $0) }
    }
}
