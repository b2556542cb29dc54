import CivilTime
import LineProtocol
import Terminal

/// The tables of lists: proposals, what waits, meetings, partners, accounts, forums.
enum Tables {
    static func proposals(_ rows: [ListedProposal], _ paint: Paint) throws -> [String] {
        var table = Table([
            .init("REF"), .init("TITLE", isTitle: true), .init("STATE", mayWrap: true), .init("BY"),
            .init("TRACK", mayWrap: true), .init("CLOSES"), .init("DAYS", mayWrap: true),
            .init("NOT HEARD", isRight: true), .init("MARK"),
        ])
        for row in rows {
            let standing = row.activity?.standing ?? ""
            let told = ["postponed", "cancelled"].contains(standing) ? standing : ""
            let place = row.standing
            let silent = place?.round == nil ? nil : place?.notHeard
            let state = [row.stateLabel, row.state].first { $0?.isEmpty == false }
            table.add([
                row.ref, row.title ?? "", row.origin == "archive" ? "archive" : (state ?? "") ?? "",
                place?.proposer ?? "", place?.track ?? "", day(place?.closes),
                [told, days(row.starts, row.ends, paint)].filter { !$0.isEmpty }.joined(separator: " "),
                silent.map(String.init) ?? "", row.mark ?? "",
            ])
        }
        return try table.lines(paint)
    }

    static func inbox(_ rows: [Verbs.Inbox.Row], _ paint: Paint) throws -> [String] {
        var table = Table([
            .init("REF"), .init("TITLE", isTitle: true), .init("WHAT", mayWrap: true), .init("FOR"), .init("CLOSES"),
            .init("DUE"), .init("SINCE"), .init("WHY", mayWrap: true), .init("MARK"),
        ])
        for row in rows {
            table.add([
                row.ref, row.title, row.what, row.partner ?? "", late(row, day(row.closes)),
                late(row, row.due?.description ?? ""), day(row.since), row.why, row.mark ?? "",
            ])
        }
        return try table.lines(paint)
    }

    /// A day that has passed, marked so.
    private static func late(_ row: Verbs.Inbox.Row, _ day: String) -> String {
        row.isOverdue && !day.isEmpty ? day + " overdue" : day
    }

    static func meetings(_ rows: [ShownMeeting], _ paint: Paint) throws -> [String] {
        var table = Table([
            .init("MEETING"), .init("NAME", isTitle: true), .init("KIND"), .init("PLANNED", mayWrap: true),
            .init("HELD", mayWrap: true), .init("PLACE", mayWrap: true),
        ])
        for row in rows {
            let place = [row.city, row.country].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
            table.add([
                row.id, row.name, row.kind, days(row.starts, row.ends, paint),
                row.held.map { days($0.starts, $0.ends, paint) } ?? "", place,
            ])
        }
        return try table.lines(paint)
    }

    static func partners(_ rows: [ShownPartner], _ paint: Paint) throws -> [String] {
        var keys: [String] = []
        for row in rows {
            for key in row.attributes.keys.sorted() where !keys.contains(key) { keys.append(key) }
        }
        var table = Table(
            [.init("PARTNER"), .init("NAME", isTitle: true)] + keys.map { .init($0.uppercased(), mayWrap: true) }
                + [.init("JOINED"), .init("LEFT")])
        for row in rows {
            table.add(
                [row.id, row.name] + keys.map { row.attributes[$0] ?? "" }
                    + [row.joined, row.left].map { $0?.description ?? "" })
        }
        return try table.lines(paint)
    }

    static func accounts(_ rows: [Verbs.Accounts.Row], _ paint: Paint) throws -> [String] {
        var table = Table([
            .init("ACCOUNT"), .init("NAME", isTitle: true), .init("NO", isRight: true), .init("OFFICE", mayWrap: true),
            .init("FROM"),
            .init("UNTIL"), .init("TOKENS", isRight: true),
        ])
        for row in rows {
            let live = row.tokens.count(where: { !$0.isRevoked })
            let first = [row.account, row.name ?? ""]
            if row.appointments.isEmpty { table.add(first + ["", "", "", "", "\(live)"]) }
            for (index, one) in row.appointments.enumerated() {
                table.add(
                    first
                        + [
                            one.number.map(String.init) ?? "", OfficeText.text(one.office), day(one.from),
                            one.until.map(TimeText.lastDay) ?? "", index == 0 ? "\(live)" : "",
                        ])
            }
        }
        return try table.lines(paint)
    }

    static func views(_ rows: [Verbs.View.Listed], _ paint: Paint) throws -> [String] {
        var table = Table([
            .init("VIEW"), .init("WHAT IT SHOWS", isTitle: true), .init("KIND"), .init("TAKES", mayWrap: true),
            .init("ALSO AS", mayWrap: true),
        ])
        for row in rows {
            table.add([
                row.view, row.about, row.kind, row.parameters.joined(separator: ", "),
                row.formats.joined(separator: ", "),
            ])
        }
        return try table.lines(paint)
    }

    static func forums(_ rows: [ShownForum], _ paint: Paint) throws -> [String] {
        var table = Table([
            .init("FORUM"), .init("NAME", isTitle: true), .init("REFS"), .init("MARK"), .init("CLOSED"),
        ])
        for row in rows {
            table.add([
                row.forum, row.name ?? "", row.settings?.refPrefix ?? "", row.mark ?? "", day(row.settings?.closed),
            ])
        }
        return try table.lines(paint)
    }

    private static func day(_ instant: Instant?) -> String { instant.map { String($0.description.prefix(10)) } ?? "" }

    private static func days(_ starts: CivilDate?, _ ends: CivilDate?, _ paint: Paint) -> String {
        span([starts, ends].compactMap { $0?.description }, paint)
    }

    /// One day, or the first and the last; broken over lines, the dash stays with the first.
    private static func span(_ days: [String], _ paint: Paint) -> String {
        guard days.count == 2, days[0] != days[1] else { return days.first ?? "" }
        let space = paint.traits.columns == nil || !paint.traits.isUnicode ? " " : "\u{A0}"
        return "\(days[0])\(space)\(paint.dash) \(days[1])"
    }
}
