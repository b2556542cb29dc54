import Glibc

/// The processes of a cluster, recognised by their working directory, which is the data directory in every one of them.
/// A process id alone proves nothing: the system gives it out again.
enum ClusterProcesses {
    enum Verdict: Equatable {
        /// It runs, in this data directory.
        case ours
        /// There is no such process, or only its exit status waits for its parent.
        case gone
        /// The process id has gone to somebody else.
        case foreign
        /// The system does not say.
        case unknown
    }

    static func judge(_ pid: pid_t, data: String) -> Verdict {
        if kill(pid, 0) != 0, errno == ESRCH { return .gone }
        if isZombie(pid) { return .gone }
        guard let directory = workingDirectory(pid) else {
            // It may have ended between the two looks.
            return kill(pid, 0) != 0 && errno == ESRCH ? .gone : .unknown
        }
        return directory == data ? .ours : .foreign
    }

    /// Every process whose working directory is `data`: the postmaster and all its children.
    static func all(data: String) -> [pid_t] {
        FileSystem.names(in: "/proc").compactMap { pid_t($0) }.filter { workingDirectory($0) == data && !isZombie($0) }
    }

    private static func workingDirectory(_ pid: pid_t) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlink("/proc/\(pid)/cwd", &buffer, buffer.count - 1)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func isZombie(_ pid: pid_t) -> Bool {
        // pid (name) state ...; the name may hold anything, so the last bracket counts.
        guard let text = FileSystem.read("/proc/\(pid)/stat"), let bracket = text.lastIndex(of: ")") else {
            return false
        }
        return text[bracket...].dropFirst(2).first == "Z"
    }
}
