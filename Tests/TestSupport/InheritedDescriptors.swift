import Glibc

/// What a child must not have of this process: a connection that it held open would not end when a test closes it, and a file that it held
/// locked would stay so.
enum InheritedDescriptors {
    private typealias CloseFrom =
        @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, CInt) -> CInt

    /// Closes all beyond the standard ones in one step, whether they are open already or are opened before the child is there.
    static func close(in actions: inout posix_spawn_file_actions_t) {
        // The header shows it to GNU programs alone.
        guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else {
            fatalError("the tests need a C library from 2022 or later")
        }
        _ = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, 3)
    }
}
