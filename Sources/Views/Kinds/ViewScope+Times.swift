import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import ViewDefinitions

/// By what times are put together.
private enum TimeGrouping: String, CaseIterable {
    case proposal, state, partner, group
}

extension ViewScope {
    /// How long proposals stood in each state: each by itself, or counted by state, partner or group.
    func timeInState() throws(ViewFault) -> ViewResult {
        let grouping = try timeGrouping(default: .state)
        let entries = subjects().flatMap { subject in
            subject.proposal.spans(until: snapshot.now).map { span in
                TimeEntry(
                    ref: subject.proposal.ref, state: subject.definition.state(span.state)?.label ?? span.state,
                    partner: subject.proposal.proposer, since: span.from, days: span.days, isPresent: span.isPresent)
            }
        }
        return times(entries, grouping)
    }

    /// Who is waited for, and since when.
    func waiting(_ waits: [WaitDefinition]) throws(ViewFault) -> ViewResult {
        let grouping = try timeGrouping(default: .proposal)
        return times(subjects().flatMap { waiting($0, waits) }, grouping)
    }

    private func timeGrouping(default fallback: TimeGrouping) throws(ViewFault) -> TimeGrouping {
        guard snapshot.isOfForum else {
            throw ViewFault("view", "only people appointed in \(registry.forum) see \"\(view.id)\"")
        }
        guard let wanted = parameters["by"] else { return fallback }
        guard let grouping = TimeGrouping(rawValue: wanted) else {
            throw ViewFault(
                "by",
                "\"\(wanted.prefix(40))\" cannot be counted by; use one of "
                    + TimeGrouping.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return grouping
    }

    /// Who is waited for on a proposal: by the first entry for its state that finds somebody.
    private func waiting(_ subject: Subject, _ waits: [WaitDefinition]) -> [TimeEntry] {
        let proposal = subject.proposal
        for wait in waits where wait.states.contains(proposal.state) {
            let since: Instant
            let whom: [(partner: String?, role: String?)]
            let spans = proposal.spans(until: snapshot.now)
            switch wait.whom {
            case .roster:
                guard let round = proposal.askingRound(under: subject.definition) else { continue }
                since = round.decidedAt
                whom = proposal.notHeard(under: subject.definition, at: snapshot.now).map { ($0, nil) }
            case .proposer:
                since = spans.last?.from ?? proposal.draftedAt
                whom = proposal.proposer.map { [($0, nil)] } ?? []
            case .role(let role):
                let entered = spans.last?.from ?? proposal.draftedAt
                let waited = waited(for: role, subject)
                since = waited.since.map { max($0, entered) } ?? entered
                whom = waited.whom
            }
            guard !whom.isEmpty else { continue }
            let passed = max(0, snapshot.now.microseconds - since.microseconds)
            return whom.map {
                TimeEntry(
                    ref: proposal.ref, state: subject.stateLabel, partner: $0.partner, role: $0.role, since: since,
                    days: Int(passed / Instant.microsecondsPerDay), isPresent: true)
            }
        }
        return []
    }

    /// Who is waited for where the holders of an office come next: they, while the act is theirs; whoever can bring it about, while
    /// positions stand against it or a new round is needed; or nobody, as INBOX tells it.
    private func waited(
        for office: String, _ subject: Subject
    ) -> (whom: [(partner: String?, role: String?)], since: Instant?) {
        let proposal = subject.proposal
        let judge = Judge(
            proposal: proposal, definition: subject.definition,
            context: Context(now: snapshot.now, account: "", offices: [], registry: registry))
        if judge.waits(for: office) { return ([(nil, office)], nil) }
        if judge.waitsForNewRound {
            return (proposal.proposer.map { [($0, nil)] } ?? [], proposal.information.revisedAt)
        }
        let round = proposal.askingRound(under: subject.definition)
        let isContrary = round?.positions.contains { !subject.definition.consensus.counts($0.value.stance) } ?? false
        guard isContrary else { return ([], nil) }
        let mediates = subject.definition.positions.relayedBy == office
        return ((mediates ? [(nil, office)] : []) + (proposal.proposer.map { [($0, nil)] } ?? []), nil)
    }

    private func times(_ entries: [TimeEntry], _ grouping: TimeGrouping) -> ViewResult {
        let all = TimeFigures(entries)
        guard grouping != .proposal else { return list(entries, all) }
        var groups: [String: [TimeEntry]] = [:]
        for entry in entries {
            for name in names(entry, grouping) { groups[name, default: []].append(entry) }
        }
        let states = registry.lifecycles.values.sorted { ($0.id, $0.version) < ($1.id, $1.version) }
            .flatMap { $0.states.map(\.label) }
        func place(_ name: String) -> Int {
            grouping == .state ? states.firstIndex(of: name) ?? states.count : 0
        }
        let names = groups.keys.sorted { left, right in
            (place(left), left) < (place(right), right)
        }
        let label = ["state": "State", "partner": "Partner", "group": "Group"][grouping.rawValue] ?? ""
        return ViewResult(
            columns: [
                ViewColumn(grouping.rawValue, label, blank: ViewColumn.nameless),
                ViewColumn("count", "Count", .integer),
                ViewColumn("median_days", "Median (days)", .duration),
                ViewColumn("longest_days", "Longest (days)", .duration), ViewColumn("longest", "Longest", .ref),
            ],
            rows: names.map { name in
                var cells = TimeFigures(groups[name] ?? []).json
                cells[grouping.rawValue] = name.isEmpty ? .null : .string(name)
                return cells
            }, totals: all.json)
    }

    private func list(_ entries: [TimeEntry], _ all: TimeFigures) -> ViewResult {
        let sorted = entries.sorted {
            ($1.days, $0.ref, $0.since, $0.partner ?? "") < ($0.days, $1.ref, $1.since, $1.partner ?? "")
        }
        return ViewResult(
            columns: [
                ViewColumn("ref", "Ref", .ref), ViewColumn("state", "State"), ViewColumn("partner", "Partner"),
                ViewColumn("role", "Role"), ViewColumn("since", "Since", .instant),
                ViewColumn("days", "Days", .duration), ViewColumn("present", "Still there"),
            ],
            rows: sorted.map {
                [
                    "ref": .string($0.ref), "state": .string($0.state), "partner": .optional($0.partner),
                    "role": .optional($0.role), "since": .string($0.since.description), "days": .count($0.days),
                    "present": .string($0.isPresent ? "yes" : "no"),
                ]
            }, totals: all.json)
    }

    private func names(_ entry: TimeEntry, _ grouping: TimeGrouping) -> [String] {
        switch grouping {
        case .proposal: []
        case .state: [entry.state]
        case .partner: [entry.partner ?? entry.role ?? ""]
        case .group:
            entry.partner.flatMap { registry.partners[$0] }.map { groups(of: $0) }.flatMap { $0.isEmpty ? nil : $0 }
                ?? [entry.role ?? ""]
        }
    }
}

/// One stretch of time that is counted.
struct TimeEntry {
    var ref: String
    var state: String
    var partner: String?
    var role: String?
    var since: Instant
    var days: Int
    var isPresent: Bool
}

/// How many stretches, the median and the longest of them.
struct TimeFigures {
    let count: Int
    /// Half days of an even count are dropped.
    let median: Int?
    let longest: TimeEntry?

    init(_ entries: [TimeEntry]) {
        count = entries.count
        let days = entries.map(\.days).sorted()
        median =
            days.isEmpty
            ? nil
            : days.count % 2 == 1
                ? days[days.count / 2] : (days[days.count / 2 - 1] + days[days.count / 2]) / 2
        longest = entries.reduce(nil) { best, entry in
            guard let best, best.days >= entry.days else { return entry }
            return best
        }
    }

    var json: JSONObject {
        [
            "count": .count(count), "median_days": median.map { .count($0) } ?? .null,
            "longest_days": longest.map { .count($0.days) } ?? .null, "longest": .optional(longest?.ref),
        ]
    }
}
