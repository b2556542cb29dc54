import CanonicalJSON
import Terminal

extension ClientSession {
    /// Signs and colours for the standard output.
    var paint: Paint { Paint(console.output) }

    /// Writes one object as a line of JSON.
    func printJSON(_ object: JSONObject) { console.line(JSONValue.object(object).canonicalText) }

    /// Writes rows and the final object as lines of JSON.
    func printJSON(_ rows: [JSONObject], _ object: JSONObject) {
        console.lines((rows + [object]).map { JSONValue.object($0).canonicalText })
    }

    /// Writes an answer: as JSON for programs, else as the lines given.
    func print(_ rows: [JSONObject], _ object: JSONObject, _ lines: @autoclosure () throws -> [String]) rethrows {
        if isJSON { printJSON(rows, object) } else { console.lines(try lines()) }
    }

    /// Writes an answer without rows.
    func print(_ object: JSONObject, _ lines: @autoclosure () throws -> [String]) rethrows {
        try print([], object, paint.folded(try lines()))
    }
}
