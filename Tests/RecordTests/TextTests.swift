import TestRandom
import Testing

@testable import Record

@Suite struct TextTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func digestsAreThoseOfTheStandard(text: String, hex: String) {
        let digest = Digest.sha256(Array(text.utf8))
        #expect(digest.hex == hex)
        #expect(digest.description == hex)
        #expect(Digest(hex: hex) == digest)
        #expect(Digest(digest.bytes) == digest)
        #expect(Set([digest, Digest(hex: hex)]).count == 1)
    }

    @Test func otherTextsAreNoDigest() {
        let hex = Digest.sha256([]).hex
        #expect(Digest(hex: hex.uppercased()) == nil)
        #expect(Digest(hex: String(hex.dropLast())) == nil)
        #expect(Digest(hex: hex + "00") == nil)
        #expect(Digest(hex: "") == nil)
        #expect(Digest(hex: String(hex.dropLast()) + "g") == nil)
        #expect(Digest([UInt8](repeating: 0, count: 31)) == nil)
        #expect(Digest([]) == nil)
    }

    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"), ("\u{FF}\u{FE}>?", "w7/Dvj4/"),
    ])
    func base64(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zh==", "Zm9=", "Zm8", "=", "====", "Z===", "Zg==Zg==", "Zm 9v", "Zm9v\n", "Zm-_", "Zm9v=",
        "Zg===",
    ])
    func base64ThatAnotherWriterMade(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func everyByteSurvivesBothTexts() {
        var generator = SeededRandom(seed: 21)
        for count in 0..<300 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Hexadecimal.decode(Hexadecimal.encode(bytes)) == bytes)
        }
        #expect(Hexadecimal.decode("0") == nil)
        #expect(Hexadecimal.decode("0G") == nil)
        #expect(Hexadecimal.decode("AB") == nil)
    }
}
