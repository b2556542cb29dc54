import Testing

@testable import Record

/// What the system's libcrypto is asked for, held to the published vectors.
@Suite struct CryptoTests {
    /// Secret seed, public key, message and signature of RFC 8032, section 7.1, tests 1 to 3.
    static let signatures = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b"
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00"
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ]

    @Test(arguments: signatures)
    func ed25519(_ seed: String, _ key: String, _ message: String, _ signature: String) throws {
        let seed = try #require(Hexadecimal.decode(seed))
        let message = try #require(Hexadecimal.decode(message))
        let signed = try #require(Ed25519.sign(message, seed: seed))
        let publicKey = try #require(Ed25519.publicKey(of: seed))
        #expect(Hexadecimal.encode(publicKey) == key)
        #expect(Hexadecimal.encode(signed) == signature)
        #expect(Ed25519.isValid(signed, of: message, by: publicKey))
        #expect(!Ed25519.isValid(signed, of: message + [0], by: publicKey))
        for bit in 0..<512 {
            var other = signed
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!Ed25519.isValid(other, of: message, by: publicKey), "bit \(bit)")
        }
    }

    @Test func lengthsThatDoNotFit() throws {
        let (seed, key, _, text) = CryptoTests.signatures[0]
        let signature = try #require(Hexadecimal.decode(text))
        let publicKey = try #require(Hexadecimal.decode(key))
        for bytes in [[], [UInt8](repeating: 1, count: 31), [UInt8](repeating: 1, count: 33)] {
            #expect(Ed25519.publicKey(of: bytes) == nil)
            #expect(Ed25519.sign([], seed: bytes) == nil)
            #expect(!Ed25519.isValid(signature, of: [], by: bytes))
            #expect(!Ed25519.isValid(bytes, of: [], by: publicKey))
        }
        #expect(!Ed25519.isValid(signature + [0], of: [], by: publicKey))
        #expect(!Ed25519.isValid(Array(signature.dropLast()), of: [], by: publicKey))
        #expect(Ed25519.publicKey(of: try #require(Hexadecimal.decode(seed))) == publicKey)
    }

    /// A second signature that anybody can make from the first, by adding the order of the group, does not count.
    @Test func aSignatureHasOneForm() throws {
        let (_, key, _, text) = CryptoTests.signatures[0]
        let other = text.prefix(64) + "4c8c7872aa064e049dbb3013fbf29380d25bf5f0595bbe24655141438e7a101b"
        let signature = try #require(Hexadecimal.decode(String(other)))
        #expect(!Ed25519.isValid(signature, of: [], by: try #require(Hexadecimal.decode(key))))
    }

    /// FIPS 180-4's examples, in one piece and in parts of every size.
    @Test(arguments: [
        ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
    func sha256(_ text: String, _ times: Int, _ digest: String) {
        let bytes = Array(repeatElement(Array(text.utf8), count: times).joined())
        #expect(Digest.sha256(bytes).hex == digest)
        for size in [1, 55, 56, 63, 64, 65, 4096] {
            var stream = Digest.Stream()
            for start in stride(from: 0, to: bytes.count, by: size) {
                stream.update(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(stream.value.hex == digest, "parts of \(size)")
        }
    }

    @Test func aCopyOfAStreamGoesOnByItself() {
        var stream = Digest.Stream()
        stream.update(Array("ab".utf8))
        var copy = stream
        #expect(copy.value == Digest.sha256(Array("ab".utf8)))
        copy.update(Array("x".utf8))
        stream.update(Array("c".utf8))
        #expect(stream.value == Digest.sha256(Array("abc".utf8)))
        #expect(copy.value == Digest.sha256(Array("abx".utf8)))
    }
}
