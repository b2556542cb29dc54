import CanonicalJSON
import CivilTime
import Lifecycle
import LineProtocol
import Record

/// Which meeting of the forum a record is of, and what a new one is called: by what the records and the forum's meetings say, never by the
/// order in which they stand.
struct MeetingIds {
    /// What tells one meeting from another.
    struct Content: Hashable {
        let kind: String
        /// Nil where it has none of its own.
        let name: String?
        let starts: String
        let ends: String
        let place: String

        /// Of a meeting that the forum has.
        init(_ meeting: ShownMeeting) {
            kind = meeting.kind
            name = meeting.name == meeting.id ? nil : PartnerNames.key(meeting.name)
            starts = meeting.starts?.description ?? ""
            ends = meeting.ends?.description ?? starts
            place = [meeting.city, meeting.country].map { PartnerNames.key($0 ?? "") }.joined(separator: "/")
        }

        init(_ plan: MeetingPlan) {
            kind = plan.kind
            name = plan.name.map { PartnerNames.key($0) }
            starts = plan.starts.description
            ends = plan.ends.description
            place = [plan.city, plan.country].map { PartnerNames.key($0 ?? "") }.joined(separator: "/")
        }

        var month: String { String(starts.prefix(7)) }

        /// Whether both stand on the same days in the same place.
        func isBeside(_ other: Content) -> Bool {
            kind == other.kind && starts == other.starts && ends == other.ends && place == other.place
        }
    }

    private let present: [(id: String, content: Content)]

    /// The meetings as MEETINGS answers them.
    init(present meetings: [ShownMeeting]) {
        present = meetings.map { ($0.id, Content($0)) }.sorted { $0.id < $1.id }
    }

    /// The id of each content.
    func ids(of contents: Set<Content>) -> [Content: String] {
        var ids: [Content: String] = [:]
        for content in contents {
            ids[content] = present.first { $0.content == content }?.id
        }
        // What is not there just so is there with other days or another place, or was entered without a name: where that is clear.
        let taken = Set(ids.values)
        let free = present.filter { !taken.contains($0.id) }
        let unknown = contents.filter { ids[$0] == nil }
        var claims: [String: [Content]] = [:]
        for content in unknown {
            let alike = free.filter { MeetingIds.isSame($0.content, content) }
            if alike.count == 1 { claims[alike[0].id, default: []].append(content) }
        }
        for (id, claimants) in claims where claimants.count == 1 { ids[claimants[0]] = id }
        let fresh = unknown.filter { ids[$0] == nil }
        let known = Set(present.map(\.id))
        let stems = Dictionary(grouping: fresh, by: MeetingIds.stem)
        let days = Dictionary(grouping: fresh, by: MeetingIds.dayStem)
        for content in fresh {
            let (stem, day) = (MeetingIds.stem(content), MeetingIds.dayStem(content))
            if stems[stem]?.count == 1, !known.contains(stem) {
                ids[content] = stem
            } else if days[day]?.count == 1, !known.contains(day) {
                ids[content] = day
            } else {
                ids[content] = String(day.prefix(50)) + "-" + content.digits
            }
        }
        return ids
    }

    /// Another meeting of the kind on the same days in the same place, which has another name.
    func neighbour(of content: Content, id: String) -> String? {
        present.first { $0.id != id && $0.content.isBeside(content) && $0.content.name != content.name }?.id
    }

    private static func isSame(_ present: Content, _ content: Content) -> Bool {
        guard present.kind == content.kind else { return false }
        guard let one = present.name, let other = content.name else { return present.isBeside(content) }
        return one == other && present.month == content.month
    }

    private static func stem(_ content: Content) -> String { called(content, content.month) }
    private static func dayStem(_ content: Content) -> String { called(content, content.starts) }

    private static func called(_ content: Content, _ when: String) -> String {
        let parts = content.place.split(separator: "/", omittingEmptySubsequences: false)
        let place = MeetingMapper.slug(String(parts.first { !$0.isEmpty } ?? ""))
        let words = [MeetingMapper.slug(content.kind), when, place].filter { !$0.isEmpty }
        return String(words.joined(separator: "-").prefix(60))
    }
}

extension MeetingIds.Content {
    /// Eight digits that are of this content alone.
    fileprivate var digits: String {
        let whole: JSONValue = .strings([kind, name ?? "", starts, ends, place])
        return String(Digest.sha256(Array(whole.canonicalText.utf8)).hex.prefix(8))
    }
}
