import Record

/// A token as the registry names it: the name follows from the hash.
struct Token {
    let hash: [UInt8]
    let name: String

    init(_ number: UInt8) {
        hash = Digest.sha256([number]).bytes
        name = "tk-" + Digest.sha256(hash).hex.prefix(16)
    }
}
