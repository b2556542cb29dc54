import Record

/// What a browser's cookie holds: 256 unpredictable bits. What is stored is their hash.
struct SessionSecret {
    let text: String

    init(seed: [UInt8]) { text = Digest.sha256(Array("chancery session\n".utf8) + seed).hex }

    static func hash(of text: String) -> [UInt8] { Digest.sha256(Array(text.utf8)).bytes }

    /// What a session is called where several are listed: it tells neither the secret nor its hash.
    static func name(ofHash hash: [UInt8]) -> String {
        String(Digest.sha256(Array("chancery session name\n".utf8) + hash).hex.prefix(16))
    }

    /// What the session's own forms carry, so that no other page can send one: it does not tell the secret.
    static func formToken(of text: String) -> String { Digest.sha256(Array("chancery form\n\(text)".utf8)).hex }
}
