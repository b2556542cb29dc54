import CanonicalJSON
import CivilTime

/// Where a proposal of FR's can stand, with DE and JP as organisers; each is reached by real requests.
enum Standing: String, Sendable, CaseIterable {
    case bare, complete, returned
    case circulated, heard, objected, informed, closed
    case agreed, broken, deferred
    case blessed, published, implemented, calledOff
    case reported, cancelled, withdrawn

    var isDraft: Bool { [.bare, .complete, .returned].contains(self) }
    var isCirculated: Bool { [.circulated, .heard, .objected, .informed, .closed].contains(self) }
    var isConsensus: Bool { [.agreed, .broken, .deferred].contains(self) }
}

/// Brings proposals to where they should stand.
struct Stage: Sendable {
    let users: [String: User]
    let today: CivilDate

    func user(_ slug: String) throws -> User {
        guard let user = users[slug] else { throw Unexpected("nobody is \(slug)") }
        return user
    }

    /// A new proposal of a title that is like no other.
    func make(_ standing: Standing, _ number: Int) async throws -> String {
        let proposer = try user("pr-FR")
        let title = Activity.title(number)
        let fields = standing == .bare ? ["title": .string(title)] : Activity.complete(title)
        guard let ref = try await proposer.ok("DRAFT mini", fields)["ref"]?.string else { throw Unexpected("no ref") }
        try await advance(ref, to: standing, proposer)
        return ref
    }

    private func advance(_ ref: String, to standing: Standing, _ proposer: User) async throws {
        switch standing {
        case .bare, .complete: return
        case .withdrawn:
            try await proposer.ok("ADVANCE \(ref) withdraw", ["reason": "Given up."])
            return
        case .informed:
            try await proposer.ok("ADVANCE \(ref) circulate", ["track": "information"])
            return
        default: try await proposer.ok("ADVANCE \(ref) circulate", ["track": "work-programme"])
        }
        switch standing {
        case .circulated: return
        case .returned:
            try await user("rc-ASEAN").ok("ADVANCE \(ref) return", ["reason": "Not yet."])
            return
        case .closed:
            try await proposer.ok("REVISE \(ref)", ["kind": "substantive", "goals": "Others."])
            return
        default:
            for partner in ["DE", "FR", "JP", "TH"] { try await user("cp-\(partner)").ok("POSITION \(ref) support") }
        }
        if standing == .objected { try await object(ref) }
        if standing == .heard || standing == .objected { return }
        try await user("rc-ASEAN").ok("ADVANCE \(ref) confirm")
        if standing == .broken { try await object(ref) }
        if standing == .deferred {
            try await user("som-TH").ok("ADVANCE \(ref) defer", ["meeting": "SOM-1", "reason": "Later."])
        }
        if standing.isConsensus { return }
        try await user("som-TH").ok("ADVANCE \(ref) bless", ["meeting": "SOM-1"])
        if standing == .published { try await user("board").ok("PUBLISH \(ref)", Act.published.inputs(today)) }
        if standing == .implemented || standing == .reported {
            try await proposer.ok("IMPLEMENTED \(ref)", Act.implemented.inputs(today))
        }
        if standing == .calledOff || standing == .cancelled {
            try await proposer.ok("IMPLEMENTED \(ref)", ["status": "cancelled", "reason": "No funds."])
        }
        if standing == .cancelled { try await proposer.ok("ADVANCE \(ref) close") }
        if standing == .reported { try await proposer.ok("ADVANCE \(ref) report", Act.report.inputs(today)) }
    }

    private func object(_ ref: String) async throws {
        try await user("cp-TH").ok("POSITION \(ref) objection", ["reason": "Too dear."])
    }
}
