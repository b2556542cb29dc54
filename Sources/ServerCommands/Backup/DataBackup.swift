import PostgresStore
import Terminal

/// Makes a backup of a data directory: the database, the keys that sign the records, and the witnesses' policy.
struct DataBackup {
    let data: String
    /// The folder of the keys; nil leaves them out.
    let signer: SignerFolders?
    let policy: String
    let target: String

    /// The folder of the database within a backup, and that of the keys: by other names than in a data directory, so that nobody serves
    /// a backup by mistake.
    static let database = "database"
    static let keys = "keys"
    static let policyName = "policy"

    /// Makes it in a directory that is not there yet, or empty. Where it fails nothing of it stays.
    func make(at now: String) async throws -> BackupList {
        let isNew = !LocalFile.isDirectory(target)
        if LocalFile.exists(target), isNew || !LocalFile.isEmpty(target) {
            throw CommandFailure.usage(
                "\(TerminalText.line(target)) is there already and not empty: name a directory that is not there yet")
        }
        try BackupFile.makeDirectory(target)
        do {
            let copy = try ClusterCopy(ofBackup: target)
            try await copy.make(of: data)
            try await copy.verify()
            // After the database, so that what was signed of it last is known as late as can be.
            var files = try keepKeys()
            if LocalFile.exists(policy) {
                try BackupFile.write(try BackupFile.read(policy), to: target + "/" + Self.policyName)
                files.append(Self.policyName)
            }
            let list = BackupList(
                madeAt: now, program: Version.text, postgres: copy.major ?? "", user: try ClusterCopy.user(of: data),
                files: try files.map { .init(path: $0, digest: try BackupFile.digest(target + "/" + $0)) })
            try BackupFile.write(Array(list.text.utf8), to: target + "/" + BackupList.name)
            return list
        } catch {
            for name in LocalFile.names(in: target) { ClusterCopy.discard(target + "/" + name) }
            if isNew { LocalFile.removeDirectory(target) }
            throw ServeFault.failure(error, data: target)
        }
    }

    /// Copies the keys; answers the files that it wrote.
    private func keepKeys() throws -> [String] {
        guard let signer else { return [] }
        let kept = SignerFolders(path: target + "/" + Self.keys)
        for forum in signer.forums { try signer.copy(forum, to: kept) }
        return kept.forums.flatMap { forum in kept.files(of: forum).map { "\(Self.keys)/\(forum)/\($0)" } }
    }
}

extension ClusterCopy {
    /// The one in the directory of a backup.
    init(ofBackup path: String) throws(EmbeddedClusterError) { try self.init(DataBackup.database, in: path) }
}
