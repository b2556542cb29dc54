import Certificates
import CivilTime
import Terminal
import Wording

/// What `chancery tls make` makes: the files of an authority, a server and some clients, and what to type next.
struct TrialCertificates {
    private static let ownNames = ["localhost", "127.0.0.1", "::1"]

    private struct Client {
        let account: String
        let name: AlternativeName
        let stem: String
    }

    private let serverNames: [AlternativeName]
    private let clients: [Client]
    private let days: Int
    private let end: Instant
    /// Names and texts, in the order in which they are written.
    private var files: [(name: String, text: String)] = []

    /// - Parameter now: they hold from an hour before it, for a machine whose clock is late.
    init(server hosts: [String], clients accounts: [String], days: Int, from now: Instant) throws {
        serverNames = try (TrialCertificates.ownNames + hosts).reduce(into: []) { names, host in
            guard let name = AlternativeName(host: host) else {
                throw CommandFailure.usage(
                    "\"\(TerminalText.line(host))\" is no name or number of a host; write it as chancery.example or 192.0.2.10"
                )
            }
            if !names.contains(name) { names.append(name) }
        }
        clients = try accounts.map(TrialCertificates.client)
        self.days = days
        end = now.advanced(byMicroseconds: Int64(days) * 86_400_000_000)
        if let twice = Dictionary(grouping: clients, by: \.stem).values.first(where: { $0.count > 1 }) {
            throw CommandFailure.usage("two certificates would have the name \(twice[0].stem).pem; make them apart")
        }
        do { try makeFiles(now.advanced(byMicroseconds: -3_600_000_000)...end) } catch let fault as CertificateFault {
            throw CommandFailure.notDone(["\(fault)"])
        }
    }

    private mutating func makeFiles(_ span: ClosedRange<Instant>) throws {
        // No two authorities have one name, or a client could take one for the other.
        let mark = String(UInt32.random(in: .min ... .max), radix: 16)
        let authority = try ThrowAwayAuthority("Chancery trial authority \(mark)", days: span)
        let server = try authority.sign(.server, "Chancery trial server", serverNames)
        files = [
            ("authority.pem", authority.certificate), ("server.pem", server.certificate), ("server.key", server.key),
        ]
        for client in clients {
            let signed = try authority.sign(.client, "Chancery trial client", [client.name])
            files += [("\(client.stem).pem", signed.certificate), ("\(client.stem).key", signed.key)]
        }
    }

    private static func client(_ account: String) throws -> Client {
        let parts = account.split(separator: "/", omittingEmptySubsequences: false)
        let isAccount = parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isNameByte) }
        guard isAccount, let name = AlternativeName(uri: "chancery:\(account)") else {
            throw CommandFailure.usage(
                "\"\(TerminalText.line(account))\" is no account; write FORUM/NAME, as forum/contact-point-FR")
        }
        return Client(account: account, name: name, stem: "client-\(parts[0])-\(parts[1])")
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Writes all files, each for its owner alone, or none: nothing that is there is written over.
    func write(to directory: String) throws {
        if let known = files.first(where: { LocalFile.exists("\(directory)/\($0.name)") }) {
            throw CommandFailure.notDone([
                "\(TerminalText.line("\(directory)/\(known.name)")) is there already; choose another directory, or remove it"
            ])
        }
        var written: [String] = []
        do throws(FileFault) {
            try LocalFile.makePrivateDirectory(directory)
            for file in files {
                try LocalFile.writePrivate(file.text, to: "\(directory)/\(file.name)")
                written.append(file.name)
            }
        } catch {
            for name in written { LocalFile.remove("\(directory)/\(name)") }
            throw CommandFailure.notDone([TerminalText.line("\(directory) \(error.sentence)")])
        }
    }

    /// What was made, and the commands that use it.
    func told(_ directory: String) -> [String] {
        func path(_ name: String) -> String { ShellWord.quoted("\(directory)/\(name)") }
        var lines = [
            "\(path("authority.pem")): the authority, for clients to trust",
            "\(path("server.pem")), \(path("server.key")): the server \(serverNames.map(\.description).joined(separator: ", "))",
        ]
        for client in clients {
            lines.append("\(path("\(client.stem).pem")), \(path("\(client.stem).key")): the client uri:\(client.name)")
        }
        lines += [
            "They hold for \(counted(days, "day")), until \(end). The authority's key was not kept: nobody can sign more.",
            "", "Start the server:",
            "  chancery serve --tls-certificate \(path("server.pem")) --tls-key \(path("server.key"))"
                + (clients.isEmpty ? "" : " --tls-client-ca \(path("authority.pem"))"), "",
            "Talk to it:", "  chancery ping --server tls://localhost:7420 --trust \(path("authority.pem"))",
        ]
        for client in clients {
            lines += [
                "", "Let \(client.account) log in with its certificate, as an administrator of its accounts:",
                "  chancery identity link \(client.account) certificate uri:\(client.name) --server tls://localhost:7420 --trust \(path("authority.pem"))",
                "Then, as \(client.account):",
                "  chancery whoami --server tls://localhost:7420 --trust \(path("authority.pem")) --certificate \(path("\(client.stem).pem")) --certificate-key \(path("\(client.stem).key"))",
            ]
        }
        return lines
    }
}
