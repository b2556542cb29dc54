import Glibc

/// What the system says of this process, under the names that every exporter of Prometheus uses.
package enum ProcessFigures {
    /// Adds them to a page. What the system does not tell is left out.
    package static func write(to page: inout MetricsPage) {
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            page.counter(
                "process_cpu_seconds_total", "Processor time that the server took, in seconds.",
                [([], seconds(usage.ru_utime) + seconds(usage.ru_stime))])
        }
        if let pages = fields(of: "/proc/self/statm").dropFirst().first.flatMap({ Double($0) }) {
            page.gauge(
                "process_resident_memory_bytes", "Memory of the server that is in use, in bytes.",
                [([], pages * Double(sysconf(Int32(_SC_PAGESIZE))))])
        }
        if let count = openDescriptors {
            page.gauge("process_open_fds", "Open file descriptors.", [([], Double(count))])
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            page.gauge("process_max_fds", "File descriptors that may be open.", [([], Double(limit.rlim_cur))])
        }
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }

    /// Descriptors that are open, without the one that it takes to count them.
    private static var openDescriptors: Int? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count - 3
    }

    /// The words of a short file of the system.
    private static func fields(of path: String) -> [Substring] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return [] }
        return String(decoding: bytes[..<count], as: UTF8.self).split { $0 == " " || $0 == "\n" }
    }
}
