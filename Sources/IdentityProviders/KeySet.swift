import CanonicalJSON
import Record
import Requests

/// The keys by which a provider signs (RFC 7517). What is not understood, or is no key for signatures, is left out.
struct KeySet: Sendable, Hashable {
    struct Key: Sendable, Hashable {
        /// What tokens name it by.
        let id: String?
        /// The one algorithm that it is for; nil where it does not say.
        let algorithm: String?
        let key: WebKey
    }

    /// Keys that are looked at, at most.
    private static let most = 100

    let keys: [Key]

    init(_ body: [UInt8]) throws(LoginFault) {
        guard let list = (try? JSONValue.parse(body))?.object?["keys"]?.array else {
            throw .provider("its keys are no JSON that is read here")
        }
        keys = list.prefix(KeySet.most).compactMap { $0.object }.compactMap { object in
            guard object["use"]?.string ?? "sig" == "sig", object["key_ops"]?.strings?.contains("verify") ?? true,
                let key = KeySet.key(object)
            else { return nil }
            return Key(id: object["kid"]?.string, algorithm: object["alg"]?.string, key: key)
        }
    }

    /// A key that nobody but its owner can sign with: one that both sides know is none.
    private static func key(_ object: JSONObject) -> WebKey? {
        func bytes(_ member: String) -> [UInt8]? { object[member]?.string.flatMap { Base64URL.decode($0) } }
        switch object["kty"]?.string {
        case "RSA":
            guard let modulus = bytes("n"), let exponent = bytes("e") else { return nil }
            return WebKey(modulus: modulus, exponent: exponent)
        case "EC":
            guard let curve = object["crv"]?.string.flatMap({ WebKey.Curve(rawValue: $0) }), let x = bytes("x"),
                let y = bytes("y")
            else { return nil }
            return WebKey(curve, x: x, y: y)
        case "OKP":
            guard object["crv"]?.string == "Ed25519", let key = bytes("x") else { return nil }
            return WebKey(ed25519: key)
        default: return nil
        }
    }

    /// The key that a token names, or, where it names none, the only one of its kind; nil where there is none, or no telling which.
    func key(_ id: String?, for algorithm: WebKey.Algorithm) -> WebKey? {
        let fitting = keys.filter {
            (id == nil || $0.id == id) && $0.algorithm ?? algorithm.rawValue == algorithm.rawValue
                && $0.key.fits(algorithm)
        }
        return fitting.count == 1 ? fitting[0].key : nil
    }
}

/// Base 64 as tokens of the web have it (RFC 4648, section 5): without padding, and one text for each value.
enum Base64URL {
    static func encode(_ bytes: [UInt8]) -> String {
        String(
            decoding: Base64.encode(bytes).utf8.compactMap { byte -> UInt8? in
                switch byte {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                case UInt8(ascii: "="): nil
                default: byte
                }
            }, as: UTF8.self)
    }

    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var digits: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "-"): digits.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): digits.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
            default: digits.append(byte)
            }
        }
        while !digits.count.isMultiple(of: 4) { digits.append(UInt8(ascii: "=")) }
        return Base64.decode(String(decoding: digits, as: UTF8.self))
    }
}
