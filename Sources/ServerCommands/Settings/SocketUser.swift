import Glibc
import Terminal

/// A user of this machine who logs in over the UNIX socket without a token, and to which account: `USER=ACCOUNT`.
struct SocketUser: Sendable, Hashable {
    /// A name of this machine, or a number.
    let name: String
    let account: String

    /// Whom a machine calls so whom it cannot name, as in a container with users of its own.
    private static let nobody: UInt32 = 65_534

    /// Reads the text of a setting, without asking whether there is such a user.
    init(_ text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let names = parts.last?.split(separator: "/", omittingEmptySubsequences: false) ?? []
        guard parts.count == 2, !parts[0].isEmpty, names.count == 2, names.allSatisfy({ !$0.isEmpty }) else {
            throw CommandFailure.usage(
                "\"\(TerminalText.line(text))\" gives no system user an account; write USER=ACCOUNT, as alice=forum/contact-point-FR"
            )
        }
        (name, account) = (parts[0], parts[1])
    }

    /// The number of the user, as the kernel knows them.
    func number() throws -> UInt32 {
        let shown = TerminalText.line(name)
        guard let number = UInt32(name) ?? SocketUser.number(of: name) else {
            throw CommandFailure.usage("this machine has no user \"\(shown)\" for socket-user; see: getent passwd")
        }
        guard number != SocketUser.nobody, number != .max else {
            throw CommandFailure.usage("\(shown) is whoever this machine cannot name, and may have no account")
        }
        return number
    }

    private static func number(of name: String) -> UInt32? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var room = [CChar](repeating: 0, count: 64 << 10)
        guard getpwnam_r(name, &entry, &room, room.count, &found) == 0 else { return nil }
        return found?.pointee.pw_uid
    }
}

extension ServeConfiguration {
    /// Takes the system users who log in over the socket.
    mutating func setSocketUsers(_ texts: [String]) throws {
        for text in texts { _ = try SocketUser(text) }
        socketUsers = texts
    }

    /// The accounts of system users, by the numbers that they have on this machine now.
    func systemUsers() throws -> [UInt32: String] {
        var accounts: [UInt32: String] = [:]
        for text in socketUsers {
            let user = try SocketUser(text)
            let number = try user.number()
            guard accounts.updateValue(user.account, forKey: number) == nil else {
                throw CommandFailure.usage("socket-user gives \(TerminalText.line(user.name)) two accounts")
            }
        }
        return accounts
    }
}
