/// The head of a part of a form: its name and, where it is a file, what that is called (RFC 7578, section 4.2).
struct PartHead: Sendable, Equatable {
    var name: String
    /// Nil where it is no file; empty where no file was chosen.
    var fileName: String?

    init(name: String, fileName: String? = nil) {
        self.name = name
        self.fileName = fileName
    }

    /// Reads the lines of a head, without the empty one at its end.
    init(_ bytes: some Collection<UInt8>) throws(MultipartFault) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .badHead("its head is not UTF-8") }
        var found: PartHead?
        for line in PartHead.lines(text) {
            guard let colon = line.firstIndex(of: ":"), line.first != " ", line.first != "\t" else {
                throw .badHead("a line of its head is no header")
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard found == nil else { throw .badHead("it says twice what it is") }
                found = try PartHead(disposition: value)
            case "content-transfer-encoding":
                // RFC 7578, section 4.7: nobody sends it; what it would change is taken by nobody here.
                guard ["7bit", "8bit", "binary"].contains(value.lowercased()) else {
                    throw .badHead("it is encoded, and forms are not")
                }
            default: break
            }
        }
        guard let found else { throw .badHead("it says no name") }
        self = found
    }

    /// Between CR LF; scalar by scalar, for both are one character to Swift.
    private static func lines(_ text: String) -> [Substring] {
        var lines: [Substring] = []
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        var at = start
        while at < scalars.endIndex {
            let next = scalars.index(after: at)
            if scalars[at] == "\r", next < scalars.endIndex, scalars[next] == "\n" {
                lines.append(text[start..<at])
                start = scalars.index(after: next)
                at = start
            } else {
                at = next
            }
        }
        lines.append(text[start...])
        return lines.filter { !$0.isEmpty }
    }

    /// `form-data; name="..."; filename="..."`.
    private init(disposition: Substring) throws(MultipartFault) {
        var rest = disposition.unicodeScalars[...]
        guard PartHead.token(&rest).lowercased() == "form-data" else { throw .badHead("it is no part of a form") }
        var given: [String: String] = [:]
        while true {
            PartHead.skip(&rest)
            guard let mark = rest.popFirst() else { break }
            guard mark == ";" else { throw .badHead("its name cannot be read") }
            PartHead.skip(&rest)
            if rest.isEmpty { break }
            let key = PartHead.token(&rest).lowercased()
            guard !key.isEmpty, rest.popFirst() == "=" else { throw .badHead("its name cannot be read") }
            let value: String
            if rest.first == "\"" {
                guard let quoted = PartHead.quoted(&rest) else { throw .badHead("its name has no end") }
                value = quoted
            } else {
                value = PartHead.token(&rest)
            }
            guard given.updateValue(value, forKey: key) == nil else { throw .badHead("it has two names") }
        }
        guard let name = given["name"], !name.isEmpty else { throw .badHead("it says no name") }
        self.init(name: PartHead.plain(name), fileName: given["filename"].map(PartHead.plain))
    }

    private static func skip(_ rest: inout Substring.UnicodeScalarView) {
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    }

    private static func token(_ rest: inout Substring.UnicodeScalarView) -> String {
        var token = String.UnicodeScalarView()
        while let first = rest.first, first != ";", first != "=", first != "\"", first != " ", first != "\t" {
            token.append(first)
            rest.removeFirst()
        }
        return String(token)
    }

    /// What stands between quotation marks. A backslash before anything but a mark or itself is a backslash: some browsers write none.
    private static func quoted(_ rest: inout Substring.UnicodeScalarView) -> String? {
        rest.removeFirst()
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return String(text)
            case "\\" where rest.first == "\"" || rest.first == "\\": text.append(rest.removeFirst())
            default: text.append(scalar)
            }
        }
        return nil
    }

    /// Browsers write quotation marks and line breaks of a name as `%22`, `%0D` and `%0A`, and nothing else so.
    private static func plain(_ name: String) -> String {
        name.contains("%")
            ? name.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n") : name
    }
}
