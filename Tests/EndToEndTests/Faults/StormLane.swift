import CanonicalJSON
import Lifecycle
import LineClient
import LineProtocol
import Record
import Synchronization
import Testing

/// One connection of a storm, over which an account writes one request after the other.
struct StormLane {
    private let storm: KeyedStorm
    private let name: String
    private let account: String
    private var user: User?
    private var count = 0
    private var isOver = false

    private static let numbers = Atomic(0)

    /// A number that no other lane had.
    private static func number() -> Int { numbers.add(1, ordering: .relaxed).newValue }

    /// - Parameter name: the account within the forum, and a number where several lanes are its.
    init(_ storm: KeyedStorm, _ name: String) {
        (self.storm, self.name) = (storm, name)
        let slug = name.split(separator: "/").first.map(String.init) ?? name
        account = slug == "root" ? "server/admin" : "\(storm.forum)/\(slug)"
    }

    func leave() async { await user?.leave() }

    /// Writes; answers what OK says. Nil where the lane has come to its end: then the request is noted all the same.
    private mutating func write(_ words: String, _ object: JSONObject? = nil) async -> JSONObject? {
        count += 1
        let key = "\(storm.name)-\(name.replacing("/", with: "-"))-\(count)"
        let text = object.map { " " + JSONValue.object($0).canonicalText } ?? ""
        var attempt = KeyedStorm.Attempt(account: account, line: "0 \(words) key=\(key)\(text)")
        defer { storm.note(attempt, in: name) }
        guard !isOver, let request = try? Request.parse(Array(attempt.line.utf8)) else { return nil }
        attempt.answer = await send(request)
        isOver = attempt.answer == nil || !storm.goesOn(after: count)
        return attempt.answer
    }

    /// Sends until there is an answer, as far as the storm's patience goes.
    private mutating func send(_ request: Request) async -> JSONObject? {
        // Whether it may have been done, as far as was said.
        var mayBeDone = false
        repeat {
            if user == nil { user = await storm.connected(account) }
            guard let client = user?.client else { return nil }
            guard let answer = try? await client.request(request) else {
                (user, mayBeDone) = (nil, true)
                continue
            }
            switch answer.result {
            case .success(var object):
                if object.takeRepeated(), !mayBeDone { Self.deny(request) }
                return object
            case .failure(let failure) where failure.code == .keySpent:
                if !mayBeDone { Self.deny(request) }
                return [:]
            case .failure(let failure) where failure.retry == .never || storm.patience == .none:
                Issue.record("\(request.verb) was refused: \(failure)")
                return nil
            case .failure(let failure): mayBeDone = mayBeDone || failure.effect != .none
            }
        } while storm.triesAgain
        return nil
    }

    private static func deny(_ request: Request) {
        Issue.record("\(request.verb) key=\(request.key ?? "") was said to have had no effect, and had one")
    }

    /// What a lane does until its end.
    typealias Life = @Sendable (inout StormLane) async -> Void

    /// All lanes of a storm, by their names.
    static let all: [String: Life] = {
        let all: [String: Life] = [
            "pr-TH": { await $0.drafts() }, "pr-JP": { await $0.papers() }, "admin": { await $0.accounts() },
            "host": { await $0.meetings() }, "root": { await $0.forums() },
        ]
        return all.merging(notes) { $1 }
    }()

    /// Those that write notes, and nothing else.
    static let notes: [String: Life] = {
        var lanes: [String: Life] = [:]
        for slug in ["pr-FR", "pr-DE", "cp-JP", "cp-TH"] {
            for number in 0..<3 { lanes["\(slug)/\(number)"] = { await $0.notes() } }
        }
        return lanes
    }()

    private mutating func notes() async {
        while !isOver {
            let ref = storm.refs[count % storm.refs.count]
            _ = await write("NOTE \(ref)", ["text": .string("Said by \(name), \(count)")])
        }
    }

    private mutating func draft() async -> String? {
        await write("DRAFT \(storm.forum)", Activity.complete(Activity.title(1000 + Self.number())))?["ref"]?.string
    }

    private mutating func drafts() async {
        while let ref = await draft() { _ = await write("ADVANCE \(ref) circulate", ["track": "work-programme"]) }
    }

    /// Documents in three parts: the first opens one, the second goes on, the third files it.
    private mutating func papers() async {
        while let ref = await draft() {
            let paper = Paper(size: 9000, seed: UInt64(Self.number()))
            for offset in stride(from: 0, to: 9000, by: 4096) {
                var part = paper.object
                part["offset"] = .integer(Int64(offset))
                part["data"] = .string(Base64.encode(Array(paper.content[offset...].prefix(4096))))
                _ = await write("FILE \(ref)", part)
            }
        }
    }

    private mutating func accounts() async {
        while !isOver {
            let slug = "extra-\(Self.number())"
            let account: JSONObject = [
                "account": .string(slug), "name": "Somebody", "appointments": [["role": "auditor"]],
            ]
            guard await write("ACCOUNT \(storm.forum)", account) != nil else { return }
            _ = await write("TOKEN \(storm.forum)/\(slug)")
            _ = await write("ERASE \(storm.forum)/\(slug)", ["reason": "left"])
        }
    }

    private mutating func meetings() async {
        while !isOver {
            let id = "SOM-\(1000 + Self.number())"
            let days: JSONObject = ["starts": "2024-03-01", "ends": "2024-03-02"]
            guard await write("MEETING \(storm.forum) \(id)", days.adding("kind", "som")) != nil else { return }
            _ = await write("HELD \(storm.forum) \(id)", days)
        }
    }

    private mutating func forums() async {
        guard let seed = try? ForumSeed.mini(), let lifecycle = seed.lifecycles.first else { return }
        while !isOver {
            let number = Self.number()
            let settings = seed.settings.adding("ref_prefix", .string("F\(number)"))
            guard await write("FORUM \(storm.forum)-\(number)", settings) != nil else { return }
            _ = await write("LIFECYCLE \(storm.forum)-\(number)", ["definition": lifecycle.json])
        }
    }
}

extension JSONObject {
    fileprivate func adding(_ key: String, _ value: JSONValue) -> JSONObject {
        var object = self
        object[key] = value
        return object
    }
}
