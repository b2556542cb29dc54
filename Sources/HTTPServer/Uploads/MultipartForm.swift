import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import WebPages

/// A form with a file, read while it comes: every field first, so that it can be judged who sent it, and then the file, which is the last.
struct MultipartForm {
    /// Bytes of all fields, and how many there may be: as of a form without a file.
    private static let most = (bytes: FormBody.mostBytes, fields: 2000)

    private var body: RequestBody.AsyncIterator
    private var parser: MultipartParser
    /// What was understood, and not looked at yet.
    private var events: [MultipartParser.Event] = []
    private var isAtEnd = false
    /// The name of the file; nil where the form has none.
    private(set) var fileName: String?
    /// Bytes that are still read of a form that was refused, so that its sender sees why.
    private var rest: Int

    /// - Parameter most: bytes of the longest file that any page takes.
    init(_ request: WebRequest, most: Int) throws(MultipartFault) {
        parser = try MultipartParser(type: request.headers[.contentType] ?? "")
        body = request.body.makeAsyncIterator()
        rest = most + MultipartForm.most.bytes
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > rest {
            throw .longFile(limit: most)
        }
    }

    /// The fields before the file.
    mutating func fields() async throws -> FormValues {
        var values: [(String, String)] = []
        var (name, value): (String?, [UInt8]) = (nil, [])
        var count = 0
        while let event = try await next() {
            switch event {
            case .part(let head):
                if let file = head.fileName {
                    fileName = file
                    return FormValues(values)
                }
                guard values.count < MultipartForm.most.fields else { throw MultipartFault.tooMuch }
                (name, value) = (head.name, [])
            case .bytes(let bytes):
                count += bytes.count
                guard count <= MultipartForm.most.bytes else { throw MultipartFault.tooMuch }
                value += bytes
            case .endOfPart:
                guard let text = String(validating: value, as: UTF8.self) else {
                    throw MultipartFault.badHead("a text of it is not UTF-8")
                }
                if let name { values.append((name, text)) }
                name = nil
            case .end: return FormValues(values)
            }
        }
        return FormValues(values)
    }

    /// The file, to the end of the form.
    mutating func file(most: Int) async throws -> SentFile {
        var spool = try SentFile.Spool(name: fileName ?? "", most: most)
        while let event = try await next() {
            switch event {
            case .bytes(let bytes): try await spool.write(bytes)
            case .endOfPart, .end: break
            case .part(let head): throw head.fileName == nil ? MultipartFault.notLast : .twoFiles
            }
        }
        return try spool.finished()
    }

    /// Reads what still comes of a form that was refused; whether it came to its end.
    mutating func pass() async throws -> Bool {
        events = []
        while !isAtEnd {
            guard let buffer = try await body.next() else { break }
            rest -= buffer.readableBytes
            guard rest >= 0 else { return false }
        }
        return true
    }

    private mutating func next() async throws -> MultipartParser.Event? {
        while events.isEmpty {
            guard !isAtEnd else { return nil }
            guard let buffer = try await body.next() else {
                isAtEnd = true
                try parser.ended()
                return nil
            }
            rest -= buffer.readableBytes
            guard rest >= 0 else { throw MultipartFault.tooMuch }
            events = try parser.took(buffer.readableBytesView)
        }
        return events.removeFirst()
    }
}
