import Foundation
import Testing

@testable import Record

/// Public keys as people have them. What ssh-keygen reads is read, and more; what is no single public key is named.
@Suite struct SSHKeyReadingTests {
    typealias Keygen = SSHSignatureTests.Keygen

    @Test func everyFormOfOnePublicKey() throws {
        let keygen = try Keygen()
        try #require(try keygen.run("-q", "-t", "rsa", "-b", "2048", "-N", "", "-C", "desk of A", "-f", "key") == 0)
        let line = String(try keygen.text("key.pub").dropLast())
        let key = try SSHKey(line: line)
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        let tabbed = words.joined(separator: "\t")
        let forms = [
            ("tab", tabbed + "\n"), ("tabs and spaces", "  \t" + words.joined(separator: " \t ") + "\t \n"),
            ("comment", "# the key of A\n\(line)\n# the end\n"), ("blank lines", "\n  \n\t\n\(line)\n\n"),
            ("no line end", line), ("no comment", "\(words[0]) \(words[1])"), ("CR LF", "# A\r\n\(line)\r\n\r\n"),
            ("CR", "# A\r\(line)\r"), ("the same twice", "\(line)\n\(words[0]) \(words[1])\n"),
            ("options", "restrict,from=\"10.0.0.0/8,*.example.org\",command=\"echo \\\"ssh-rsa AAAA\\\" #\" \(line)\n"),
            ("an option", "no-pty\t\(tabbed)\n"), ("an allowed signer", "a@example.org namespaces=\"x\" \(line)\n"),
        ]
        for (name, text) in forms {
            #expect(try SSHKey(text: text) == key, "\(name)")
            #expect(try SSHKey(text: "\u{FEFF}" + text) == key, "\(name), behind a byte order mark")
        }
        // Those of the report, which ssh-keygen reads as well.
        for text in [tabbed + "\n", "# the key of A\n\(line)\n", "no-pty,restrict \(line)\n"] {
            try keygen.write("form.pub", Array(text.utf8))
            #expect(try keygen.run("-l", "-f", "form.pub") == 0)
        }
    }

    @Test func theFormOfOtherPrograms() throws {
        let keygen = try Keygen()
        for (type, bits) in [("rsa", "2048"), ("ecdsa", "521"), ("ed25519", "256")] {
            try #require(
                try keygen.run("-q", "-t", type, "-b", bits, "-N", "", "-C", "desk: A", "-f", type) == 0)
            let key = try SSHKey(text: try keygen.text("\(type).pub"))
            let text = try keygen.output("-e", "-m", "RFC4716", "-f", "\(type).pub")
            try #require(text.hasPrefix("---- BEGIN SSH2 PUBLIC KEY ----"))
            #expect(try SSHKey(text: text) == key)
            #expect(try SSHKey(text: text.split(separator: "\n").joined(separator: "\r\n") + "\r\n") == key)
            #expect(throws: SSHFault.several([1, text.split(separator: "\n").count + 1])) {
                try SSHKey(text: text + text)
            }
            #expect(throws: SSHFault.malformed("public key")) { try SSHKey(text: String(text.dropLast(40))) }
        }
        for format in ["PKCS8", "PEM"] {
            let text = try keygen.output("-e", "-m", format, "-f", "rsa.pub")
            try keygen.write("other", Array(text.utf8))
            let fault = #expect(throws: SSHFault.self) { try SSHKey(text: text) }
            let sentence = try #require(fault).description
            #expect(sentence.contains("ssh-keygen -i -m \(format) -f FILE"), "\(sentence)")
            // The advice leads to the key.
            #expect(
                try SSHKey(text: try keygen.output("-i", "-m", format, "-f", "other"))
                    == SSHKey(text: try keygen.text("rsa.pub")))
        }
    }

    @Test func severalKeysAreCounted() throws {
        let keygen = try Keygen()
        for name in ["one", "two"] {
            try #require(try keygen.run("-q", "-t", "ed25519", "-N", "", "-f", name) == 0)
        }
        let (one, two) = (try keygen.text("one.pub"), try keygen.text("two.pub"))
        #expect(throws: SSHFault.several([2, 4])) { try SSHKey(text: "# keys\n\(one)\n\(two)") }
        #expect(SSHFault.several([2, 4]).description.contains("2 keys stand in it, on the lines 2, 4"))
        #expect(throws: SSHFault.atLine(2, .notArmored("public key"))) { try SSHKey(text: one + "or this one") }
        #expect(throws: SSHFault.marked("cert-authority")) { try SSHKey(text: "cert-authority,no-pty " + one) }
        #expect(throws: SSHFault.marked("@revoked")) { try SSHKey(text: "@revoked * " + one) }
    }

    @Test func aPrivateKeyIsNeverTakenNorPrinted() throws {
        let keygen = try Keygen()
        var texts: [String] = []
        for (type, bits, format, phrase) in [
            ("ed25519", "256", "RFC4716", ""), ("ed25519", "256", "RFC4716", "a secret"), ("rsa", "2048", "PEM", ""),
            ("rsa", "2048", "PEM", "a secret"), ("rsa", "2048", "PKCS8", ""), ("ecdsa", "256", "PKCS8", "a secret"),
        ] {
            let name = "key\(texts.count)"
            try #require(
                try keygen.run("-q", "-t", type, "-b", bits, "-m", format, "-N", phrase, "-f", name) == 0)
            texts.append(try keygen.text(name))
        }
        texts.append("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\nAAAA\n")
        texts.append("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\n")
        let publicKey = try keygen.text("key0.pub")
        for text in texts {
            for whole in [text, "\u{FEFF}" + text, "\n# mine\n" + text, publicKey + text] {
                let fault = #expect(throws: SSHFault.isPrivate) { try SSHKey(text: whole) }
                let sentence = try #require(fault).description
                #expect(sentence.contains("private key, and the public one is needed"))
                for line in text.split(separator: "\n") where line.count > 20 { #expect(!sentence.contains(line)) }
            }
        }
    }

    @Test func whatIsNoKeyIsNamed() throws {
        let keygen = try Keygen()
        try #require(try keygen.run("-q", "-t", "rsa", "-b", "2048", "-N", "", "-C", "", "-f", "key") == 0)
        let words = try keygen.text("key.pub").split { $0 == " " || $0 == "\n" }.map(String.init)
        for nothing in ["", "\n", "# a comment\n", "hello", "hello there\n", words[1], "ssh-ed25519", "ssh-ed25519 "] {
            #expect(throws: SSHFault.notArmored("public key"), "\(nothing)") { try SSHKey(text: nothing) }
        }
        // As a letter breaks it, or with its end lost.
        for count in [0, 1, 4, 40, words[1].count - 4] {
            #expect(throws: SSHFault.malformed("public key"), "\(count)") {
                try SSHKey(text: "\(words[0]) \(words[1].prefix(count))=\n")
            }
        }
        let broken = "\(words[0]) \(words[1].prefix(60))\n\(words[1].dropFirst(60))\n"
        #expect(throws: SSHFault.atLine(1, .malformed("public key"))) { try SSHKey(text: broken) }
        #expect(SSHFault.malformed("public key").description.contains("one long line"))
        #expect(throws: SSHFault.mislabelled("ssh-ed25519", "ssh-rsa")) {
            try SSHKey(text: "ssh-ed25519 \(words[1])")
        }
    }
}

extension SSHSignatureTests.Keygen {
    /// What ssh-keygen prints.
    func output(_ arguments: String...) throws -> String {
        let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
        guard try run(program: "sh", "-c", "ssh-keygen \(quoted) > printed") == 0 else {
            throw SSHFault.notArmored("public key")
        }
        return try text("printed")
    }
}
