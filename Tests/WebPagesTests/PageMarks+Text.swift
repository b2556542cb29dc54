@testable import WebPages

extension PageMarks {
    /// A piece of a page, as tests read it.
    static func written(_ html: String) -> String { String(decoding: written(Array(html.utf8)), as: UTF8.self) }
}
