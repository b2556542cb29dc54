import Foundation

/// A file of Transcripts: what clients send over their connections, and what they are answered. README.md there describes the language.
struct Transcript: Sendable {
    enum Action: Sendable {
        /// `C2 = auditor`: a connection, and whose token it logs in with; `nobody` logs in with none.
        case connect(String, String)
        /// `C: 1 PING`
        case send(String, String)
        /// `S: 1 OK`
        case receive(String, String)
        /// `clock +5000`: so many milliseconds pass for the server.
        case clock(Int)
        /// `hold writes`, `hold reads`: the database lets nobody write, or nobody in, until `release`.
        case hold(reads: Bool)
        case release
        /// `stop`: the server is told to stop.
        case stop
    }

    struct Step: Sendable {
        var line: Int
        var action: Action
    }

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// The path under Transcripts, without its end: `framing/empty-line`.
    let name: String
    private(set) var comments: [String] = []
    /// Scenes that are played before, and whose names then stand for what they did there.
    private(set) var scenes: [String] = []
    /// Whether it wants a forum in which nothing has happened.
    private(set) var wantsFreshForum = false
    /// Whether its forum follows the lifecycle of Forum/rules.yaml.
    private(set) var followsRules = false
    /// Whether it wants a server and a database of its own.
    private(set) var wantsOwnServer = false
    /// Whether replies come in the very order that is printed.
    private(set) var isInOrder = false
    /// How many connections its server takes at one time.
    private(set) var connections: Int?
    /// How many of them one account has.
    private(set) var connectionsOfAccount: Int?
    private(set) var steps: [Step] = []

    init(name: String, text: String) throws {
        self.name = name
        for (line, text) in Transcript.unfolded(text) {
            do { try read(text, line) } catch { throw Fault(description: "\(name).txt:\(line): \(error)") }
        }
    }

    private mutating func read(_ text: String, _ line: Int) throws {
        if text.isEmpty { return }
        if text.hasPrefix("#") {
            comments.append(String(text.dropFirst()).trimmingCharacters(in: .whitespaces))
        } else if let match = text.wholeMatch(of: /given ([a-z-]+)/) {
            scenes.append(String(match.1))
        } else if text == "fresh forum" {
            wantsFreshForum = true
        } else if text == "rules forum" {
            followsRules = true
        } else if text == "own server" {
            wantsOwnServer = true
        } else if text == "in order" {
            isInOrder = true
        } else if let match = text.wholeMatch(of: /connections ([0-9]+)/) {
            connections = Int(match.1)
        } else if let match = text.wholeMatch(of: /connections of an account ([0-9]+)/) {
            connectionsOfAccount = Int(match.1)
        } else {
            steps.append(Step(line: line, action: try Transcript.action(text)))
        }
    }

    private static func action(_ text: String) throws -> Action {
        if let match = text.wholeMatch(of: /C([0-9]*) = (.+)/) { return .connect(String(match.1), String(match.2)) }
        if let match = text.wholeMatch(of: /C([0-9]*): (.*)/) { return .send(String(match.1), String(match.2)) }
        if let match = text.wholeMatch(of: /S([0-9]*): (.*)/) { return .receive(String(match.1), String(match.2)) }
        if let match = text.wholeMatch(of: /clock \+([0-9]+)/) { return .clock(Int(match.1) ?? 0) }
        switch text {
        case "hold writes": return .hold(reads: false)
        case "hold reads": return .hold(reads: true)
        case "release": return .release
        case "stop": return .stop
        default: throw Fault(description: "this is no line of a transcript: \(text)")
        }
    }

    /// A line that begins with four spaces goes on with the one above it.
    private static func unfolded(_ text: String) -> [(Int, String)] {
        var result: [(Int, String)] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("    "), !result.isEmpty {
                result[result.count - 1].1 += line.dropFirst(4)
            } else {
                result.append((index + 1, String(line)))
            }
        }
        return result
    }

    /// The codes that the server is expected to answer.
    var codes: Set<String> {
        Set(
            steps.compactMap { step in
                guard case .receive(_, let text) = step.action else { return nil }
                return (try? LinePattern(text))?.code
            })
    }

    /// The verbs that are sent.
    var verbs: Set<String> {
        Set(
            steps.compactMap { step in
                guard case .send(_, let text) = step.action else { return nil }
                let words = text.split(separator: " ", maxSplits: 2)
                return words.count > 1 ? String(words[1]) : nil
            })
    }

    /// About how many bytes are sent: names count for nothing.
    var bytesSent: Int {
        steps.reduce(0) { sum, step in
            guard case .send(_, let text) = step.action else { return sum }
            return Piece.pieces(of: text, stars: false).reduce(sum) { sum, piece in
                if case .bytes(let bytes) = piece { sum + bytes.count } else { sum }
            }
        }
    }

    /// Whether somebody logs in or a forum is named.
    var needsForum: Bool {
        !scenes.isEmpty
            || steps.contains { step in
                switch step.action {
                case .connect(_, let who): who != "nobody"
                case .send(_, let text), .receive(_, let text): text.contains("{forum}") || text.contains("{token of ")
                case .clock, .hold, .release, .stop: false
                }
            }
    }

    /// Whether the clock, the number of connections or a stop is its own matter.
    var needsOwnDoor: Bool {
        connections != nil || connectionsOfAccount != nil
            || steps.contains { step in
                switch step.action {
                case .clock, .stop: true
                case .connect, .send, .receive, .hold, .release: false
                }
            }
    }
}

extension Transcript {
    /// Every file under a folder of this target, in order.
    static func all(in folder: String = "Transcripts") throws -> [Transcript] {
        try FileManager.default.subpathsOfDirectory(atPath: SourceFile.path(folder)).filter { $0.hasSuffix(".txt") }
            .sorted().map { try Transcript(name: String($0.dropLast(4)), text: SourceFile.text("\(folder)/\($0)")) }
    }
}

/// Files of this target, found from this one, and of the repository.
enum SourceFile {
    private static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    static func path(_ name: String) -> String { here.path + "/" + name }

    static func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    /// A file of the repository, such as `docs/protocol.md`.
    static func repository(_ name: String) -> String {
        here.deletingLastPathComponent().deletingLastPathComponent().path + "/" + name
    }
}
