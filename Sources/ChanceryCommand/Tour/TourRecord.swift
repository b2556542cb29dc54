import CanonicalJSON

/// The real initiative that the tour follows, as the data has it.
struct TourRecord: Sendable {
    let source: JSONObject

    /// Finds a record by the beginning of its title in a file of JSON lines.
    static func find(_ title: String, in path: String) throws -> TourRecord {
        let text: String
        do { text = try LocalFile.text(path) } catch {
            throw CommandFailure.notDone(["\(PlainText.line(path)) \(error.sentence)"])
        }
        for line in text.split(separator: "\n") {
            guard let object = (try? JSONValue.parse(String(line)))?.object,
                object["title"]?.string?.hasPrefix(title) ?? false
            else { continue }
            return TourRecord(source: object)
        }
        throw CommandFailure.notDone(["\(PlainText.line(path)) holds no initiative \"\(title)\""])
    }

    /// What the record says, as fields of the form.
    var fields: JSONObject {
        var fields: JSONObject = [:]
        for key in ["title", "pillar", "objective", "outline", "expected_outcomes", "audience", "starts", "ends"] {
            fields[key] = source[key]
        }
        if let guidance = source["guidance"]?.string { fields["guidance"] = [.string(guidance)] }
        let place = source["location"]
        let names = [place?["city"]?.string, place?["country"]?.string].compactMap { $0 }
        if !names.isEmpty { fields["location"] = .string(names.joined(separator: ", ")) }
        return fields
    }
}
