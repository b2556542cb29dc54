package import CanonicalJSON

/// The records of a file of JSON lines, each with its line; what is no record is an issue.
///
/// Other forms of the same are read as well: an array of objects, objects over several lines or one after the other, commas between
/// them, lines that are empty or a comment, whole numbers with `.0`. Lines end with a line feed, as ``SourceText`` gives every file.
package struct JSONLines {
    package struct Record: Sendable, Hashable {
        /// Counts the records from 1: several may stand on one line.
        package let number: Int
        package let line: Int
        package let object: JSONObject
    }

    package private(set) var records: [Record] = []
    package private(set) var issues: [ImportIssue] = []

    private let lines: [Substring]
    private let decimals: Set<String>
    /// How many lines may still be looked at for the end of an object that never comes.
    private var patience = 200_000

    /// Under the keys of `decimals` a number may have decimals, as spreadsheets write a time of a day and amounts.
    package init(_ text: String, decimals: Set<String> = []) {
        self.decimals = decimals
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var index = 0
        while index < lines.count { index = take(from: index) }
    }

    /// Takes what begins on a line; answers the line after it.
    private mutating func take(from index: Int) -> Int {
        var line = JSONLines.trimmed(lines[index])
        while line.last == "," { line = JSONLines.trimmed(line.dropLast()) }
        // The brackets of an array around records that have lines of their own, and the commas between them.
        if line.isEmpty || line == "[" || line == "]" || line.hasPrefix("#") || line.hasPrefix("//") {
            return index + 1
        }
        do {
            take(try value(line), at: index)
            return index + 1
        } catch {
            guard let (value, end) = whole(from: index) else {
                fault(index + 1, error.sentence)
                return index + 1
            }
            switch value {
            case .success(let value): take(value, at: index)
            case .failure(let error): fault(index + 1, error.sentence)
            }
            return end + 1
        }
    }

    private mutating func take(_ value: JSONValue, at index: Int) {
        if let object = value.object {
            records.append(Record(number: records.count + 1, line: index + 1, object: object))
        } else if let elements = value.array, elements.isEmpty || elements.contains(where: { $0.object != nil }) {
            for element in elements { take(element, at: index) }
        } else {
            fault(index + 1, "expected an object, not \(value.kindName)")
        }
    }

    /// The value that begins on a line and ends on a later one, nil where none does. Another object that begins a line tells that the one
    /// before was cut off.
    private mutating func whole(from index: Int) -> (Result<JSONValue, Fault>, end: Int)? {
        var scan = BracketScan()
        var text = ""
        for next in index..<lines.count {
            let line = lines[next]
            if next > index {
                patience -= 1
                guard patience > 0, line.first != "{" || scan.isInArray else { return nil }
                text += "\n"
            }
            text += line
            guard scan.take(line) else { continue }
            var body = JSONLines.trimmed(text[...])
            while body.last == "," { body = JSONLines.trimmed(body.dropLast()) }
            do { return (.success(try value(body)), next) } catch { return (.failure(error), next) }
        }
        return nil
    }

    /// The value that a text is, as it stands or without what other programs add.
    private func value(_ text: Substring) throws(Fault) -> JSONValue {
        do { return try JSONValue.parse(Array(text.utf8)) } catch {
            let (plain, fraction) = BracketScan.plain(text, decimals: decimals)
            if let value = try? JSONValue.parse(Array(plain.utf8)) { return value }
            guard error.reason == .fraction, let fraction else { throw Fault(sentence: "\(error)") }
            let place = fraction.key.isEmpty ? "" : " under \"\(fraction.key.prefix(60))\""
            throw Fault(sentence: "\(error): \(fraction.number.prefix(40))\(place) is none")
        }
    }

    /// Why a text is no value.
    private struct Fault: Error {
        let sentence: String
    }

    private mutating func fault(_ line: Int, _ reason: String) {
        issues.append(
            ImportIssue(
                line: line, subject: "(no record)", keys: [], reason: reason + "; the line is skipped",
                kind: "no record; the line is skipped", isLoss: true))
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
