import Bundles
import Record
import Signing
import Terminal

/// The folders of the keys that sign the records, one for each forum, as a backup takes them along and a restore puts them back.
struct SignerFolders {
    let path: String

    init(path: String) { self.path = path }

    /// Those of a server that was told no other place.
    init(ofData data: String) { path = data + "/signer" }

    /// The forums that have a key here.
    var forums: [String] {
        LocalFile.names(in: path).filter { LocalFile.exists("\(path)/\($0)/\(ForumSigner.keyName)") }
    }

    /// The files of a forum that outlast a restart, by name. Each is replaced whole by the server that owns it, so that it can be read while
    /// that one runs.
    func files(of forum: String) -> [String] {
        LocalFile.names(in: "\(path)/\(forum)").filter {
            $0 != "lock" && !$0.hasSuffix(".new") && !LocalFile.isDirectory("\(path)/\(forum)/\($0)")
        }
    }

    /// Copies what belongs to a forum into another folder.
    func copy(_ forum: String, to other: SignerFolders) throws {
        for folder in [other.path, "\(other.path)/\(forum)"] { try BackupFile.makeDirectory(folder) }
        for name in files(of: forum) {
            try BackupFile.write(
                try BackupFile.read("\(path)/\(forum)/\(name)"), to: "\(other.path)/\(forum)/\(name)")
        }
    }

    /// The same, of a folder that no server may work with meanwhile.
    func take(_ forum: String, to other: SignerFolders) throws {
        let lock = try DurableFolder("\(path)/\(forum)")
        try withExtendedLifetime(lock) { try copy(forum, to: other) }
    }

    /// Notes in the folder of a forum that its record came from a backup, so that what was signed later is not known here.
    func noteRestored(_ forum: String) throws {
        let folder = try DurableFolder("\(path)/\(forum)")
        guard let bytes = try folder.read(ForumSigner.keyName) else { return }
        let file = SignerFile(in: folder)
        var state = try file.load(origin: try NoteSigner(file: bytes).key.name)
        state.restored()
        try file.keep(state)
    }
}
