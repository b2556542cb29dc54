import LineProtocol
import Testing
import WebPages

@testable import HTTPServer

/// Forms with files are taken apart in the same way however their bytes come, and what is no such form is told.
@Suite struct MultipartTests {
    private typealias Event = MultipartParser.Event

    /// What a body says where it comes in pieces of this many bytes; pieces of one part are put together.
    private func events(_ body: String, type: String, by count: Int) throws -> [Event] {
        var parser = try MultipartParser(type: type)
        var events: [Event] = []
        let bytes = Array(body.utf8)
        for start in stride(from: 0, to: bytes.count, by: count) {
            for event in try parser.took(bytes[start..<min(start + count, bytes.count)]) {
                if case .bytes(let more) = event, case .bytes(let before) = events.last {
                    events[events.count - 1] = .bytes(before + more)
                } else {
                    events.append(event)
                }
            }
        }
        try parser.ended()
        return events
    }

    private func fault(_ body: String, type: String = "multipart/form-data; boundary=b") -> MultipartFault? {
        do {
            _ = try events(body, type: type, by: 7)
            return nil
        } catch {
            return error as? MultipartFault
        }
    }

    /// A program that sends French forms reads English problems, as all others do.
    @Test func problemsAreInEnglish() {
        PageReader.$current.withValue(PageReader(.french)) {
            let failure = MultipartFault.cutOff.problem.failure
            #expect(failure.message == "The form was cut off before its end." && failure.advice == "Send it again.")
            #expect(MultipartFault.cutOff.sentence != failure.message, "people read French")
        }
    }

    private static func text(_ text: String) -> Event { .bytes(Array(text.utf8)) }

    @Test(arguments: [1, 2, 3, 5, 64, 10_000]) func aFormIsTakenApart(_ count: Int) throws {
        let body =
            "--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\nab12\r\n"
            + "--b  \r\ncontent-disposition: form-data; name=\"empty\"\r\n\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a b.txt\"\r\nContent-Type: text/plain\r\n\r\n"
            + "-b\r\n-\r\n--\r\n--c\r\n\r\r\n\r\n--b--\r\nwhatever"
        let events = try events(body, type: "multipart/form-data; boundary=\"b\"", by: count)
        #expect(
            events == [
                .part(PartHead(name: "form")), Self.text("ab12"), .endOfPart, .part(PartHead(name: "empty")),
                .endOfPart,
                .part(PartHead(name: "file", fileName: "a b.txt")), Self.text("-b\r\n-\r\n--\r\n--c\r\n\r\r\n"),
                .endOfPart,
                .end,
            ])
    }

    @Test func namesAreReadAsBrowsersWriteThem() throws {
        func name(_ disposition: String) throws -> String? {
            try PartHead(Array("Content-Disposition: form-data; name=\"f\"; \(disposition)".utf8)).fileName
        }
        #expect(try name("filename=\"a%22b%0D%0A%41.txt\"") == "a\"b\r\n%41.txt")
        #expect(try name("filename=\"a\\\"b.txt\"") == "a\"b.txt")
        #expect(try name("filename=\"C:\\dir\\a.txt\"") == "C:\\dir\\a.txt")
        #expect(try name("filename=plain.txt") == "plain.txt")
        #expect(try name("filename=\"Hà Nội.pdf\"") == "Hà Nội.pdf")
        #expect(try name("filename*=UTF-8''a.txt") == nil)
        #expect(try name("filename=\"\"") == "")
    }

    @Test func whatIsNoFormIsTold() {
        let head = "Content-Disposition: form-data; name=\"a\""
        #expect(fault("--b--\r\n", type: "multipart/form-data") == .noBoundary)
        #expect(fault("--b--\r\n", type: "multipart/form-data; boundary=") == .noBoundary)
        #expect(fault("--b--\r\n", type: "multipart/form-data; boundary=b; boundary=c") == .noBoundary)
        #expect(fault("--b--\r\n", type: "multipart/form-data; boundary=\"a{b\"") == .noBoundary)
        let long = String(repeating: "b", count: 71)
        #expect(fault("--\(long)--\r\n", type: "multipart/form-data; boundary=\(long)") == .noBoundary)
        #expect(fault("") == .cutOff)
        #expect(fault("name=value") == .otherBeginning)
        #expect(fault("--c\r\n\(head)\r\n\r\nx\r\n--c--") == .otherBeginning)
        #expect(fault("--b\r\n\(head)\r\n\r\nx") == .cutOff)
        #expect(fault("--b\r\n\(head)\r\n\r\nx\r\n--b") == .cutOff)
        #expect(fault("--b\r\n\(head)\r\n\r\nx\r\n--b\r\n\(head)") == .cutOff)
        #expect(fault("--b\r\n\(head)\r\n\r\nx\r\n--boundary--\r\n--b--") == .brokenBoundary)
        #expect(fault("--b\r\n\(head); name=\"b\"\r\n\r\nx\r\n--b--") == .badHead("it has two names"))
        #expect(fault("--b\r\n\(head)\r\n\(head)\r\n\r\nx\r\n--b--") == .badHead("it says twice what it is"))
        #expect(fault("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--") == .badHead("it says no name"))
        #expect(fault("--b\r\n\(head)\r\n folded\r\n\r\nx\r\n--b--") == .badHead("a line of its head is no header"))
        #expect(
            fault("--b\r\n\(head)\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--b--")
                == .badHead("it is encoded, and forms are not"))
        #expect(fault("--b\r\n\(head.dropLast())\r\n\r\nx\r\n--b--") == .badHead("its name has no end"))
        let name = String(repeating: "n", count: 60_000)
        #expect(fault("--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\nx\r\n--b--") == .longHead)
        for fault in [MultipartFault.noBoundary, .cutOff, .longFile(limit: 9), .twoFiles, .notLast, .noFile, .tooMany] {
            #expect(fault.sentence.hasSuffix(".") && fault.advice.hasSuffix("."))
        }
    }
}
