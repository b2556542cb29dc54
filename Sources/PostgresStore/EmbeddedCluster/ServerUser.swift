import Glibc

/// Who the PostgreSQL processes run as. They refuse to run as root.
struct ServerUser: Equatable, Sendable {
    let name: String
    let uid: uid_t
    let gid: gid_t
    /// Whether this process is root and must become that user to start them.
    let isOther: Bool

    /// This process's own user, or, when that is root, the owner of the data that is there, `postgres`, or `nobody`.
    static func choose(owning existing: String?) throws(EmbeddedClusterError) -> ServerUser {
        let owner = existing.flatMap { FileSystem.status($0)?.st_uid }
        let own = geteuid()
        guard own == 0 else {
            if let existing, let owner, owner != own {
                throw EmbeddedClusterError(
                    .permission,
                    "\(existing) belongs to user id \(owner): start the server as that user, or as root, or choose another data directory"
                )
            }
            return ServerUser(name: find(own)?.name ?? "chancery", uid: own, gid: getegid(), isOther: false)
        }
        if let owner, owner != 0, let user = find(owner) { return user }
        for name in ["postgres", "nobody"] {
            if let user = find(name) { return user }
        }
        throw EmbeddedClusterError(
            .permission,
            "PostgreSQL does not run as root and there is no user 'postgres' or 'nobody': start the server as an ordinary user"
        )
    }

    private static func find(_ uid: uid_t) -> ServerUser? {
        lookUp { getpwuid_r(uid, $0, $1, $2, $3) }
    }

    private static func find(_ name: String) -> ServerUser? {
        lookUp { getpwnam_r(name, $0, $1, $2, $3) }
    }

    private static func lookUp(
        _ call: (
            UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
        ) -> Int32
    ) -> ServerUser? {
        var entry = passwd()
        var buffer = [CChar](repeating: 0, count: 16384)
        var found: UnsafeMutablePointer<passwd>?
        guard call(&entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return ServerUser(
            name: String(cString: entry.pw_name), uid: entry.pw_uid, gid: entry.pw_gid,
            isOther: geteuid() == 0)
    }

    /// Gives a path that root made to this user.
    func own(_ path: String) throws(EmbeddedClusterError) {
        guard isOther else { return }
        guard chown(path, uid, gid) == 0 else { throw FileSystem.failure("give to user \(name)", path) }
    }

    /// The first directory on the way to `path`, itself included, that this user cannot pass through.
    func firstBarrier(onTheWayTo path: String) -> String? {
        var prefix = ""
        for part in path.split(separator: "/") {
            prefix += "/" + part
            if let status = FileSystem.status(prefix), !canPass(status) { return prefix }
        }
        return nil
    }

    func canPass(_ status: stat) -> Bool {
        let bit: mode_t = status.st_uid == uid ? 0o100 : status.st_gid == gid ? 0o010 : 0o001
        return status.st_mode & bit != 0
    }
}
