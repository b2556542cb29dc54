package import Glibc

/// What a child must not have of this process: a connection that it held open would not end when its owner closes it, the reader of a pipe
/// would wait for ever, and a file that it held locked would stay so.
package enum InheritedDescriptors {
    private typealias CloseFrom =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, CInt) -> CInt

    /// Closes all beyond the standard ones in the child, whether they are open already or another thread opens them before the child is there.
    package static func close(in actions: inout posix_spawn_file_actions_t) {
        // The header shows it to GNU programs alone; a C library from before 2021 has none.
        guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else {
            for descriptor in open() { posix_spawn_file_actions_addclose(&actions, descriptor) }
            return
        }
        _ = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, 3)
    }

    /// Those open now that whoever opened them did not mark to be closed in children.
    private static func open() -> [CInt] {
        guard let directory = opendir("/proc/self/fd") else { return [] }
        defer { closedir(directory) }
        var descriptors: [CInt] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let descriptor = CInt(name), descriptor > 2, descriptor != dirfd(directory) else { continue }
            if fcntl(descriptor, F_GETFD) & FD_CLOEXEC == 0 { descriptors.append(descriptor) }
        }
        return descriptors
    }
}
