import CanonicalJSON
import Listening
import TestSupport
import Testing

@testable import ServerCommands
@testable import Terminal

/// What the server is told by its options, the environment and its file, and what `config check` says of it.
@Suite struct SettingsTests {
    private func file(_ lines: String...) throws -> String {
        let path = try TestRoot.freePath("settings") + ".conf"
        try LocalFile.writePrivate(lines.joined(separator: "\n") + "\n", to: path)
        return path
    }

    /// A valid text of each setting, three times another.
    private static let texts: [String: [String]] = [
        "data": ["/a", "/b", "/c"], "database": ["host=a", "host=b", "host=c"], "signer": ["/s", "/t", "/u"],
        "origin": ["a.example.org", "b.example.org", "c.example.org"], "policy": ["/p", "/q", "/r"],
        "listen": ["127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"], "web": ["127.0.0.1:1", "none", "[::1]:3"],
        "web-proxy": ["192.0.2.1", "192.0.2.0/24", "2001:db8::/32"], "identity-providers": ["/i", "/j", "/k"],
        "metrics": ["127.0.0.1:1", "none", "[::1]:3"], "socket": ["/k", "/l", "/m"],
        "socket-user": ["a=f/a", "b=f/b", "c=f/c"], "tls-client-ca": ["/ca1", "/ca2", "/ca3"],
        "tls-certificate": ["/c1", "/c2", "/c3"], "tls-key": ["/k1", "/k2", "/k3"], "connections": ["1", "2", "3"],
        "connections-of-address": ["4", "5", "6"], "connections-of-account": ["7", "8", "9"],
        "database-connections": ["2", "3", "4"], "stop-seconds": ["1", "2", "3"],
        "log-level": ["debug", "info", "error"], "log-format": ["json", "text", "json"],
    ]

    @Test("an option goes before a variable, and that before the file", arguments: Setting.all.map(\.key))
    func layers(_ key: String) throws {
        let setting = try #require(Setting.all.first { $0.key == key })
        let texts = try #require(SettingsTests.texts[key])
        let path = try file("# settings", "\(key): \(texts[2])")
        let onlyFile = try GivenSettings(file: path)
        #expect(onlyFile.judged().settings[shown: setting] == [texts[2]])
        #expect(onlyFile.place(of: setting) == .file(path: path, line: 2))
        let environment = [setting.variable: texts[1], "CHANCERY_SERVER": "elsewhere"]
        let variable = try GivenSettings(environment: environment, file: path)
        #expect(variable.judged().settings[shown: setting] == [texts[1]])
        #expect(variable.place(of: setting) == .environment)
        let option = try GivenSettings(options: [key: [texts[0]]], environment: environment, file: path)
        #expect(option.judged().settings[shown: setting] == [texts[0]])
        #expect(option.place(of: setting) == .option)
        let empty = try GivenSettings(environment: [setting.variable: ""], file: path)
        #expect(empty.place(of: setting) == .file(path: path, line: 2), "an empty variable says nothing")
    }

    @Test func severalAddresses() throws {
        let variable = try GivenSettings(environment: ["CHANCERY_LISTEN": "127.0.0.1:1,[::1]:2"]).configuration()
        #expect(variable.listen == ["127.0.0.1:1", "[::1]:2"])
        let path = try file("listen: 127.0.0.1:3", "listen: 127.0.0.1:4")
        #expect(try GivenSettings(file: path).configuration().listen == ["127.0.0.1:3", "127.0.0.1:4"])
    }

    @Test func aDataDirectoryMeansTheDatabaseInIt() throws {
        let path = try file("database: host=db", "data: /from-the-file")
        #expect(try GivenSettings(file: path).configuration().database == .conninfo("host=db"))
        let option = try GivenSettings(options: ["data": ["/mine"]], file: path).configuration()
        #expect(option.database == .embedded && option.data == "/mine")
        let variable = try GivenSettings(environment: ["CHANCERY_DATA": "/mine"], file: path).configuration()
        #expect(variable.database == .embedded && variable.data == "/mine")
        let other = try GivenSettings(options: ["database": ["host=x"]], environment: ["CHANCERY_DATA": "/d"])
        #expect(try other.configuration().database == .conninfo("host=x"))
    }

    @Test(
        arguments: [
            (["data": ["/d"], "database": ["host=x"]], [:], "use either --data or --database"),
            ([:], ["CHANCERY_DATA": "/d", "CHANCERY_DATABASE": "x"], "use either CHANCERY_DATA or CHANCERY_DATABASE"),
            (["tls-key": ["/k"]], [:], "--tls-certificate and --tls-key go together; give both"),
            (
                [:], ["CHANCERY_TLS_KEY": "/k"],
                "CHANCERY_TLS_CERTIFICATE and CHANCERY_TLS_KEY go together; give both"
            ),
            (
                [:], ["CHANCERY_CONNECTIONS": "0"],
                "CHANCERY_CONNECTIONS: \"connections\" must be a number from 1 to 1000000"
            ),
            ([:], ["CHANCERY_DATA": "/d\u{202E}"], "CHANCERY_DATA: \"data\" holds the character U+202E"),
            ([:], ["CHANCERY_LISTEN": "127.0.0.1:7,"], "CHANCERY_LISTEN: \"\" is not a valid address to listen on"),
            (["web": ["nowhere"]], [:], "\"nowhere\" is not a valid address for pages; write HOST:PORT"),
            (["metrics": ["7422"]], [:], "\"7422\" is not a valid address for metrics; write HOST:PORT"),
            (["listen": ["nowhere"]], [:], "\"nowhere\" is not a valid address to listen on"),
            (["log-level": ["loud"]], [:], "\"loud\" is not a log level"),
        ] as [([String: [String]], [String: String], String)])
    func aFaultNamesItsPlace(_ options: [String: [String]], _ environment: [String: String], _ phrase: String) throws {
        let given = try GivenSettings(options: options, environment: environment)
        #expect(throws: CommandFailure.self) { try given.configuration() }
        let fault = try #require(given.judged().faults.first)
        #expect(fault.hasPrefix(phrase), "\(fault)")
    }

    @Test func aSocketByHandIsInsteadOfTheUsualAddress() throws {
        #expect(try GivenSettings(options: ["socket": ["/s"]]).configuration().listen.isEmpty)
        #expect(try GivenSettings(environment: ["CHANCERY_SOCKET": "/s"]).configuration().listen.isEmpty)
        let path = try file("socket: /s")
        #expect(try GivenSettings(file: path).configuration().listen == ["127.0.0.1:7420"])
    }

    @Test func pagesAreOnUnlessSomebodySaysOtherwise() throws {
        #expect(try GivenSettings().configuration().web == "127.0.0.1:7421")
        #expect(try GivenSettings(options: ["web": ["none"]]).configuration().web == nil)
        #expect(try GivenSettings(options: ["web": [""]]).configuration().web == nil)
        #expect(try GivenSettings(options: ["socket": ["/s"]]).configuration().web == nil)
        let both = try GivenSettings(options: ["socket": ["/s"], "web": ["127.0.0.1:1"]]).configuration()
        #expect(both.web == "127.0.0.1:1")
        let tls = try GivenSettings(options: ["tls-certificate": ["/c"], "tls-key": ["/k"]]).configuration()
        #expect(try tls.webAddress().map { "\($0)" } == "127.0.0.1:7421" && tls.tls != nil)
    }

    @Test func metricsAreServedWhereSomebodySaysSoAndInPlainText() throws {
        #expect(try GivenSettings().configuration().metrics == nil)
        let tls = ["tls-certificate": ["/c"], "tls-key": ["/k"], "metrics": ["127.0.0.1:7422"]]
        let given = try GivenSettings(options: tls).configuration()
        #expect(try given.metricsAddress() == .tcp(host: "127.0.0.1", port: 7422))
        #expect(try GivenSettings(options: ["metrics": ["none"]]).configuration().metricsAddress() == nil)
    }

    @Test func theCheckShowsEverySettingAndItsPlace() async throws {
        let path = try file("data: /srv/records", "database: host=db password=secret-word")
        let console = TestConsole(environment: ["CHANCERY_STOP_SECONDS": "30"])
        #expect(await console.run(["config", "check", "--config", path, "--log-format", "json"]) == .done)
        let lines = console.out.split(separator: "\n").map(String.init)
        func line(_ key: String) -> String { lines.first { $0.hasPrefix(key + " ") } ?? "" }
        for setting in Setting.all { #expect(!line(setting.key).isEmpty, "\(setting.key)") }
        #expect(line("database").contains("given, not shown") && line("database").hasSuffix("\(path):2"))
        #expect(!console.out.contains("secret-word"))
        #expect(line("stop-seconds").contains("30") && line("stop-seconds").hasSuffix("CHANCERY_STOP_SECONDS"))
        #expect(line("log-format").contains("json") && line("log-format").hasSuffix("--log-format"))
        #expect(line("connections").contains("10000") && line("connections").hasSuffix("default"))
        #expect(lines.last == "no fault")
    }

    /// All of them at once: whoever mends a file wants to start once.
    @Test func theCheckListsEveryFault() async throws {
        let path = try file(
            "conections: 5", "stop-seconds: -1", "listen: nowhere", "tls-certificate: /no/such/file",
            "tls-key: /no/such/key")
        let console = TestConsole(environment: ["CHANCERY_LOG_LEVEL": "loud"])
        #expect(await console.run(["config", "check", "--config", path]) == .refused)
        let phrases = [
            "6 faults", "\(path):1: there is no key \"conections\"", "\(path):2: \"stop-seconds\" must be",
            "CHANCERY_LOG_LEVEL: \"loud\"", "\(path):3: \"nowhere\" is not a valid address",
            "/no/such/file cannot be opened",
            "/no/such/key cannot be opened",
        ]
        for phrase in phrases { #expect(console.err.contains(phrase), "\(phrase): \(console.err)") }
        let again = TestConsole()
        #expect(await again.run(["config", "check", "--config", path, "--json"]) == .refused)
        let last = try #require(again.out.split(separator: "\n").last.map(String.init))
        #expect(try JSONValue.parse(last)["faults"]?.array?.count == 5)
        #expect(await TestConsole().run(["serve", "--config", path]) == .usage, "the same file starts no server")
    }
}

extension ServeConfiguration {
    fileprivate subscript(shown setting: Setting) -> [String] { setting.shown(self) }
}
