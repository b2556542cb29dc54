import Foundation
import Testing

@testable import Record

/// Every kind of key that OpenSSH signs with, against the real ssh-keygen: what it signs is taken, what it refuses is refused.
@Suite struct SSHKeyKindTests {
    typealias Keygen = SSHSignatureTests.Keygen

    static let namespace = SSHSignatureTests.namespace
    static let message = Array(#"{"forum":"example","transition":"bless"}"#.utf8)

    /// The kinds that need no device, as ssh-keygen makes them.
    static let made: [(kind: SSHKeyKind, type: String, bits: String)] = [
        (.ed25519, "ed25519", "256"), (.rsa, "rsa", "2048"), (.rsa, "rsa", "3072"), (.nistp256, "ecdsa", "256"),
        (.nistp384, "ecdsa", "384"), (.nistp521, "ecdsa", "521"),
    ]

    @Test(arguments: made) func whatSSHKeygenSignsCounts(_ made: (kind: SSHKeyKind, type: String, bits: String)) throws
    {
        let keygen = try Keygen()
        try #require(try keygen.run("-q", "-t", made.type, "-b", made.bits, "-N", "", "-f", "key") == 0)
        let key = try SSHKey(text: try keygen.text("key.pub"))
        #expect(key.kind == made.kind)
        #expect(try keygen.text("key.pub").hasPrefix(key.line + " "))
        #expect(try SSHKey(line: key.line) == key)
        // Each signature of ECDSA is another one: numbers with and without a zero in front come up.
        for round in 0..<8 {
            let message = SSHKeyKindTests.message + Array("\(round)".utf8)
            let text = try keygen.signed(message, namespace: SSHKeyKindTests.namespace)
            let signature = try SSHSignature(text: text)
            #expect(signature.key == key && signature.text == text)
            try signature.verify(message, namespace: SSHKeyKindTests.namespace)
            #expect(throws: SSHFault.wrongSignature) {
                try signature.verify(message + [0], namespace: SSHKeyKindTests.namespace)
            }
            #expect(throws: SSHFault.otherNamespace(SSHKeyKindTests.namespace)) {
                try signature.verify(message, namespace: "file")
            }
        }
    }

    @Test(arguments: made) func aSignatureByAnotherKeyOrChangedDoesNotCount(
        _ made: (kind: SSHKeyKind, type: String, bits: String)
    ) throws {
        let keygen = try Keygen()
        try #require(try keygen.run("-q", "-t", made.type, "-b", made.bits, "-N", "", "-f", "key") == 0)
        try #require(try keygen.run("-q", "-t", made.type, "-b", made.bits, "-N", "", "-f", "other") == 0)
        let text = try keygen.signed(SSHKeyKindTests.message, namespace: SSHKeyKindTests.namespace)
        let parts = try SignatureParts(text)
        #expect(parts.text == text)
        // Another's key under it.
        var changed = parts
        changed.key = try SSHKey(text: try keygen.text("other.pub")).blob
        try refused(changed, .wrongSignature, keygen)
        // Bytes behind each part, and the whole cut off at every length.
        changed = parts
        changed.key += [0]
        try refused(changed, .malformed("public key"), keygen)
        changed = parts
        changed.signature += [0]
        try refused(changed, .malformed("signature"), keygen)
        changed = parts
        changed.rest = [0]
        try refused(changed, .malformed("signature"), keygen)
        changed = parts
        changed.reserved = [1]
        // ssh-keygen passes over what is reserved.
        #expect(throws: SSHFault.malformed("signature")) { try SSHSignature(text: changed.text) }
        let bytes = parts.bytes
        for count in 0..<bytes.count {
            let cut = SSHArmor(label: "SSH SIGNATURE", what: "signature").encode(Array(bytes.prefix(count)))
            #expect(throws: SSHFault.self, "\(count)") { try SSHSignature(text: cut) }
        }
        // No change of a byte leaves a signature by this key that counts.
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 0x41
            let armored = SSHArmor(label: "SSH SIGNATURE", what: "signature").encode(damaged)
            guard let read = try? SSHSignature(text: armored) else { continue }
            let counts: Void? = try? read.verify(SSHKeyKindTests.message, namespace: SSHKeyKindTests.namespace)
            #expect(counts == nil, "byte \(place)")
        }
    }

    @Test func signaturesOfRSARestOnSHA2() throws {
        let keygen = try Keygen()
        try #require(try keygen.run("-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "", "-f", "key") == 0)
        let parts = try SignatureParts(try keygen.signed(SSHKeyKindTests.message, namespace: SSHKeyKindTests.namespace))
        let signed = parts.signed(SSHKeyKindTests.message)
        // The very signatures by libcrypto that the algorithms name: SHA-256 counts beside SHA-512, SHA-1 never.
        for (digest, algorithm) in [("sha256", "rsa-sha2-256"), ("sha512", "rsa-sha2-512"), ("sha1", "ssh-rsa")] {
            try keygen.write("signed", signed)
            try #require(
                try keygen.run(program: "openssl", "dgst", "-\(digest)", "-sign", "key", "-out", "raw", "signed") == 0)
            let raw = Array(try Data(contentsOf: keygen.folder.appendingPathComponent("raw")))
            var changed = parts
            changed.signature = SignatureParts.strings(Array(algorithm.utf8), raw)
            if digest == "sha1" {
                try refused(changed, .otherSignature("ssh-rsa"), keygen)
                #expect(SSHFault.otherSignature("ssh-rsa").description.contains("SHA-1"))
                // Nor does a signature over SHA-1 count under another's name.
                changed.signature = SignatureParts.strings(Array("rsa-sha2-256".utf8), raw)
                try refused(changed, .wrongSignature, keygen)
            } else {
                try accepted(changed, keygen)
                // Some agents leave out zeros in front, and none adds any.
                changed.signature = SignatureParts.strings(Array(algorithm.utf8), [0] + raw)
                try refused(changed, .malformed("signature"), keygen)
                changed.signature = SignatureParts.strings(Array("ssh-ed25519".utf8), raw)
                try refused(changed, .otherSignature("ssh-ed25519"), keygen)
            }
        }
    }

    @Test func weakAndBrokenKeysAreRefused() throws {
        let keygen = try Keygen()
        try #require(try keygen.run("-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", "key") == 0)
        #expect(throws: SSHFault.weak(1024)) { try SSHKey(text: try keygen.text("key.pub")) }
        #expect(SSHFault.weak(1024).description.contains("1024 bits, and at least 2048"))
        // OpenSSH signs with it where it is let; nothing of it counts here.
        let weak = try keygen.signed(SSHKeyKindTests.message, namespace: SSHKeyKindTests.namespace)
        #expect(throws: SSHFault.weak(1024)) { try SSHSignature(text: weak) }

        // A point beside the curve, the point at infinity, a point without its second half, a curve that is not the kind's.
        try #require(try keygen.run("-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", "curve") == 0)
        var point = Array(try SSHKey(text: try keygen.text("curve.pub")).blob.suffix(65))
        func blob(_ kind: String, _ curve: String, _ point: [UInt8]) -> [UInt8] {
            SignatureParts.strings(Array(kind.utf8), Array(curve.utf8), point)
        }
        #expect(try SSHKey(blob: blob("ecdsa-sha2-nistp256", "nistp256", point)).kind == .nistp256)
        let compressed = [2 + (point[64] & 1)] + point[1...32]
        point[64] ^= 1
        for broken in [
            blob("ecdsa-sha2-nistp256", "nistp256", point), blob("ecdsa-sha2-nistp256", "nistp256", [0]),
            blob("ecdsa-sha2-nistp256", "nistp256", compressed), blob("ecdsa-sha2-nistp256", "nistp256", []),
            blob("ecdsa-sha2-nistp384", "nistp256", point), blob("ecdsa-sha2-nistp256", "nistp384", point),
        ] {
            #expect(throws: SSHFault.malformed("public key")) { try SSHKey(blob: broken) }
        }

        // Numbers of RSA: even ones, an exponent of 1, zeros in front, negative ones.
        let modulus = [0] + [UInt8](repeating: 0xFF, count: 256)
        func rsa(_ exponent: [UInt8], _ modulus: [UInt8]) -> [UInt8] {
            SignatureParts.strings(Array("ssh-rsa".utf8), exponent, modulus)
        }
        #expect(try SSHKey(blob: rsa([1, 0, 1], modulus)).kind == .rsa)
        for broken in [
            rsa([1], modulus), rsa([4], modulus), rsa([1, 0, 1], Array(modulus.dropLast()) + [0xFE]),
            rsa([0, 3], modulus), rsa([1, 0, 1], [0] + modulus), rsa([1, 0, 1], Array(modulus.dropFirst())),
            rsa([], modulus), rsa([1, 0, 1], []), rsa([1] + [UInt8](repeating: 1, count: 8), modulus),
            rsa([1, 0, 1], [0] + [UInt8](repeating: 0xFF, count: 2049)),
        ] {
            #expect(throws: SSHFault.malformed("public key")) { try SSHKey(blob: broken) }
        }
    }

    /// A security key stands behind these kinds: what it signs is made here as the device makes it, and ssh-keygen is asked as well.
    @Test func securityKeysSignWhenTouched() throws {
        let keygen = try Keygen()
        try #require(try keygen.run("-q", "-t", "ed25519", "-N", "", "-f", "key") == 0)
        let device = try SSHPrivateKey(text: try keygen.text("key"))
        let kind = Array("sk-ssh-ed25519@openssh.com".utf8)
        let application = Array("ssh:".utf8)
        var parts = try SignatureParts(try keygen.signed(SSHKeyKindTests.message, namespace: SSHKeyKindTests.namespace))
        parts.key = SignatureParts.strings(kind, Array(device.key.blob.suffix(32)), application)
        #expect(try SSHKey(blob: parts.key).kind == .securityKeyEd25519)
        func signature(flags: UInt8, counter: UInt32) throws -> [UInt8] {
            let told = [flags] + counter.bigEndianBytes
            let signed =
                Digest.sha256(application).bytes + told
                + Digest.sha256(parts.signed(SSHKeyKindTests.message)).bytes
            return SignatureParts.strings(kind, try device.sign(signed)) + told
        }
        parts.signature = try signature(flags: 1, counter: 7)
        try accepted(parts, keygen)
        parts.signature = try signature(flags: 5, counter: .max)
        try accepted(parts, keygen)
        parts.signature[parts.signature.count - 1] ^= 1
        try refused(parts, .wrongSignature, keygen)
        parts.signature = Array(try signature(flags: 1, counter: 7).dropLast())
        try refused(parts, .malformed("signature"), keygen)
        // ssh-keygen leaves it to whoever calls it whether somebody touched the key.
        parts.signature = try signature(flags: 0, counter: 7)
        let untouched = try SSHSignature(text: parts.text)
        #expect(throws: SSHFault.untouched) {
            try untouched.verify(SSHKeyKindTests.message, namespace: SSHKeyKindTests.namespace)
        }
    }

    @Test func securityKeysOnTheCurve() throws {
        let keygen = try Keygen()
        try #require(
            try keygen.run(program: "openssl", "ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", "device")
                == 0)
        try #require(try keygen.run(program: "chmod", "600", "device") == 0)
        try #require(
            try keygen.run(program: "openssl", "ec", "-in", "device", "-pubout", "-outform", "DER", "-out", "public")
                == 0)
        let point = Array(try Data(contentsOf: keygen.folder.appendingPathComponent("public")).suffix(65))
        let kind = Array("sk-ecdsa-sha2-nistp256@openssh.com".utf8)
        let application = Array("ssh:".utf8)
        try #require(try keygen.run("-q", "-t", "ed25519", "-N", "", "-f", "key") == 0)
        var parts = try SignatureParts(try keygen.signed(SSHKeyKindTests.message, namespace: SSHKeyKindTests.namespace))
        parts.key = SignatureParts.strings(kind, Array("nistp256".utf8), point, application)
        let told: [UInt8] = [1, 0, 0, 0, 9]
        try keygen.write(
            "signed",
            Digest.sha256(application).bytes + told + Digest.sha256(parts.signed(SSHKeyKindTests.message)).bytes)
        try #require(
            try keygen.run(program: "openssl", "dgst", "-sha256", "-sign", "device", "-out", "raw", "signed") == 0)
        let der = Array(try Data(contentsOf: keygen.folder.appendingPathComponent("raw")))
        // SEQUENCE { INTEGER r, INTEGER s }, each shorter than 128 bytes.
        let first = Int(der[3])
        let r = Array(der[4..<4 + first])
        let s = Array(der[(6 + first)...])
        parts.signature = SignatureParts.strings(kind, SignatureParts.strings(r, s)) + told
        try accepted(parts, keygen)
        parts.signature = SignatureParts.strings(kind, SignatureParts.strings(s, r)) + told
        try refused(parts, .wrongSignature, keygen)
        parts.signature = SignatureParts.strings(Array("ecdsa-sha2-nistp256".utf8), SignatureParts.strings(r, s)) + told
        try refused(parts, .otherSignature("ecdsa-sha2-nistp256"), keygen)
    }

    @Test func otherKindsAreNamedWithThoseThatAreTaken() throws {
        let keygen = try Keygen()
        let dss = SignatureParts.strings(Array("ssh-dss".utf8), [1], [1], [1], [1])
        #expect(throws: SSHFault.otherKind("ssh-dss")) { try SSHKey(line: "ssh-dss \(Base64.encode(dss)) old") }
        let sentence = SSHFault.otherKind("ssh-dss").description
        for kind in SSHKeyKind.allCases { #expect(sentence.contains(kind.rawValue), "\(kind)") }
        try #require(try keygen.run("-q", "-t", "ed25519", "-N", "", "-f", "key") == 0)
        try #require(try keygen.run("-q", "-t", "ed25519", "-N", "", "-f", "authority") == 0)
        try #require(try keygen.run("-q", "-s", "authority", "-I", "id", "-n", "leader", "key.pub") == 0)
        #expect(throws: SSHFault.certificate("ssh-ed25519-cert-v01@openssh.com")) {
            try SSHKey(text: try keygen.text("key-cert.pub"))
        }
    }

    private func accepted(_ parts: SignatureParts, _ keygen: borrowing Keygen) throws {
        let signature = try SSHSignature(text: parts.text)
        #expect(signature.text == parts.text)
        try signature.verify(SSHKeyKindTests.message, namespace: SSHKeyKindTests.namespace)
        #expect(
            try keygen.verify(
                SSHKeyKindTests.message, parts.text, by: signature.key, namespace: SSHKeyKindTests.namespace),
            "ssh-keygen refuses what is accepted here")
    }

    private func refused(_ parts: SignatureParts, _ fault: SSHFault, _ keygen: borrowing Keygen) throws {
        #expect(throws: fault) {
            try SSHSignature(text: parts.text).verify(SSHKeyKindTests.message, namespace: SSHKeyKindTests.namespace)
        }
        #expect(
            try keygen.run(
                "-Y", "check-novalidate", "-n", SSHKeyKindTests.namespace, "-s",
                keygen.write("refused.sig", Array(parts.text.utf8)).path, input: SSHKeyKindTests.message) != 0,
            "ssh-keygen accepts what is refused here: \(fault)")
    }
}
