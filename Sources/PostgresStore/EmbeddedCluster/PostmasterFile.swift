import Glibc

/// What a running server writes into `postmaster.pid`, and a killed one leaves there.
struct PostmasterFile: Equatable {
    let pid: pid_t
    let socketDirectory: String
    /// `starting`, `ready`, `stopping`, `standby`; empty in the first moment.
    let status: String

    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // Process id, data directory, start time, port, socket directory, listen address, shared memory, status.
        guard let pid = lines.first.flatMap({ pid_t($0) }), pid > 0 else { return nil }
        self.pid = pid
        socketDirectory = lines.count > 4 ? String(lines[4]) : ""
        status = lines.count > 7 ? String(lines[7].prefix { $0 != " " }) : ""
    }

    init?(path: String) {
        guard let text = FileSystem.read(path) else { return nil }
        self.init(text: text)
    }
}
