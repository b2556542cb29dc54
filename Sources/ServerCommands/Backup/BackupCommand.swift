import ArgumentParser
import Terminal
import Wording

/// `chancery backup`: copies a data directory, whether its server runs or not.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy a data directory with everything that `chancery restore` needs.",
        discussion: """
            Copies the private PostgreSQL (by pg_basebackup), the keys that sign the records, and the witnesses' policy into a new \
            directory for you alone, and checks the copy (by pg_verifybackup). The server may run meanwhile. Run it as the user of \
            the server.

            The backup holds personal data and secret keys: encrypt it before it leaves the machine. It does not hold the \
            settings file, certificates and admin.token, which stand elsewhere or can be made anew. Back up a database of your own \
            with its own tools.

            Examples:
              chancery backup /backup/monday --data /var/lib/chancery
              chancery backup /backup/monday --data /var/lib/chancery --without-keys
            """)

    @Argument(help: ArgumentHelp("The directory to make.", valueName: "dir"), completion: .directory)
    var target: String
    @Option(help: ArgumentHelp("The data directory of the server.", valueName: "dir"), completion: .directory)
    var data: String
    @Option(
        help: ArgumentHelp(
            "The folder of the keys that sign the records, where it is not \"signer\" in the data directory.",
            valueName: "dir"), completion: .directory)
    var signer: String?
    @Option(
        help: ArgumentHelp(
            "The witnesses' policy, where it is not \"policy\" in the data directory.", valueName: "file"),
        completion: .file())
    var policy: String?
    @Flag(help: "Leave the keys out, because they are kept elsewhere.")
    var withoutKeys = false

    func validate() throws {
        if withoutKeys, signer != nil { throw ValidationError("use either --signer or --without-keys") }
    }

    func run() async throws {
        for path in [signer, policy].compactMap(\.self) { try LocalFile.check(path) }
        let console = Console.current
        let backup = DataBackup(
            data: data,
            signer: withoutKeys ? nil : signer.map { SignerFolders(path: $0) } ?? SignerFolders(ofData: data),
            policy: policy ?? data + "/" + DataBackup.policyName, target: target)
        let list = try await backup.make(at: "\(console.now())")
        let keys = list.files.count { $0.path.hasSuffix("/signing-key") }
        let lines = [
            "backed up \(TerminalText.line(data)) to \(TerminalText.line(target)), and checked the copy",
            keys > 0
                ? "it holds \(counted(keys, "secret key")) and personal data: keep it secret"
                : "it holds personal data: keep it secret; it holds no keys, so keep the signer's folder apart",
        ]
        console.lines(Paint(console.output).folded(lines))
    }
}
