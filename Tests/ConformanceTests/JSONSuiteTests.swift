import CanonicalJSON
import Foundation
import LineProtocol
import Testing

/// The public JSON test suite as the object of a real request: the line gives the verdict of the decoder.
@Suite("The JSON test suite over a line", .timeLimit(.minutes(60)))
struct JSONSuiteTests {
    /// How a request with an object ended.
    private enum Verdict: Equatable {
        /// It was read, and its form was judged.
        case read
        case badJSON
        /// The line itself is none: the connection was closed with this code.
        case broken(String)
    }

    fileprivate struct Vector {
        var name: String
        var bytes: [UInt8]
    }

    private static let head = Array("1 DRAFT ".utf8)

    private func vectors() throws -> [Vector] {
        let folder = SourceFile.repository("Tests/CanonicalJSONTests/Vectors/test_parsing")
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            Vector(name: name, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))))
        }
    }

    /// The object that a vector is sent in: itself, where it begins as an object does, or else as a member's value.
    private func object(_ bytes: [UInt8]) -> [UInt8] {
        bytes.first == UInt8(ascii: "{")
            ? bytes : Array("{\"title\":\"TRIAL\",\"suite\":".utf8) + bytes + Array("}".utf8)
    }

    /// What the decoder and the rules of a line say.
    private func expected(_ object: [UInt8], _ forum: String) -> Verdict {
        let length = Self.head.count + forum.utf8.count + 1 + object.count
        if length > Limits().lineBytes { return .broken("LINE_TOO_LONG") }
        if object.contains(where: { $0 < 0x20 }) { return .broken("CONTROL_CHARACTER") }
        if String(validating: object, as: UTF8.self) == nil { return .broken("INVALID_UTF8") }
        do throws(JSONError) {
            guard case .object = try JSONValue.parse(object) else { return .badJSON }
            return .read
        } catch {
            return .badJSON
        }
    }

    private func verdict(_ object: [UInt8], _ forum: TrialForum, _ server: ConformanceServer) async throws -> Verdict {
        let wire = try await Wire.open(port: server.door.port)
        let token = try await forum.token(of: "proposer-VN")
        await wire.send(Array("login AUTH {\"token\":\"\(token)\"}\n".utf8))
        for _ in 0..<2 { _ = await wire.next() }
        await wire.send(Self.head + Array(forum.id.utf8) + Array(" ".utf8) + object + Array("\n".utf8))
        guard case .line(let line) = await wire.next() else { return .broken("nothing") }
        await wire.close()
        if line.hasPrefix("* BYE "), let bye = try? JSONValue.parse(Array(line.dropFirst("* BYE ".count).utf8)) {
            return .broken(bye["code"]?.string ?? "")
        }
        if line.hasPrefix("1 ERR BAD_JSON ") { return .badJSON }
        // The form of a proposal has no such field, or no title: but the JSON was read.
        #expect(line.hasPrefix("1 ERR BAD_FIELD ") || line.hasPrefix("1 OK "), "\(line.prefix(300))")
        return .read
    }

    @Test("each of its 318 files ends as the decoder says, and no file that must be refused is done")
    func everyFile() async throws {
        let vectors = try vectors()
        #expect(vectors.count == 318)
        try await ConformanceServer.with { server in
            let forum = try await server.freshForum(ConformanceServer.asem)
            try await forEach(of: vectors, atOnce: 4) { vector in
                let object = object(vector.bytes)
                // An LF would end the line; as any other white space it stands for nothing here.
                let inLine = object.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 }
                let found = try await verdict(inLine, forum, server)
                #expect(found == expected(inLine, forum.id), "\(vector.name)")
                // A raw LF is what is wrong with one of them.
                let isKept = inLine == object
                if isKept, vector.name.hasPrefix("n_") || vector.name.hasPrefix("i_") {
                    #expect(found != .read, "\(vector.name)")
                }
                // With its white space as spaces, a file that the decoder reads is read.
                if vector.name.hasPrefix("y_"), (try? JSONValue.parse(vector.bytes)) != nil {
                    let spaced = object.map { $0 < 0x20 ? UInt8(ascii: " ") : $0 }
                    #expect(try await verdict(spaced, forum, server) == .read, "\(vector.name)")
                }
            }
        }
    }
}

extension JSONSuiteTests.Vector: Sendable {}
