import Glibc
import Record
import Terminal

/// Signs with OpenSSH's own program, which knows ssh-agent, passphrases and security keys.
struct SSHKeygen {
    private let keyFile: String
    /// What the file named by `--sign` is called in messages.
    private let name: String
    /// A public key that ssh-keygen is to read in its own form, where there is no file of that kind.
    private let publicKey: SSHKey?

    /// With a private key's file.
    init(file: String) {
        (keyFile, name, publicKey) = (file, file, nil)
    }

    /// With a public key, whose private half is in the agent or in the file beside.
    init(publicKey: SSHKey, file: String) {
        let beside = file.hasSuffix(".pub") ? String(file.dropLast(4)) : ""
        let isBeside = !beside.isEmpty && LocalFile.exists(beside)
        (keyFile, name, self.publicKey) = (isBeside ? beside : file, file, isBeside ? nil : publicKey)
    }

    /// The armored signature.
    func sign(_ message: [UInt8], namespace: String, _ console: Console) throws -> String {
        let parent = console.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? P_tmpdir
        let folder = "\(parent)/chancery-sign-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let names = ["act", "act.sig", "key.pub", "errors"].map { "\(folder)/\($0)" }
        defer {
            for name in names { LocalFile.remove(name) }
            LocalFile.removeDirectory(folder)
        }
        do throws(FileFault) {
            try LocalFile.makePrivateDirectory(folder)
            try LocalFile.writePrivate(String(decoding: message, as: UTF8.self), to: names[0])
            if let publicKey { try LocalFile.writePrivate(publicKey.line + "\n", to: names[2]) }
        } catch {
            throw CommandFailure.notDone([
                "the files for ssh-keygen, in \(TerminalText.line(folder)), \(error.sentence)"
            ])
        }
        // The message stands in a file, so that a passphrase may be typed where this program was started.
        let status = run(
            [publicKey == nil ? keyFile : names[2], namespace, names[0], names[3]], console,
            showsErrors: console.errors.isTerminal)
        guard status == 0 else { throw failure(status, (try? LocalFile.text(names[3])) ?? "") }
        do { return try LocalFile.text(names[1]) } catch {
            throw CommandFailure.notDone(["the act was not signed: what ssh-keygen wrote \(error.sentence)"])
        }
    }

    /// The exit status; a shell answers 127 for a program that is not there.
    private func run(_ words: [String], _ console: Console, showsErrors: Bool) -> Int32 {
        let script =
            "[ -t 0 ] || exec </dev/null; exec >/dev/null; \(showsErrors ? "" : "exec 2>\"$4\"; ")"
            + "exec ssh-keygen -q -Y sign -f \"$1\" -n \"$2\" \"$3\""
        var arguments: [UnsafeMutablePointer<CChar>?] = []
        for argument in ["sh", "-c", script, "sh"] + words { arguments.append(strdup(argument)) }
        arguments.append(nil)
        var variables: [UnsafeMutablePointer<CChar>?] = console.environment.map { strdup("\($0)=\($1)") }
        variables.append(nil)
        defer { for pointer in arguments + variables { free(pointer) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/bin/sh", nil, nil, arguments, variables) == 0 else { return 127 }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 { if errno != EINTR { return -1 } }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : -1
    }

    private func failure(_ status: Int32, _ errors: String) -> CommandFailure {
        if status == 127 {
            return .notDone([
                "the act was not signed: ssh-keygen was not found, which signs with keys of this kind; install OpenSSH's "
                    + "programs (Debian: apt install openssh-client)"
            ])
        }
        let file = TerminalText.line(name)
        var last = errors.split(separator: "\n").last ?? ""
        let prompt = "Enter passphrase: "
        while last.hasPrefix(prompt) { last = last.dropFirst(prompt.count) }
        let why = last.isEmpty ? "" : ": " + TerminalText.line(String(last))
        let privateName = file.hasSuffix(".pub") ? String(file.dropLast(4)) : file
        return .notDone([
            "the act was not signed: ssh-keygen could not use \(file)\(why)",
            publicKey == nil
                ? "Run it where the passphrase can be typed, or load the key first: ssh-add \(privateName)"
                : "ssh-agent does not hold the private half, and it is not beside the public key; load it: ssh-add \(privateName)",
        ])
    }
}
