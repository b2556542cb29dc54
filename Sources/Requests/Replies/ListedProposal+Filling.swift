import Lifecycle
import LineProtocol
import ProposalService
import Proposals

extension TypedAnswer<ListedProposal, PageEnd> {
    init(_ list: SeenList) {
        self.init(
            rows: list.rows.map { ListedProposal($0, list.registry, isPublished: list.isPublished) },
            end: PageEnd(count: list.rows.count, next: list.next))
    }
}

extension TypedAnswer<ListedProposal, SearchEnd> {
    init(found list: SeenList) {
        self.init(
            rows: list.rows.map { ListedProposal($0, list.registry, isPublished: list.isPublished) },
            end: SearchEnd(count: list.rows.count, next: list.next, instead: list.instead))
    }
}

extension ListedProposal {
    /// The row of a list; of what is only published, the same as SHOW would tell.
    init(_ listed: ListedRow, _ registry: Registry, isPublished: Bool = false) {
        self.init()
        let (row, text) = (listed.row, listed.text)
        ref = row.ref
        title = text.title
        state = row.state
        stateLabel = registry.lifecycles[row.lifecycle]?.state(row.state)?.label ?? row.state
        origin = row.origin
        starts = text.starts
        ends = text.ends
        mark = registry.settings?.mark
        if isPublished { publish(row) } else { stand(row, text) }
    }

    private mutating func publish(_ row: ProposalRow) {
        let keys = row.publishedFields ?? []
        if !keys.contains("title") { title = nil }
        if !keys.contains("starts") { starts = nil }
        if !keys.contains("ends") { ends = nil }
        let isOff =
            row.standing.flatMap(Activity.Standing.init).map { $0 == .postponed || $0 == .cancelled } ?? false
        guard let standing = row.standing, row.isLapsed || isOff, keys.contains("starts") || keys.contains("ends")
        else { return }
        // Which days hold instead is not published.
        if row.isLapsed { (starts, ends) = (nil, nil) }
        activity = ShownActivity(standing, isLapsed: row.isLapsed)
    }

    private mutating func stand(_ row: ProposalRow, _ text: ListedText) {
        if let standing = row.standing {
            starts = row.firstDay
            ends = row.lastDay
            activity = ShownActivity(standing, isLapsed: row.isLapsed)
            activity?.planned = ShownDays(text.starts, text.ends)
        }
        var standing = Standing()
        standing.recordedAt = row.recordedAt
        standing.version = row.version
        standing.proposer = text.proposer
        standing.track = row.track
        standing.round = row.round
        standing.closes = row.closes
        standing.notHeard = row.notHeard.count
        self.standing = standing
    }
}

extension ShownActivity {
    fileprivate init(_ standing: String, isLapsed: Bool) {
        self.init()
        self.standing = standing
        self.isLapsed = isLapsed
    }
}
