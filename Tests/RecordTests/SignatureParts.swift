import Foundation

@testable import Record

/// The parts of a signature of OpenSSH, so that a test changes one of them.
struct SignatureParts {
    var key: [UInt8]
    var namespace: [UInt8]
    var reserved: [UInt8]
    var hash: [UInt8]
    var signature: [UInt8]
    var rest: [UInt8] = []

    private static let armor = SSHArmor(label: "SSH SIGNATURE", what: "signature")

    init(_ text: String) throws {
        var reader = SSHReader(try SignatureParts.armor.decode(text), of: "signature")
        _ = try reader.bytes(10)
        key = try reader.string()
        namespace = try reader.string()
        reserved = try reader.string()
        hash = try reader.string()
        signature = try reader.string()
    }

    static func strings(_ parts: [UInt8]...) -> [UInt8] {
        var writer = SSHWriter()
        for part in parts { writer.string(part) }
        return writer.bytes
    }

    var bytes: [UInt8] {
        Array("SSHSIG\0\0\0\u{1}".utf8) + SignatureParts.strings(key, namespace, reserved, hash, signature) + rest
    }

    var text: String { SignatureParts.armor.encode(bytes) }

    /// What the key signs, over SHA-512 of a message.
    func signed(_ message: [UInt8]) -> [UInt8] {
        Array("SSHSIG".utf8)
            + SignatureParts.strings(namespace, reserved, hash, SSHSignature.Hash.sha512.digest(of: message))
    }
}

extension SSHSignatureTests.Keygen {
    /// What ssh-keygen signs with the key `key`.
    func signed(_ message: [UInt8], namespace: String) throws -> String {
        try write("message", message)
        try? FileManager.default.removeItem(at: folder.appendingPathComponent("message.sig"))
        guard try run("-q", "-Y", "sign", "-f", "key", "-n", namespace, "message") == 0 else {
            throw SSHFault.notArmored("signature")
        }
        return try text("message.sig")
    }
}
