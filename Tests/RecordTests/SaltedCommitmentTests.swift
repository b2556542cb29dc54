import Testing

@testable import Record

@Suite struct SaltedCommitmentTests {
    static let salt = [UInt8](0..<32)
    static let data = Array(#"{"contact":"desk@example.org"}"#.utf8)

    @Test func onlyTheSameBytesAndSaltOpenIt() throws {
        let commitment = try #require(
            SaltedCommitment(to: SaltedCommitmentTests.data, salt: SaltedCommitmentTests.salt))
        #expect(commitment.isOpened(by: SaltedCommitmentTests.data, salt: SaltedCommitmentTests.salt))
        for bit in 0..<256 {
            var salt = SaltedCommitmentTests.salt
            salt[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!commitment.isOpened(by: SaltedCommitmentTests.data, salt: salt))
        }
        for index in SaltedCommitmentTests.data.indices {
            var data = SaltedCommitmentTests.data
            data[index] ^= 1
            #expect(!commitment.isOpened(by: data, salt: SaltedCommitmentTests.salt))
        }
        #expect(!commitment.isOpened(by: [], salt: SaltedCommitmentTests.salt))
    }

    @Test func aSaltOfAnotherLengthIsRefused() {
        for count in [0, 1, 31, 33, 64] {
            #expect(SaltedCommitment(to: SaltedCommitmentTests.data, salt: [UInt8](repeating: 7, count: count)) == nil)
        }
    }

    @Test func itIsTheDigestOfTheDocumentedBytes() throws {
        let length: [UInt8] = [0, 0, 0, 0, 0, 0, 0]
        let bytes =
            Array("chancery/commitment/v1\n".utf8) + length + [32] + SaltedCommitmentTests.salt + length
            + [UInt8(SaltedCommitmentTests.data.count)] + SaltedCommitmentTests.data
        let commitment = SaltedCommitment(to: SaltedCommitmentTests.data, salt: SaltedCommitmentTests.salt)
        #expect(commitment?.digest == Digest.sha256(bytes))
    }
}
