import Foundation

/// A line of Matrix/expectations.txt: a request, and what each is answered.
struct Expectation: Sendable {
    var verb: String
    /// The request without its tag.
    var request: String
    /// Who may; see the file's first lines.
    var may: Set<String>
    /// What the others of the forum are answered: a code, or `allowed`.
    var others: String
    /// What they are answered whose appointment is past or to come.
    var without: String
    /// What somebody of another forum is answered.
    var foreign: String
    var stranger: String

    static func all() throws -> [Expectation] {
        try SourceFile.text("Matrix/expectations.txt").split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            line in
            let columns = line.split(separator: " |", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard columns.count == 7 else {
                throw Transcript.Fault(description: "this line of expectations.txt has not seven columns: \(line)")
            }
            return Expectation(
                verb: columns[0], request: columns[1].isEmpty ? columns[0] : "\(columns[0]) \(columns[1])",
                may: Set(columns[2].split(separator: " ").map(String.init)), others: columns[3], without: columns[4],
                foreign: columns[5], stranger: columns[6])
        }
    }

    /// What somebody is answered: a code, or `allowed`.
    func answer(to person: Person) -> String {
        if may == ["everybody"], person.kind != .stranger { return "allowed" }
        switch person.kind {
        case .stranger: return stranger
        case .foreign: return foreign
        case .server: return answer(toOneOf: ["server"])
        case .holder(let role, let scope, let time):
            return time == .present ? answer(toOneOf: [role, "\(role)/\(scope)"]) : without
        }
    }

    /// What a member of the forum is answered who goes by these names.
    private func answer(toOneOf names: Set<String>) -> String {
        if may.contains("members") || !may.isDisjoint(with: names) { return "allowed" }
        let parts = others.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        for part in parts.dropFirst() {
            let words = part.split(separator: ":")
            let who = Set((words.last ?? "").split(separator: " ").map(String.init))
            if !who.isDisjoint(with: names) { return String(words[0]) }
        }
        return parts.first ?? ""
    }
}

/// Somebody who sends requests.
struct Person: Sendable, CustomStringConvertible {
    enum Time: String, CaseIterable { case past, present, future }

    enum Kind: Sendable, Equatable {
        /// The role, `own`, `other` or `forum`, and when it is held.
        case holder(role: String, scope: String, time: Time)
        case server, foreign, stranger
    }

    var kind: Kind
    /// Nil where nobody logs in.
    var token: String?

    var description: String {
        switch kind {
        case .holder(let role, let scope, let time): "\(role)/\(scope)/\(time.rawValue)"
        case .server: "the server's administrator"
        case .foreign: "an account of another forum"
        case .stranger: "a stranger"
        }
    }
}
