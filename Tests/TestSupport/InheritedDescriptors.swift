import Glibc

/// What a child must not have of this process: a connection that it held open would not end when a test closes it.
enum InheritedDescriptors {
    /// Closes all that there may be, whether they are open or not: others may be opened before the child is there.
    static func close(in actions: inout posix_spawn_file_actions_t) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        for descriptor in 3..<Int32(min(16_384, limit.rlim_cur)) {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
    }
}
