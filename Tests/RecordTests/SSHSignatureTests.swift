import Foundation
import Testing

@testable import Record

/// Signatures by people's keys, against the real ssh-keygen.
@Suite struct SSHSignatureTests {
    static let namespace = "chancery/act/v1"

    /// A folder that is removed afterwards, and ssh-keygen in it.
    struct Keygen: ~Copyable {
        let folder: URL

        init() throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("ssh-" + UUID().uuidString)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        /// Runs ssh-keygen, or another program that makes what it does not.
        @discardableResult
        func run(program: String = "ssh-keygen", _ arguments: String..., input: [UInt8] = []) throws -> Int32 {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [program] + arguments
            process.currentDirectoryURL = folder
            let file = try write("standard-input", input)
            process.standardInput = try FileHandle(forReadingFrom: file)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }

        @discardableResult
        func write(_ name: String, _ bytes: [UInt8]) throws -> URL {
            let file = folder.appendingPathComponent(name)
            try Data(bytes).write(to: file)
            return file
        }

        func text(_ name: String) throws -> String {
            try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        }

        func verify(_ message: [UInt8], _ signature: String, by key: SSHKey, namespace: String) throws -> Bool {
            try write("allowed", Array("a1 \(key.line)\n".utf8))
            try write("message.sig", Array(signature.utf8))
            return try run(
                "-Y", "verify", "-f", "allowed", "-I", "a1", "-n", namespace, "-s", "message.sig", input: message) == 0
        }
    }

    @Test func sshKeygenAcceptsWhatIsSignedHere() throws {
        let keygen = try Keygen()
        try #require(try keygen.run("-q", "-t", "ed25519", "-N", "", "-C", "desk of A", "-f", "key") == 0)
        let signer = try SSHPrivateKey(text: try keygen.text("key"))
        #expect(signer.comment == "desk of A")
        #expect(signer.key == (try SSHKey(line: try keygen.text("key.pub"))))
        #expect(!"\(signer)".contains("PRIVATE"))
        let message = Array(#"{"forum":"example","transition":"bless"}"#.utf8)
        let signature = try SSHSignature(signing: message, namespace: SSHSignatureTests.namespace, with: signer)
        let key = signer.key
        #expect(try keygen.verify(message, signature.text, by: key, namespace: SSHSignatureTests.namespace))
        #expect(try !keygen.verify(message, signature.text, by: key, namespace: "file"))
        for index in [0, 10, message.count - 1] {
            var damaged = message
            damaged[index] ^= 1
            #expect(try !keygen.verify(damaged, signature.text, by: key, namespace: SSHSignatureTests.namespace))
            #expect(throws: SSHFault.wrongSignature) {
                try signature.verify(damaged, namespace: SSHSignatureTests.namespace)
            }
        }
        try signature.verify(message, namespace: SSHSignatureTests.namespace)
        #expect(throws: SSHFault.otherNamespace(SSHSignatureTests.namespace)) {
            try signature.verify(message, namespace: "file")
        }
        #expect(try SSHSignature(text: signature.text) == signature)
    }

    @Test func whatSSHKeygenSignsIsAcceptedHere() throws {
        let keygen = try Keygen()
        try #require(try keygen.run("-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "key") == 0)
        let key = try SSHKey(line: try keygen.text("key.pub"))
        let message = Array("An act.\n".utf8)
        for hash in ["sha512", "sha256"] {
            try keygen.write("message", message)
            try? FileManager.default.removeItem(at: keygen.folder.appendingPathComponent("message.sig"))
            let made = try keygen.run(
                "-Y", "sign", "-f", "key", "-n", SSHSignatureTests.namespace, "-O", "hashalg=\(hash)", "message")
            try #require(made == 0)
            let text = try keygen.text("message.sig")
            let signature = try SSHSignature(text: text)
            #expect(signature.key == key)
            #expect(signature.hash.rawValue == hash)
            #expect(signature.text == text)
            try signature.verify(message, namespace: SSHSignatureTests.namespace)
        }
    }

    @Test func otherKeysAreRefusedClearly() throws {
        let keygen = try Keygen()
        try #require(try keygen.run("-q", "-t", "ed25519", "-N", "a secret", "-f", "locked") == 0)
        #expect(throws: SSHFault.encrypted) { try SSHPrivateKey(text: try keygen.text("locked")) }
        #expect(SSHFault.encrypted.description.contains("passphrase"))
        try #require(try keygen.run("-q", "-t", "ecdsa", "-N", "", "-f", "curve") == 0)
        // It signs through ssh-keygen; here its public half is read.
        #expect(throws: SSHFault.otherKind("ecdsa-sha2-nistp256")) { try SSHPrivateKey(text: try keygen.text("curve")) }
        #expect(
            try SSHPrivateKey.publicHalf(of: try keygen.text("curve")) == SSHKey(text: try keygen.text("curve.pub")))
        #expect(
            try SSHPrivateKey.publicHalf(of: try keygen.text("locked")) == SSHKey(text: try keygen.text("locked.pub")))
        #expect(throws: SSHFault.notArmored("private key")) { try SSHPrivateKey(text: "hello") }
        #expect(throws: SSHFault.notArmored("signature")) { try SSHSignature(text: "") }
        #expect(throws: SSHFault.notArmored("public key")) { try SSHKey(line: "ssh-ed25519") }
    }

    @Test func damagedFilesAreRefusedWithoutATrap() throws {
        let keygen = try Keygen()
        try #require(try keygen.run("-q", "-t", "ed25519", "-N", "", "-C", "c", "-f", "key") == 0)
        let text = try keygen.text("key")
        let signer = try SSHPrivateKey(text: text)
        let message = Array("An act.".utf8)
        let signature = try SSHSignature(signing: message, namespace: "n", with: signer)
        for index in text.utf8.indices.map({ text.utf8.distance(from: text.startIndex, to: $0) }) {
            var bytes = Array(text.utf8)
            bytes[index] ^= 0x11
            _ = try? SSHPrivateKey(text: String(decoding: bytes, as: UTF8.self))
            _ = try? SSHPrivateKey(text: String(decoding: bytes.prefix(index), as: UTF8.self))
        }
        let armored = Array(signature.text.utf8)
        for index in armored.indices {
            for mask: UInt8 in [1, 2, 4, 0x11, 0x80] {
                var bytes = armored
                bytes[index] ^= mask
                guard let read = try? SSHSignature(text: String(decoding: bytes, as: UTF8.self)) else { continue }
                // Line breaks stand for nothing; every other change must show.
                if read == signature { continue }
                let verified: Void? = try? read.verify(message, namespace: "n")
                #expect(verified == nil, "byte \(index)")
            }
            #expect(
                (try? SSHSignature(text: String(decoding: armored.prefix(index), as: UTF8.self))) == nil
                    || index + 1 == armored.count)
        }
    }
}
