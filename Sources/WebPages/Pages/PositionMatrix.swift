import CivilTime
import Lifecycle
import LineProtocol

/// What every partner of a round said, by group.
struct PositionMatrix: PageContent {
    let groups: [Group]
    let tally: [Count]
    let heard: String
    /// What stands in the way, with its reasons.
    let reasons: [Reason]

    struct Group: PageContent {
        let name: String
        let heard: String
        let seats: [Seat]
    }

    struct Seat: PageContent {
        let id: String
        let name: String
        let sign: String
        /// The stance, with what there is to note about it.
        let said: String
        let style: String
        let isMine: Bool
    }

    struct Count: PageContent {
        let sign: String
        let label: String
        let count: Int
        let style: String
    }

    struct Reason: PageContent {
        let partner: String
        let stance: String
        let style: String
        let sign: String
        let reason: String
        let resolves: String?
        let by: String?
        let decided: PageTime?
    }

    /// Nil where no round was ever opened.
    init?(
        _ record: ShownRecord, _ partners: [ShownPartner], group attribute: String, mine: Set<String>
    ) {
        var said: [(stance: Stance, position: ShownPosition)] = []
        for stance in Stance.allCases {
            said += (record.positions?[stance.rawValue] ?? []).map { (stance, $0) }
        }
        guard record.round != nil || !said.isEmpty else { return nil }
        let names = Dictionary(partners.map { ($0.id, $0) }) { first, _ in first }
        func name(_ id: String) -> String { PageText.name(names[id]?.name ?? id) }
        var seats: [(group: String, seat: Seat, isHeard: Bool)] = said.map { stance, position in
            let notes = [
                position.isLate ? tr("late") : nil, position.isRecordedLate ? tr("recorded late") : nil,
                position.relayed == nil ? nil : tr("relayed"),
            ]
            let seat = Seat(
                id: position.partner, name: name(position.partner), sign: StanceWords.sign(stance),
                said: ([StanceWords.label(stance)] + notes.compactMap(\.self)).listing, style: stance.rawValue,
                isMine: mine.contains(position.partner))
            return (names[position.partner]?.attributes[attribute] ?? "", seat, true)
        }
        seats += record.notHeard.map { id in
            let seat = Seat(
                id: id, name: name(id), sign: "·", said: tr("Not heard"), style: "none",
                isMine: mine.contains(id))
            return (names[id]?.attributes[attribute] ?? "", seat, false)
        }
        var byGroup: [String: [(seat: Seat, isHeard: Bool)]] = [:]
        for one in seats { byGroup[one.group, default: []].append((one.seat, one.isHeard)) }
        groups = byGroup.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }.map { key, seats in
            Group(
                name: key.isEmpty ? tr("Other partners") : PageText.name(key),
                heard: tr("\(seats.filter(\.isHeard).count) of \(seats.count) heard"),
                seats: seats.map(\.seat).sorted { $0.name < $1.name })
        }
        heard = tr(
            seats.count, one: "\(said.count) of \(seats.count) partner heard",
            many: "\(said.count) of \(seats.count) partners heard")
        var tally = Stance.allCases.map { stance in
            Count(
                sign: StanceWords.sign(stance), label: StanceWords.label(stance),
                count: said.filter { $0.stance == stance }.count, style: stance.rawValue)
        }
        tally.append(Count(sign: "·", label: tr("Not heard"), count: record.notHeard.count, style: "none"))
        self.tally = tally.filter { $0.count > 0 }
        reasons = said.filter { $0.position.reason != nil }.sorted { $0.stance.weight > $1.stance.weight }.map {
            stance, position in
            Reason(
                partner: name(position.partner), stance: StanceWords.label(stance), style: stance.rawValue,
                sign: StanceWords.sign(stance), reason: PageText.shown(position.reason ?? ""),
                resolves: position.resolves.map { PageText.shown($0) }, by: OfficeWords.actor(position.by),
                decided: PageTime(position.decidedAt))
        }
    }
}

extension Stance {
    /// What stands in the way first.
    fileprivate var weight: Int {
        switch self {
        case .objection: 3
        case .reservation: 2
        case .tacit: 1
        case .support, .noObjection: 0
        }
    }
}
