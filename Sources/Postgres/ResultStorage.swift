import CLibPQ
import Glibc

/// Owner of one `PGresult`. libpq never changes a result once it is handed out, so it may be read from any thread.
final class ResultStorage: @unchecked Sendable {
    private let pointer: OpaquePointer

    init(taking pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    var status: ExecStatusType {
        PQresultStatus(pointer)
    }

    var rowCount: Int {
        Int(PQntuples(pointer))
    }

    var columnCount: Int {
        Int(PQnfields(pointer))
    }

    var tag: String {
        PQcmdStatus(pointer).map { String(cString: $0) } ?? ""
    }

    var affectedRows: Int {
        PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0
    }

    func columnName(_ column: Int) -> String {
        PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? ""
    }

    func columnType(_ column: Int) -> UInt32 {
        PQftype(pointer, Int32(column))
    }

    func isBinary(_ column: Int) -> Bool {
        PQfformat(pointer, Int32(column)) == 1
    }

    /// The index of the first column with exactly this name.
    func columnIndex(_ name: String) -> Int? {
        (0..<columnCount).first { column in
            PQfname(pointer, Int32(column)).map { strcmp($0, name) == 0 } ?? false
        }
    }

    /// The bytes of one value, nil for NULL. They live as long as this object; the indices must be in range.
    func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        guard PQgetisnull(pointer, Int32(row), Int32(column)) == 0 else { return nil }
        let length = Int(PQgetlength(pointer, Int32(row), Int32(column)))
        return UnsafeRawBufferPointer(start: PQgetvalue(pointer, Int32(row), Int32(column)), count: length)
    }

    /// The server's report when the status is an error; libpq's own words when the error arose on this side.
    var serverError: ServerError { ServerError(reading: pointer) }
}

extension ServerError {
    /// Reads a report, which stays its owner's.
    init(reading report: OpaquePointer) {
        func field(_ code: Int32) -> String? {
            PQresultErrorField(report, code).map { String(cString: $0) }
        }
        let fallback = PQresultErrorMessage(report).map { String(cString: $0).trimmed } ?? ""
        self.init(
            sqlState: SQLState(rawValue: field(ErrorField.sqlState) ?? ""),
            severity: field(ErrorField.severity) ?? "ERROR",
            message: field(ErrorField.message) ?? fallback,
            detail: field(ErrorField.detail), hint: field(ErrorField.hint), context: field(ErrorField.context),
            schema: field(ErrorField.schema), table: field(ErrorField.table), column: field(ErrorField.column),
            constraint: field(ErrorField.constraint))
    }
}

/// The letters of the fields of an error report.
private enum ErrorField {
    static let severity = code("V")
    static let sqlState = code("C")
    static let message = code("M")
    static let detail = code("D")
    static let hint = code("H")
    static let context = code("W")
    static let schema = code("s")
    static let table = code("t")
    static let column = code("c")
    static let constraint = code("n")

    private static func code(_ letter: Unicode.Scalar) -> Int32 {
        Int32(letter.value)
    }
}

extension String {
    /// Without the white space that libpq puts at the end of its messages.
    var trimmed: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        return String(text)
    }
}
