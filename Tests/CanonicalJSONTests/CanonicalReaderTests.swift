import TestRandom
import Testing

@testable import CanonicalJSON

/// The reader of canonical bytes takes exactly what the writer writes.
@Suite struct CanonicalReaderTests {
    private func read(_ bytes: [UInt8]) -> JSONValue? {
        var reader = CanonicalReader(bytes)
        guard let value = try? reader.value() else { return nil }
        do { try reader.end() } catch { return nil }
        return value
    }

    /// What the lenient reader and the writer say together.
    private func expected(_ bytes: [UInt8]) -> JSONValue? {
        guard let value = try? JSONValue.parse(bytes), value.canonicalBytes == bytes else { return nil }
        return value
    }

    @Test func whatIsWrittenIsRead() {
        var random = SeededRandom(seed: 41)
        for _ in 0..<2000 {
            let value = RandomJSON.value(using: &random)
            #expect(read(value.canonicalBytes) == value)
        }
    }

    @Test func aByteThatIsChangedIsReadAsTheWriterSays() {
        var random = SeededRandom(seed: 42)
        let bytes = Array("{}[],:\"\\/bfnrtu0019aAcCeE -\u{1}é\u{FFFD}".utf8)
        var refused = 0
        for _ in 0..<4000 {
            var text = RandomJSON.value(using: &random).canonicalBytes
            let place = Int.random(in: text.indices, using: &random)
            let byte = bytes.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<4, using: &random) {
            case 0: text[place] = byte
            case 1: text.insert(byte, at: place)
            case 2: text.remove(at: place)
            default: text.swapAt(place, Int.random(in: text.indices, using: &random))
            }
            let expected = expected(text)
            if expected == nil { refused += 1 }
            #expect(read(text) == expected, "\(String(decoding: text, as: UTF8.self))")
        }
        #expect((1000..<3950).contains(refused))
    }

    @Test func everyFileOfTheSuiteIsReadAsTheWriterSays() throws {
        for vector in try Vector.all(in: "test_parsing") {
            #expect(read(vector.bytes) == expected(vector.bytes), "\(vector.name)")
        }
    }

    @Test(arguments: [
        #"{"b":1,"a":2}"#, #"{"a":1,"a":1}"#, #"{"a": 1}"#, " 1", "1 ", "[1, 2]", #""\/""#, #""\u0061""#, #""\u000a""#,
        #""\u001F""#, #""\u007f""#, #"{"\u0061":1}"#, #"{"a\n":1,"a":2}"#, "{\"\u{E000}\":1,\"\u{1F600}\":2}", "",
        "1.0",
    ])
    func anotherFormIsRefused(text: String) {
        #expect(read(Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        #"{"a":1,"b":2}"#, #""\u001f\n\"\\/""#, #"{"a":2,"a\n":1}"#, "{\"\u{1F600}\":2,\"\u{E000}\":1}", "[]", "{}",
        "-1", "\"\"",
        #"["aaaaaaaé","aaaaaaaa\n","aaaaaaa"]"#,
    ])
    func theCanonicalFormIsRead(text: String) throws {
        #expect(try read(Array(text.utf8)) == JSONValue.parse(text))
    }

    @Test func partsAreReadOneAfterAnother() throws {
        var reader = CanonicalReader(Array(#"{"a":"x","b":null,"c":[1],"d":{"e":2},"f":"12:30"}"#.utf8), depth: 1)
        #expect(reader.take("{\"z\"") == false)
        try reader.expect("{\"a\":")
        #expect(try reader.text() == "x")
        try reader.expect(",\"b\":")
        #expect(try reader.textOrNull() == nil)
        try reader.expect(",\"c\":")
        #expect(throws: JSONError.self) { try reader.object() }
        #expect(throws: JSONError.self) { try reader.text() }
        #expect(try reader.value() == [1])
        try reader.expect(",\"d\":")
        #expect(try reader.object() == ["e": 2])
        try reader.expect(",\"f\":")
        #expect(throws: JSONError.self) { try reader.bytes(4) }
        #expect(String(decoding: try reader.bytes(5), as: UTF8.self) == "12:30")
        #expect(throws: JSONError.self) { try reader.end() }
        try reader.expect("}")
        try reader.end()
        #expect(throws: JSONError.self) { try reader.integer() }
    }

    @Test func depthIsCountedFromTheOutside() {
        let nested = Array((String(repeating: "[", count: 16) + String(repeating: "]", count: 16)).utf8)
        var outside = CanonicalReader(nested)
        #expect(throws: Never.self) { try outside.value() }
        var inside = CanonicalReader(nested, depth: 1)
        #expect(throws: JSONError(.tooDeep(limit: 16), at: 15)) { try inside.value() }
    }
}
