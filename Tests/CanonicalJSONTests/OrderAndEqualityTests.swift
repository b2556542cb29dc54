import TestRandom
import Testing

@testable import CanonicalJSON

@Suite struct OrderAndEqualityTests {
    static let precomposed = "\u{E9}"
    static let decomposed = "e\u{301}"

    @Test func keysAreOrderedByUTF16CodeUnits() throws {
        // In UTF-8 the smiley (U+1F602) stands after U+FB33 and U+FFFF; in UTF-16 its surrogates stand before them.
        let value = try JSONValue.parse(#"{"\uffff":1,"\ufb33":2,"😂":3,"\ud7ff":4,"\ue000":5,"𝄞":6,"a":7,"":8,"aa":9}"#)
        #expect(
            value.object?.keys.map { $0.unicodeScalars.map(\.value) } == [
                [], [0x61], [0x61, 0x61], [0xD7FF], [0x1D11E], [0x1F602], [0xE000], [0xFB33], [0xFFFF],
            ])
    }

    @Test func theOrderIsThatOfUTF16ForRandomTexts() {
        var generator = SeededRandom(seed: 1)
        for _ in 0..<20_000 {
            let left = RandomJSON.text(using: &generator)
            let right =
                Bool.random(using: &generator)
                ? left + RandomJSON.text(using: &generator) : RandomJSON.text(using: &generator)
            #expect(left.precedesInUTF16(right) == left.utf16.lexicographicallyPrecedes(right.utf16))
            #expect(left.hasSameBytes(as: right) == left.utf8.elementsEqual(right.utf8))
        }
    }

    @Test func equalTextsOfDifferentBytesAreDifferentValues() throws {
        let (one, two) = (OrderAndEqualityTests.precomposed, OrderAndEqualityTests.decomposed)
        #expect(one == two, "Swift holds these to be equal; JSON does not")
        #expect(JSONValue.string(one) != JSONValue.string(two))
        #expect(Set([JSONValue.string(one), JSONValue.string(two)]).count == 2)
        #expect(JSONValue.array([.string(one)]) != JSONValue.array([.string(two)]))
        #expect(JSONObject([.init(key: one, value: 1)]) != JSONObject([.init(key: two, value: 1)]))
    }

    @Test func aPrecomposedAndADecomposedKeyAreTwoKeys() throws {
        let (one, two) = (OrderAndEqualityTests.precomposed, OrderAndEqualityTests.decomposed)
        let value = try JSONValue.parse(#"{"\#(one)":1,"\#(two)":2}"#)
        #expect(value.object?.count == 2)
        #expect(value[one] == 1)
        #expect(value[two] == 2)
        var object = try #require(value.object)
        object[one] = nil
        #expect(object[one] == nil)
        #expect(object[two] == 2)
        #expect(refusal(#"{"\#(two)":1,"e\u0301":2}"#) == .duplicateKey(two))
    }

    @Test func membersAreSetReplacedAndRemoved() {
        var object: JSONObject = ["b": 1, "a": 2, "b": 3]
        #expect(object.canonicalBytes == Array(#"{"a":2,"b":3}"#.utf8), "of two members with one key the later stays")
        object["c"] = "new"
        object["a"] = .null
        object["b"] = nil
        object["x"] = nil
        #expect(object["b"] == nil && object["x"] == nil && object["a"] == .some(.null))
        #expect(JSONValue.object(object)["x"] == nil && JSONValue.integer(1)["x"] == nil)
        #expect(object.canonicalBytes == Array(#"{"a":null,"c":"new"}"#.utf8))
        #expect(object == ["c": "new", "a": .null])
        #expect(object.hashValue == (["c": "new", "a": .null] as JSONObject).hashValue)
        #expect(JSONValue.bool(true) != 1 && JSONValue.null != false && JSONValue.array([]) != JSONValue.object([:]))
    }

    @Test func valuesMadeByCodeAreCheckedAgainstTheProfile() {
        #expect(JSONValue.integer(1 << 53).profileFault == nil)
        #expect(JSONValue.integer(1 << 53 + 1).profileFault == .integerOutOfRange)
        #expect(JSONValue.integer(.min).profileFault == .integerOutOfRange)
        #expect((["a": ["b\u{0}"]] as JSONValue).profileFault == .nullCharacter)
        #expect((["a\u{0}": 1] as JSONValue).profileFault == .nullCharacter)
        let deep = (0..<16).reduce(JSONValue.null) { value, _ in .array([value]) }
        #expect(deep.profileFault == nil)
        #expect(JSONValue.object(["a": deep]).profileFault == .tooDeep(limit: 16))
    }
}
