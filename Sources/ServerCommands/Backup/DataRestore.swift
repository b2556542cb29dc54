import Logging
import PostgresStore
import ProposalService
import Record
import Signing
import Terminal

/// Makes a data directory of a backup, and finds out which records went back in time by it.
struct DataRestore {
    let backup: String
    let data: String
    /// The folder of the keys that the lost server signed with, where it is still there; the backup's copies otherwise.
    let signer: SignerFolders?
    /// A directory of archived write-ahead log.
    let archive: String?

    /// Nothing is left in the data directory where it fails. The keys come before the database: a server that is started on what an
    /// interrupted run left finds with them what was signed, and goes on with nothing silently.
    func run() async throws -> [RestoredRecord] {
        let list = try check()
        let isNew = !LocalFile.exists(data)
        try checkTarget()
        do {
            try ClusterCopy.makeDirectory(data)
            try putBack(list)
            let cluster = try await ClusterCopy(ofBackup: backup).restore(to: data, archive: archive)
            do {
                let restored = try await look(cluster)
                try await cluster.stop()
                return restored
            } catch {
                try? await cluster.stop()
                throw error
            }
        } catch {
            for name in LocalFile.names(in: data) { ClusterCopy.discard(data + "/" + name) }
            if isNew { LocalFile.removeDirectory(data) }
            throw ServeFault.failure(error, data: data)
        }
    }

    /// Reads what the backup holds, and compares the files that it lists.
    private func check() throws -> BackupList {
        let place = TerminalText.line(backup)
        guard LocalFile.isDirectory(backup) else {
            throw CommandFailure.usage("there is no directory \(place)")
        }
        guard LocalFile.exists(backup + "/" + BackupList.name) else {
            throw CommandFailure.usage(
                LocalFile.isDirectory(backup + "/" + DataBackup.database)
                    ? "the backup in \(place) is not whole: it has no file \"\(BackupList.name)\", which is written last"
                    : "\(place) is no backup: give a directory that `chancery backup` made")
        }
        guard
            let list = BackupList(
                text: String(decoding: try BackupFile.read(backup + "/" + BackupList.name), as: UTF8.self))
        else {
            throw CommandFailure.notDone(["\(place)/\(BackupList.name) is damaged, or of a later version of chancery"])
        }
        for file in list.files {
            let path = backup + "/" + file.path
            guard LocalFile.exists(path), try BackupFile.digest(path) == file.digest else {
                throw CommandFailure.notDone(["\(TerminalText.line(path)) is missing or damaged: take another backup"])
            }
        }
        try checkUser(list)
        guard signer != nil || list.files.contains(where: { $0.path.hasPrefix(DataBackup.keys + "/") }) else {
            throw CommandFailure.usage(
                "the backup in \(place) holds no keys: give the folder of the keys that sign the records with --signer")
        }
        return list
    }

    /// A cluster knows the user that made it, and nobody else may set it up.
    private func checkUser(_ list: BackupList) throws {
        let user: String
        do { user = try ClusterCopy.user() } catch { throw ServeFault.failure(error, data: data) }
        guard let owner = list.user.map({ TerminalText.line($0) }), owner != user else { return }
        throw CommandFailure.notDone([
            "the database in \(TerminalText.line(backup)) ran as user \(owner) and would run as \(user) here, whom it does not know: "
                + "restore it as user \(owner), into a directory of that user"
        ])
    }

    private func checkTarget() throws {
        let place = TerminalText.line(data)
        guard !ClusterCopy.isServed(data) else {
            throw CommandFailure.notDone(["a server is running on \(place): stop it, and restore into a new directory"])
        }
        guard !LocalFile.exists(data) || LocalFile.isDirectory(data) && LocalFile.isEmpty(data) else {
            throw CommandFailure.usage(
                "\(place) is there already and not empty: restore into a directory that is not there yet")
        }
        if let signer, signer.forums.isEmpty {
            throw CommandFailure.usage(
                "\(TerminalText.line(signer.path)) holds no keys: give the folder \"signer\" "
                    + "of the server that was lost, or leave --signer out")
        }
    }

    /// Puts the keys and the policy into the data directory. What the copies of the keys know of what was signed is of the time of the
    /// backup, so that they sign nothing more under the old name.
    private func putBack(_ list: BackupList) throws {
        let folders = SignerFolders(ofData: data)
        if let signer {
            for forum in signer.forums { try signer.take(forum, to: folders) }
        } else {
            let kept = SignerFolders(path: backup + "/" + DataBackup.keys)
            for forum in kept.forums {
                try kept.copy(forum, to: folders)
                try folders.noteRestored(forum)
            }
        }
        if list.files.contains(where: { $0.path == DataBackup.policyName }) {
            let name = "/" + DataBackup.policyName
            try BackupFile.write(try BackupFile.read(backup + name), to: data + name)
        }
    }

    /// Has each record compared with what was signed of it last; one that is not that takes no more writes.
    private func look(_ cluster: EmbeddedCluster) async throws -> [RestoredRecord] {
        _ = try await DatabaseSetup(conninfo: cluster.conninfo(role: .owner)).migrate()
        let store = PostgresStore(conninfo: cluster.conninfo(role: .app))
        let folders = SignerFolders(ofData: data)
        // What it finds is told once, by the command.
        let quiet = Logger(label: "restore") { _ in SwiftLogNoOpLogHandler() }
        let service = ProposalService(
            store: store, signing: RecordSigner(folder: folders.path, store: store, log: quiet))
        do {
            var signed = Set(folders.forums)
            var restored: [RestoredRecord] = []
            for row in try await store.forums() {
                // No key is made here: whose record it is says the server that goes on.
                let outcome = signed.remove(row.forum) == nil ? .empty : await service.sign(row.forum)
                let events = try await store.recordLength(forum: row.forum)
                restored.append(RestoredRecord(forum: row.forum, found: .stored(events: events, outcome)))
            }
            restored += signed.sorted().map { RestoredRecord(forum: $0, found: .nowhere) }
            await service.drain()
            await store.close()
            return restored
        } catch {
            await store.close()
            throw error
        }
    }
}
