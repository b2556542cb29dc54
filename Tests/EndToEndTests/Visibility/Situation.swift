import CanonicalJSON

/// A proposal of FR's in the forum `mini`, organised by DE and JP, in each of the ways in which its readers differ.
enum Situation: Int, Sendable, CaseIterable {
    case draft, circulated, returned, recalled, withdrawn, withdrawnLate, published, archive

    /// How much of a proposal a reader is shown.
    enum Sight: String, Sendable {
        case nothing, published, everything
    }

    /// The title: words that stand in no other proposal's.
    var title: String { Activity.title(rawValue + 100) }

    /// A word of it.
    var word: String { String(title.prefix { $0 != " " }) }

    /// What FR, DE and JP see.
    var insight: Sight { .everything }

    /// What TH and the forum's own offices see. A recalled circulation never was; what was circulated does not vanish.
    var forumSight: Sight {
        switch self {
        case .draft, .recalled, .withdrawn: .nothing
        case .circulated, .returned, .withdrawnLate, .published, .archive: .everything
        }
    }

    /// What everybody else sees.
    var publicSight: Sight {
        switch self {
        case .published, .archive: .published
        case .draft, .circulated, .returned, .recalled, .withdrawn, .withdrawnLate: .nothing
        }
    }

    /// The keys of the fields made public.
    var publicFields: [String] {
        switch self {
        case .published: ["location", "organisers", "title"]
        case .archive: ["ends", "location", "starts", "title"]
        case .draft, .circulated, .returned, .recalled, .withdrawn, .withdrawnLate: []
        }
    }

    /// The versions that a WATCH shows to the forum: from the circulation on, and the recall that ends it.
    var watched: [Int64] {
        switch self {
        case .draft, .withdrawn: []
        case .circulated: [2]
        case .returned, .recalled, .withdrawnLate: [2, 3]
        case .published: [2, 3, 4, 5, 6, 7, 8, 9]
        case .archive: [1]
        }
    }

    /// How many versions it has.
    var versions: Int64 {
        switch self {
        case .draft, .archive: 1
        case .circulated, .withdrawn: 2
        case .returned, .recalled, .withdrawnLate: 3
        case .published: 9
        }
    }

    /// Accounts for whom it waits.
    var waits: Set<String> {
        switch self {
        case .draft, .returned, .recalled: ["pr-FR"]
        case .circulated: ["cp-FR", "cp-DE", "cp-JP", "cp-TH"]
        case .published: ["pr-FR"]
        case .withdrawn, .withdrawnLate, .archive: []
        }
    }

    /// Brings a proposal there by everybody whose act it takes; answers its ref.
    func make(_ world: World, title: String? = nil, by partner: String = "FR") async throws -> String {
        let proposer = try await world.user("pr-\(partner)", of: "mini")
        var fields = Activity.complete(
            title ?? self.title, organisers: partner == "FR" ? ["DE", "JP"] : [partner, "TH"])
        if self == .archive {
            let admin = try await world.user("admin", of: "mini")
            (fields["starts"], fields["ends"]) = ("2019-03-01", "2019-03-02")
            let answer = try await admin.ok(
                "IMPORT mini",
                [
                    "archive": true, "year": 2019, "partner": .string(partner), "fields": .object(fields),
                    "source": ["id": 17],
                ])
            return try ref(answer)
        }
        let ref = try ref(try await proposer.ok("DRAFT mini", fields))
        switch self {
        case .draft, .archive: break
        case .withdrawn: try await proposer.ok("ADVANCE \(ref) withdraw", ["reason": "Given up."])
        case .circulated, .returned, .recalled, .withdrawnLate, .published:
            try await proposer.ok("ADVANCE \(ref) circulate", ["track": "work-programme"])
            try await goOn(ref, world, proposer)
        }
        return ref
    }

    private func goOn(_ ref: String, _ world: World, _ proposer: User) async throws {
        switch self {
        case .returned:
            try await world.user("rc-ASEAN", of: "mini").ok("ADVANCE \(ref) return", ["reason": "Not yet."])
        case .recalled: try await proposer.ok("ADVANCE \(ref) recall", ["reason": "Too early."])
        case .withdrawnLate: try await proposer.ok("ADVANCE \(ref) withdraw", ["reason": "Given up."])
        case .published:
            for partner in try Seed.partners("mini") {
                try await world.user("cp-\(partner)", of: "mini").ok("POSITION \(ref) support")
            }
            try await world.user("rc-ASEAN", of: "mini").ok("ADVANCE \(ref) confirm")
            try await world.user("som-TH", of: "mini").ok("ADVANCE \(ref) bless", ["meeting": "SOM-1"])
            try await world.user("board", of: "mini").ok(
                "PUBLISH \(ref)", ["url": "https://example.org", "fields": ["title", "location", "organisers"]])
        case .draft, .circulated, .withdrawn, .archive: break
        }
    }

    private func ref(_ answer: JSONObject) throws -> String {
        guard let ref = answer["ref"]?.string else { throw Unexpected("no ref in \(answer)") }
        return ref
    }
}
