import Record

extension FuzzTarget {
    /// The signature of a person (SSHSIG). An input that begins with its magic word is put into armor first.
    static let signature = FuzzTarget(
        "signature", longest: 2048, verdicts: ["read", "refused", "signed"], shown: armored
    ) { bytes throws(Finding) in
        let text = String(decoding: armored(bytes), as: UTF8.self)
        _ = try? SSHKey(text: text)
        _ = try? SSHPrivateKey(text: text)
        guard let signature = try? SSHSignature(text: text) else { return "refused" }
        let again = try mustRead("a signature that was written") { try SSHSignature(text: signature.text) }
        try must(again == signature, "another signature once it is written")
        let key = try mustRead("the line of a key") { try SSHKey(line: signature.key.line) }
        try must(key == signature.key, "another key once it is written")
        return (try? signature.verify(signed, namespace: "chancery/act/v1")) == nil ? "read" : "signed"
    }

    /// What the signatures of the corpus are over.
    private static let signed = Array("{}".utf8)

    private static func armored(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.starts(with: "SSHSIG".utf8) else { return bytes }
        return Array("-----BEGIN SSH SIGNATURE-----\n\(Base64.encode(bytes))\n-----END SSH SIGNATURE-----\n".utf8)
    }

    /// A signed note, and the checkpoint that its text may be.
    static let note = FuzzTarget("note", longest: 2048, verdicts: ["read", "refused"]) { bytes throws(Finding) in
        guard let note = try? SignedNote(parsing: bytes) else { return "refused" }
        try must(note.bytes == bytes, "other bytes once the note is written")
        if let checkpoint = try? Checkpoint(text: note.text) {
            try must(checkpoint.text.utf8.elementsEqual(note.text.utf8), "another text of the checkpoint")
        }
        return "read"
    }

    /// A policy: whose keys count, and how many of them.
    static let policy = FuzzTarget("policy", longest: 2048, verdicts: ["read", "refused"]) { bytes throws(Finding) in
        guard let policy = try? WitnessPolicy(parsing: bytes) else { return "refused" }
        let again = try mustRead("a policy that was written") { try WitnessPolicy(lines: policy.lines) }
        try must(again == policy, "another policy once it is written")
        return "read"
    }
}
