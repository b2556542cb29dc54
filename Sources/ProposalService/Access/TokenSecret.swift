import Record

/// A token: 256 unpredictable bits, shown once; what is stored is their hash.
struct TokenSecret {
    let text: String
    let hash: [UInt8]
    /// What names the token in the record.
    let id: String

    init(seed: [UInt8]) {
        text = "chy_" + Digest.sha256(Array("chancery token\n".utf8) + seed).hex
        hash = TokenSecret.hash(of: text)
        id = TokenSecret.id(ofHash: hash)
    }

    /// The name of a token in the record, from the hash under which it is stored.
    static func id(ofHash hash: [UInt8]) -> String { "tk-" + String(Digest.sha256(hash).hex.prefix(16)) }

    static func hash(of text: String) -> [UInt8] { Digest.sha256(Array(text.utf8)).bytes }
}
