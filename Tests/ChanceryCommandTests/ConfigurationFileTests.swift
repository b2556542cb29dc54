import CanonicalJSON
import Glibc
import LineProtocol
import Logging
import TestSupport
import Testing

@testable import ClientCommands
@testable import ImportFiles
@testable import ServerCommands
@testable import ServerLog

/// Files that people saved with other line ends and encodings: settings, and drafts.
@Suite struct ConfigurationFileTests {
    private func settings(_ bytes: [UInt8]) throws -> ServeConfiguration {
        let path = try TestRoot.freePath("settings.conf")
        let file = try #require(fopen(path, "wb"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        defer { unlink(path) }
        var settings = ServeConfiguration()
        try settings.read(file: path)
        return settings
    }

    @Test(arguments: ["\n", "\r\n", "\r"], ["", "\u{FEFF}"])
    func everyLineEndIsOne(_ end: String, _ mark: String) throws {
        let text = mark + ["data: /srv/chancery", "# a comment", "listen: 127.0.0.1:17998", ""].joined(separator: end)
        let settings = try settings(Array(text.utf8))
        #expect(settings.data == "/srv/chancery")
        #expect(settings.listen == ["127.0.0.1:17998"])
    }

    /// A comment begins where a word could.
    @Test(arguments: [
        ("database: host=db password=a#b  # the one of May", "host=db password=a#b"),
        ("database: host=db\t#x", "host=db"), ("database: service=a#", "service=a#"),
    ])
    func aNumberSignWithinAWordBelongsToIt(_ line: String, _ conninfo: String) throws {
        #expect(try settings(Array("#x\n\(line)\n".utf8)).database == .conninfo(conninfo))
    }

    @Test(arguments: [
        (
            "data: /a\nlisten: h:1\nlisten: h:2\ndata: /b",
            ":4: \"data\" is set twice; only \"listen\", \"web-proxy\" and \"socket-user\" may be repeated"
        ),
        ("data: /srv/chancery\u{2028}listen: 127.0.0.1:1", ":1: \"data\" holds the character U+2028"),
        ("data: /srv/chancery\u{85}listen: 127.0.0.1:1", "U+0085, which cannot be seen"),
        ("data: /srv/\u{202E}chancery", "U+202E"),
        ("log-level: loud", ":1: \"loud\" is not a log level; choose one of trace, debug, info, notice"),
        ("log-format: xml", ":1: \"xml\" is not a log format; choose one of text, json"),
        ("origin: a+b", ":1: \"a+b\" is not a valid origin"),
    ])
    func aWrongValueIsNamedWithItsLine(_ line: String, _ phrase: String) {
        #expect {
            _ = try settings(Array(line.utf8))
        } throws: { error in
            "\(error)".replacing("\\", with: "").contains(phrase)
        }
    }

    @Test func theLogIsConfigured() throws {
        let settings = try settings(Array("log-level: debug\nlog-format: json\n".utf8))
        #expect(settings.log == LogSettings(level: .debug, format: .json))
    }

    /// Bytes that are no UTF-8, and what is said of them.
    static let others: [(bytes: [UInt8], phrase: String)] = [
        (Array("data: /srv\n#".utf8) + [UInt8]([0xE9, 0x0A]), "(line 2)"), (Array("data: /s\0\n".utf8), "NUL byte"),
        (Array("\0d\0a\0t\0a".utf8), "UTF-16"),
    ]

    @Test(arguments: others)
    func anotherEncodingIsNamed(_ bytes: [UInt8], _ phrase: String) {
        #expect {
            _ = try settings(bytes)
        } throws: { error in
            "\(error)".contains(phrase)
        }
    }

    private static let form = [
        FormField(["key": "title", "type": "text"]), FormField(["key": "organisers", "type": "organisers"]),
        FormField(["key": "co_sponsors", "type": "partners"]), FormField(["key": "goals", "type": "text"]),
    ].compactMap { $0 }

    /// The break that ends a block is YAML's own; those within it are the writer's.
    @Test(arguments: [
        ("title: >\n  Seminar\n  on Water\n", "Seminar on Water"), ("title: |\n  One\n  Two\n", "One\nTwo"),
        ("title: >-\n  One\n", "One"), ("title: \"One\\n\"\n", "One\n"), ("title: NO\n", "NO"),
    ])
    func blocksEndWithoutABreak(_ text: String, _ title: String) throws {
        #expect(try DraftFile.fields(text, file: "d.yaml", Self.form)["title"]?.string == title)
    }

    /// `NO` is Norway, as `on` and `yes` are what they say.
    @Test func norwayIsAPartner() throws {
        let text = "title: Norway case\norganisers: [NO, FI]\nco_sponsors: [NO]\n"
        let fields = try DraftFile.fields(text, file: "d.yaml", Self.form)
        #expect(fields["organisers"] == [["partner": "NO"], ["partner": "FI"]])
        #expect(fields["co_sponsors"] == ["NO"])
    }

    /// A form's own names stand apart from the request's, where they could be taken for one another.
    @Test func aFieldThatIsCalledAsTheRequestsOwnStandsApart() throws {
        func revised(_ fields: JSONObject) throws -> JSONObject? {
            var revision = Verbs.Revise()
            revision.kind = .editorial
            revision.fields = fields
            return try revision.request().object
        }
        func advanced(_ given: JSONObject) throws -> JSONObject? {
            var advance = Verbs.Advance()
            (advance.decided, advance.inputs) = ActInputs.apart(given)
            return try advance.request().object
        }
        #expect(try revised(["title": "A"]) == ["title": "A", "kind": "editorial"])
        #expect(try revised(["kind": "project"]) == ["fields": ["kind": "project"], "kind": "editorial"])
        let now = "2026-03-01T12:00:00.000000Z"
        #expect(
            try advanced(["signature": "x", "decided_at": .string(now)])
                == ["inputs": ["signature": "x"], "decided_at": .string(now)])
        #expect(try advanced(["reason": "x"]) == ["reason": "x"])
    }
}
