import CanonicalJSON
import LineProtocol

/// Writes rows into objects as they go out.
struct RowWriter<Row: ReplyPart>: Sendable {
    private let writer: any AnswerWriter

    init(_ writer: any AnswerWriter) { self.writer = writer }

    func send(_ row: Row) async throws(ReaderLeft) { try await writer.row(row.object) }
}
