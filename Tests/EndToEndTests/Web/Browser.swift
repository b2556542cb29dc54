import CanonicalJSON
import HTTPServer
import Listening
import NIOCore
import NIOPosix
import Requests

/// Pages and their forms of a server, over real sockets, as a browser without JavaScript uses them: it keeps cookies and fills in forms.
final class Browser {
    /// One answer, whole.
    struct Answer {
        var status: Int
        var headers: [(name: String, value: String)]
        var text: String

        subscript(name: String) -> String? { headers.first { $0.name == name }?.value }
        /// The page that it leads on to.
        var location: String { self["location"] ?? "" }

        /// What the hidden fields of the page hold; of the page's own form, not of the logout.
        func hidden(_ name: String) -> String? {
            text.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/).last { $0.output.1 == name }
                .map { String($0.output.2) }
        }

        /// All hidden fields of the page's own form, which comes after that of the logout.
        var carried: [(String, String)] {
            let own = text.components(of: "<form ").last { $0.contains("name=\"key\"") } ?? ""
            return own.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/).map {
                (String($0.output.1), String($0.output.2))
            }
        }
    }

    /// A form with a file, as browsers write it.
    struct Multipart {
        var boundary = "----formboundary7MA4YWxkTrZu0gW"
        var bytes: [UInt8] = []
        var type: String { "multipart/form-data; boundary=\(boundary)" }

        init(_ fields: [(String, String)] = []) { for (name, value) in fields { field(name, value) } }

        init(_ fields: [(String, String)], file: (name: String, bytes: [UInt8]), in name: String) {
            self.init(fields)
            self.file(name, file.name, file.bytes)
            end()
        }

        mutating func field(_ name: String, _ value: String) {
            bytes += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }

        mutating func file(_ name: String, _ fileName: String, _ content: [UInt8]) {
            let head = "form-data; name=\"\(name)\"; filename=\"\(fileName)\"\r\nContent-Type: application/octet-stream"
            bytes += Array("--\(boundary)\r\nContent-Disposition: \(head)\r\n\r\n".utf8) + content + Array("\r\n".utf8)
        }

        mutating func end() { bytes += Array("--\(boundary)--\r\n".utf8) }
    }

    let address: String
    var cookies: [String: String] = [:]
    /// What it says about languages; nil says nothing.
    var languages: String?

    init(_ address: String) { self.address = address }

    private var host: String { String(address.split(separator: "/").last ?? "") }

    func get(_ path: String) async throws -> Answer { try await ask("GET", path, [:], nil) }

    /// Sends a form as the browser of a person does.
    /// - Parameter origin: the page that the browser says it comes from; nil says none.
    func post(_ path: String, _ fields: [(String, String)], origin: String?? = nil) async throws -> Answer {
        var headers = ["Content-Type": "application/x-www-form-urlencoded"]
        if let origin = origin ?? address { headers["Origin"] = origin }
        let body = fields.map { "\(Browser.escaped($0.0))=\(Browser.escaped($0.1))" }.joined(separator: "&")
        return try await ask("POST", path, headers, Array(body.utf8))
    }

    /// Sends any body as a form of this type.
    func post(_ path: String, type: String, _ body: [UInt8], origin: String? = nil) async throws -> Answer {
        try await ask("POST", path, ["Content-Type": type, "Origin": origin ?? address], body)
    }

    /// Opens a page, and sends its form with a file as its last field.
    func upload(
        _ path: String, _ fields: [(String, String)] = [], file: (name: String, bytes: [UInt8]),
        in field: String = "file"
    ) async throws -> Answer {
        try await send(try await get(path), to: String(path.prefix { $0 != "?" }), fields, file: file, in: field)
    }

    /// Sends the form of a page that was opened before, with a file as its last field.
    func send(
        _ page: Answer, to path: String, _ fields: [(String, String)], file: (name: String, bytes: [UInt8]),
        in field: String = "file"
    ) async throws -> Answer {
        let given = Set(fields.map(\.0))
        let form = Multipart(page.carried.filter { !given.contains($0.0) } + fields, file: file, in: field)
        return try await post(path, type: form.type, form.bytes)
    }

    /// Opens a page, and sends its form with these fields besides the hidden ones.
    func fill(_ path: String, _ fields: [(String, String)], named hidden: [String] = Browser.carried) async throws
        -> Answer
    {
        let page = try await get(path)
        return try await send(page, to: String(path.prefix { $0 != "?" }), fields, named: hidden)
    }

    /// What every form carries, and that of a position besides.
    static let carried = ["form", "key", "seen", "round", "text", "partner"]

    /// Sends the form of a page that was opened before.
    func send(
        _ page: Answer, to path: String, _ fields: [(String, String)], named hidden: [String] = Browser.carried
    ) async throws -> Answer {
        let given = Set(fields.map(\.0))
        let carried = hidden.filter { !given.contains($0) }.compactMap { name in page.hidden(name).map { (name, $0) } }
        return try await post(path, carried + fields)
    }

    func login(_ account: String) async throws {
        let answer = try await fill("/login", [("token", try Seed.token(account))], named: ["form", "to"])
        guard answer.status == 303 else { throw Unexpected("\(account) was not logged in: \(answer.status)") }
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    private func ask(
        _ method: String, _ path: String, _ headers: [String: String], _ body: [UInt8]?
    ) async throws -> Answer {
        var lines = [
            "\(method) \(path) HTTP/1.1", "Host: \(host)", "Connection: close", "Accept: text/html,*/*;q=0.8",
        ]
        lines += headers.map { "\($0.key): \($0.value)" }
        if let languages { lines.append("Accept-Language: \(languages)") }
        if !cookies.isEmpty {
            lines.append("Cookie: " + cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))
        }
        if let body { lines.append("Content-Length: \(body.count)") }
        let bytes = try await converse(Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (body ?? []))
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { throw Unexpected("no answer to \(method) \(path)") }
        let head = text[..<end.lowerBound].split(separator: "\r\n")
        var answer = Answer(
            status: Int(head[0].split(separator: " ")[1]) ?? 0, headers: [], text: String(text[end.upperBound...]))
        for line in head.dropFirst() {
            let sides = line.split(separator: ":", maxSplits: 1)
            answer.headers.append((sides[0].lowercased(), String(sides[1].drop { $0 == " " })))
        }
        if answer["transfer-encoding"] == "chunked" { answer.text = try Browser.joined(answer.text) }
        for header in answer.headers where header.name == "set-cookie" {
            let sides = header.value.prefix { $0 != ";" }.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(sides[0])] = sides[1].isEmpty ? nil : String(sides[1])
        }
        return answer
    }

    /// A body that came in chunks; one that breaks off before its last is none.
    private static func joined(_ chunks: String) throws -> String {
        var (rest, all) = (Array(chunks.utf8)[...], [UInt8]())
        while let line = rest.firstIndex(of: 0x0D) {
            guard let size = Int(String(decoding: rest[..<line], as: UTF8.self), radix: 16) else { break }
            if size == 0 { return String(decoding: all, as: UTF8.self) }
            all += rest.dropFirst(line + 2 - rest.startIndex).prefix(size)
            rest = rest.dropFirst(line + 2 - rest.startIndex + size + 2)
        }
        throw Unexpected("the body breaks off after \(all.count) bytes")
    }

    /// Sends bytes, and reads to the end of the connection.
    private func converse(_ bytes: [UInt8]) async throws -> [UInt8] {
        let parts = host.split(separator: ":")
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: String(parts[0]), port: Int(parts[1]) ?? 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(bytes: bytes))
            var all: [UInt8] = []
            for try await buffer in inbound { all += buffer.readableBytesView }
            return all
        }
    }
}

extension World {
    /// Pages of the world's server, while a test looks at them.
    static func withPages(_ body: (World, String) async throws -> Void) async throws {
        try await with { world in
            let web = try await HTTPServer.bind(
                .patient(), gateway: ServiceGateway(world.server.service))
            let serving = Task { await web.run() }
            do {
                try await body(world, web.address)
            } catch {
                web.shutdown()
                await serving.value
                throw error
            }
            web.shutdown()
            await serving.value
        }
    }
}

extension String {
    /// What stands between a mark.
    fileprivate func components(of mark: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let found = rest.firstRange(of: mark) {
            parts.append(rest[..<found.lowerBound])
            rest = rest[found.upperBound...]
        }
        return parts + [rest]
    }
}
