import DefinitionTree
import Glibc
import TestSupport
import Testing

@testable import DefinitionFiles

/// Files as people save them: byte order marks, line ends and encodings.
@Suite struct SourceTextTests {
    @Test(arguments: [
        ("a\nb\n", "a\nb\n"), ("a\r\nb\r\n", "a\nb\n"), ("a\rb\r", "a\nb\n"), ("a\r\r\nb\n\rc", "a\n\nb\n\nc"),
        ("\u{FEFF}a", "a"), ("\u{FEFF}a\r\nb", "a\nb"), ("", ""), ("\r", "\n"), ("é", "é"),
    ])
    func marksAndLineEndsAreUnderstood(_ written: String, _ read: String) throws {
        #expect(try SourceText.decoded(Array(written.utf8)) == read)
        #expect(try Array(SourceText.decoded(Array(written.utf8)).utf8) == Array(read.utf8))
    }

    /// Bytes, the line where they go wrong, and what the sentence says.
    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00], 1, "UTF-16"), ([0xFE, 0xFF, 0x00, 0x61], 1, "UTF-16"),
            ([0x61, 0x00, 0x62, 0x00, 0x63, 0x00], 1, "UTF-16"), ([0x00, 0x61, 0x00, 0x62], 1, "UTF-16"),
            ([0xFF, 0xFE, 0x00, 0x00, 0x61, 0x00, 0x00, 0x00], 1, "UTF-32"),
            ([0x61, 0x0D, 0x0A, 0x43, 0xF4, 0x74, 0x65], 2, "the byte F4 is \"ô\" in Windows-1252"),
            ([0x61, 0x0D, 0x62, 0x0D, 0x93, 0x61], 3, "the byte 93 is \"“\" in Windows-1252"),
            ([0x61, 0x0A, 0x81], 2, "the byte 81 is not valid"), ([0xC3], 1, "the byte C3"),
            ([0xC3, 0xA9, 0x0A, 0xE9], 2, "the byte E9"),
            ([0x61, 0x62, 0x63, 0x64, 0x65, 0x0A, 0x66, 0x00], 2, "NUL byte"),
        ] as [([UInt8], Int, String)])
    func otherEncodingsAreNamed(_ bytes: [UInt8], _ line: Int, _ phrase: String) throws {
        let flaw = #expect(throws: SourceText.Flaw.self) { try SourceText.decoded(bytes) }
        #expect(flaw?.line == line)
        #expect(flaw?.sentence.contains(phrase) ?? false, "\(flaw?.sentence ?? "")")
        #expect(flaw?.sentenceWithLine.contains("(line \(line))") ?? false)
    }

    /// Every byte that is no UTF-8 is a fault, and none traps.
    @Test func anyBytesAreTextOrAFlaw() {
        var state: UInt64 = 7
        for _ in 0..<5000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(state % 12) {
                state = state &* 6_364_136_223_846_793_005 &+ 1
                bytes.append(UInt8(truncatingIfNeeded: state >> 33))
            }
            state = state &* 6_364_136_223_846_793_005 &+ 1
            let text = try? SourceText.decoded(bytes)
            if let text { #expect(!text.utf8.contains(0) && !text.utf8.contains(0x0D)) }
        }
    }

    @Test func aFileIsNamedWithItsLine() throws {
        let path = try TestRoot.freePath("source-text.yaml")
        let file = try #require(fopen(path, "wb"))
        fwrite([0x61, 0x3A, 0x0D, 0x0A, 0xF4] as [UInt8], 1, 5, file)
        fclose(file)
        defer { unlink(path) }
        let (_, faults) = LifecycleFile.check(path: path)
        #expect(faults.count == 1)
        #expect(faults.first?.description.hasPrefix("\(path):2: is not UTF-8: the byte F4") ?? false)
    }
}
