import CanonicalJSON
import Foundation
import Testing

@testable import LineProtocol

@Suite("The tables of errors, verbs and limits")
struct RegistryTests {
    @Test("docs/errors.md is the registry printed")
    func errorPage() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/errors.md")
        if ProcessInfo.processInfo.environment["CHANCERY_WRITE_DOCS"] != nil {
            try Data(ErrorCode.page.utf8).write(to: file)
        }
        #expect(
            try String(contentsOf: file, encoding: .utf8) == ErrorCode.page,
            "run the tests once with CHANCERY_WRITE_DOCS=1 to print it anew")
    }

    @Test("every code is stable text with a meaning and an advice", arguments: ErrorCode.allCases)
    func code(code: ErrorCode) {
        #expect(code.rawValue.allSatisfy { $0.isUppercase || $0 == "_" || $0 == "8" || $0.isNumber })
        #expect(code.entry.meaning.hasSuffix(".") && code.entry.remedy.hasSuffix("."))
        #expect(!code.entry.meaning.contains("|") && !code.entry.remedy.contains("|"))
        #expect(Retry(text: code.entry.retry.text) == code.entry.retry)
        if code.entry.closes { #expect(code.entry.effect == .none) }
    }

    @Test("framing faults close, and only they and the life of the connection do")
    func closing() {
        let closing = Set(ErrorCode.allCases.filter(\.entry.closes))
        #expect(
            closing == [
                .lineTooLong, .controlCharacter, .invalidUTF8, .noTag, .tagInUse, .unfinishedLine, .loginTimeout,
                .tooManyBeforeLogin, .tooManyConnections, .slowReader, .shuttingDown,
            ])
        // These also answer a request, as the last thing but BYE.
        #expect(Set(closing.filter(\.entry.answers)) == [.tooManyConnections, .shuttingDown])
        #expect(ErrorCode.allCases.allSatisfy { $0.entry.answers || $0.entry.closes })
    }

    @Test("a failure carries the registry's words unless it knows better")
    func failure() {
        let plain = Failure(.versionConflict, "it is at 4")
        #expect(
            plain.retry == .fresh && plain.effect == .none && plain.advice == ErrorCode.versionConflict.entry.remedy)
        let better = Failure(.busy, "full", advice: "Wait.", details: ["queue": 9], retry: .after(milliseconds: 5))
        #expect(better.retry == .after(milliseconds: 5) && better.advice == "Wait." && better.object["queue"] == 9)
        #expect(better.notice["code"] == "BUSY")
    }

    @Test("every verb's shape is sound", arguments: Verb.allCases)
    func shape(verb: Verb) {
        let shape = verb.shape
        let names = shape.positionals.map(\.name) + shape.options.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(!shape.options.contains { ["key", "if"].contains($0.name) })
        let optional = shape.positionals.firstIndex { !$0.isRequired } ?? shape.positionals.endIndex
        #expect(shape.positionals[optional...].allSatisfy { !$0.isRequired }, "optional arguments come last")
        if shape.access == .read {
            #expect(shape.object == .none || [.search, .why, .view, .migration].contains(verb))
        }
        if shape.access == .writeWithObject { #expect(shape.object == .optional) }
        #expect(shape.summary.hasSuffix("."))
        #expect(Verb.table.contains("`\(verb.rawValue)"))
    }

    @Test("every verb takes exactly its shape", arguments: Verb.allCases)
    func exactly(verb: Verb) {
        let shape = verb.shape
        let words = shape.positionals.map { $0.choices.first ?? "x" }
        let required = shape.positionals.filter(\.isRequired).count
        let object = shape.object == .required ? " {}" : ""
        let extra = verb == .replay ? " version=1" : ""
        func line(_ count: Int, _ more: String = "") -> String {
            (["1", verb.rawValue] + words.prefix(count)).joined(separator: " ") + extra + more + object
        }
        for count in required...max(required, words.count) { #expect(LineProtocolTests.failure(line(count)) == nil) }
        if required > 0 { #expect(verdict(line(required - 1)) == .error("1", .missingArgument)) }
        #expect(verdict(line(words.count, " y")) == .error("1", .extraArgument))
        #expect(verdict(line(words.count, " nothing=1")) == .error("1", .extraArgument))
        #expect((LineProtocolTests.failure(line(words.count, " key=k if=1")) == nil) == shape.takesKey)
        switch shape.object {
        case .none: #expect(verdict(line(words.count, " {}")) == .error("1", .extraArgument))
        case .optional: #expect(LineProtocolTests.failure(line(words.count, " {}")) == nil)
        case .required:
            #expect(verdict(String(line(words.count).dropLast(3))) == .error("1", .missingArgument))
        }
    }

    @Test("HELLO prints the limits of the design")
    func limits() {
        let object = Limits().object
        #expect(object["line_bytes_before_login"] == 8192 && object["line_bytes"] == 65536)
        #expect(object["login_ms"] == 10000 && object["commands_before_login"] == 8)
        #expect(object["connections_of_address"] == 500 && object["connections_of_account"] == 1000)
        #expect(object["open_tags"] == 32 && object["watches"] == 16 && object["unread_bytes"] == 4_194_304)
        var smaller = Limits()
        smaller.openTags = 2
        #expect(smaller.object["open_tags"] == 2)
    }
}
