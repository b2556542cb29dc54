import CanonicalJSON

/// A line of the server as a transcript prints it.
///
///     S: 1 OK {"ref":"{ref}","state":"drafted","repeated":"{absent}"}
///
/// The words before the object are compared one by one. Of the object, the members that are named are compared as values; others may be
/// there. `*` is any text or, alone, any value; `{absent}` is no member; in a list, `"..."` before elements says that others may stand
/// before, between and after them.
struct LinePattern {
    let text: String
    private let words: [String]
    private let object: JSONObject?
    private let hasNoObject: Bool

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    init(_ printed: String) throws {
        // What is repeated is written out first, so that it may be JSON's own brackets.
        let text = Piece.pieces(of: printed, stars: false).map { piece in
            switch piece {
            case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
            case .name(let name): "{\(name)}"
            case .anything: "*"
            }
        }.joined()
        self.text = text
        var head = text
        var object: JSONObject?
        if let start = LinePattern.objectStart(text) {
            head = String(text[..<text.index(before: start)])
            do {
                object = try JSONValue.parse(Array(text[start...].utf8)).object
            } catch {
                throw Fault(description: "the object is no JSON: \(error): \(text)")
            }
        }
        var words = head.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        hasNoObject = words.last == "{absent}"
        if hasNoObject { words.removeLast() }
        self.words = words
        self.object = object
    }

    /// The tag that the line begins with.
    var tag: String { words.first ?? "" }

    /// The code of an ERR or a BYE that the line names.
    var code: String? {
        if words.count > 2, words[1] == "ERR" { return words[2] }
        return words.count > 1 && words[1] == "BYE" ? object?["code"]?.string : nil
    }

    /// What differs, in a few words; nil where the line is as it is printed here, and the names then stand for what it said.
    func difference(from line: String, _ names: inout Names) -> String? {
        var known = names
        var head = line[...]
        var given: JSONValue?
        if let gap = line.firstRange(of: " {") {
            head = line[..<gap.lowerBound]
            given = try? JSONValue.parse(Array(line[line.index(after: gap.lowerBound)...].utf8))
            if given == nil { return "its object is not JSON of the profile" }
        }
        let said = head.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard said.count == words.count else { return "it has \(said.count) words before the object" }
        for (wanted, word) in zip(words, said)
        where !known.agree(Piece.pieces(of: wanted, stars: wanted == "*"), word) {
            return "\(word) stands where \(wanted) is expected"
        }
        if hasNoObject, given != nil { return "it has an object" }
        if let object, let fault = LinePattern.difference(.object(object), given, "", &known) { return fault }
        names = known
        return nil
    }

    /// Where the JSON begins: with a brace after a space, before a quote or the closing brace.
    private static func objectStart(_ text: String) -> String.Index? {
        guard let found = text.firstRange(of: /\ \{["}]/) else { return nil }
        return text.index(after: found.lowerBound)
    }

    private static func difference(
        _ wanted: JSONValue, _ value: JSONValue?, _ path: String, _ names: inout Names
    ) -> String? {
        let place = path.isEmpty ? "the object" : path
        if wanted.string == "{absent}" { return value == nil ? nil : "\(place) is there" }
        guard let value else { return "\(place) is missing" }
        switch wanted {
        case .object(let members):
            guard let object = value.object else { return "\(place) is \(value.kindName), not an object" }
            for member in members.members {
                let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
                if let fault = difference(member.value, object[member.key], inner, &names) { return fault }
            }
            return nil
        case .array(let elements):
            guard let array = value.array else { return "\(place) is \(value.kindName), not a list" }
            return difference(elements, array, place, &names)
        case .string(let text): return difference(text, value, place, &names)
        case .null, .bool, .integer:
            return wanted == value ? nil : "\(place) is \(value.canonicalText), not \(wanted.canonicalText)"
        }
    }

    private static func difference(
        _ wanted: [JSONValue], _ array: [JSONValue], _ place: String, _ names: inout Names
    ) -> String? {
        guard wanted.contains("...") else {
            guard wanted.count == array.count else {
                return "\(place) has \(array.count) elements, not \(wanted.count)"
            }
            for (index, pair) in zip(wanted, array).enumerated() {
                if let fault = difference(pair.0, pair.1, "\(place)[\(index)]", &names) { return fault }
            }
            return nil
        }
        var rest = array[...]
        for element in wanted where element != "..." {
            var found: (place: Int, names: Names)?
            for index in rest.indices {
                var known = names
                guard difference(element, rest[index], place, &known) == nil else { continue }
                found = (index, known)
                break
            }
            guard let found else { return "\(place) has no \(element.canonicalText)" }
            names = found.names
            rest = rest[(found.place + 1)...]
        }
        return nil
    }

    private static func difference(_ text: String, _ value: JSONValue, _ place: String, _ names: inout Names) -> String?
    {
        let pieces = Piece.pieces(of: text, stars: true)
        if pieces == [.anything] { return nil }
        var isName = false
        if case .name? = pieces.first, pieces.count == 1 { isName = true }
        guard let said = isName ? LinePattern.text(of: value) : value.string else {
            return "\(place) is \(value.kindName), not text"
        }
        return names.agree(pieces, said) ? nil : "\(place) is \"\(said.prefix(300))\", not \"\(text.prefix(300))\""
    }

    /// What a name takes of a value: its text, as it can be sent again.
    private static func text(of value: JSONValue) -> String { value.string ?? value.canonicalText }
}
