package import DefinitionTree
import Wording

/// Turns the tree of one view into a ``ViewDefinition``, noting every fault.
package enum ViewReader {
    static let common = [
        "id", "label", "about", "kind", "public", "select", "statuses", "chart",
    ]
    static let selectKeys = [
        "lifecycles", "states", "not_states", "tracks", "origin", "facts", "lacking", "where",
    ]

    package static func read(
        _ node: DefinitionNode, at path: DefinitionPath, _ reading: DefinitionReading
    ) -> ViewDefinition? {
        let kind = node["kind"]?.text ?? ""
        guard let word = ViewDefinition.Kind.Word(rawValue: kind) else {
            reading.fault(
                at: path["kind"],
                "a view needs a \"kind\", one of \(ViewDefinition.Kind.Word.allCases.map(\.rawValue).listed)"
                    + (kind.isEmpty ? "" : "; \"\(kind.prefix(40))\" is not one"))
            return nil
        }
        guard let map = MapReader(node, at: path, what: "a view", keys: common + word.keys, reading),
            let id = map.name("id"), let label = map.text("label"), let read = self.kind(word, map)
        else { return nil }
        let view = ViewDefinition(
            id: id, label: label, about: map.text("about", default: ""), isPublic: map.flag("public"),
            select: selection(map, "select"), statuses: statuses(map), chart: chart(map), kind: read)
        ViewChecks(view: view, map: map).run()
        return view
    }

    private static func kind(_ word: ViewDefinition.Kind.Word, _ map: MapReader) -> ViewDefinition.Kind? {
        switch word {
        case .table:
            .table(
                TableDefinition(
                    columns: columns(map, "columns"), sort: map.texts("sort").map { TableDefinition.Sort($0) },
                    group: map.has("group") ? map.text("group") : nil, sums: map.texts("sum")))
        case .agenda:
            .agenda(
                AgendaDefinition(
                    standing: map.maps("standing", .fields, what: "a standing item", keys: ["id", "label", "select"]) {
                        guard let id = $0.name("id"), let label = $0.text("label") else { return nil }
                        return AgendaDefinition.Item(id: id, label: label, select: selection($0, "select"))
                    }, cluster: optional(map, "cluster"), meetingKinds: map.texts("meeting_kinds", .name)))
        case .interests:
            party(map, "expressed").flatMap { expressed in
                party(map, "answered").map { .interests(InterestsDefinition(expressed: expressed, answered: $0)) }
            }
        case .listing:
            datum(map, "partners").flatMap { partners in
                datum(map, "year").map { .listing(ListingDefinition(partners: partners, year: $0)) }
            }
        case .contacts: .contacts
        case .links: datum(map, "of").map { .links($0) }
        case .tally: tally(map)
        case .timeInState: .timeInState
        case .waiting: .waiting(waits(map))
        case .calendar: calendar(map)
        }
    }

    static func columns(_ map: MapReader, _ key: String) -> [ViewDefinition.Column] {
        let columns: [ViewDefinition.Column] = map.maps(
            key, .fields, what: "a column", keys: ["key", "label", "of"]
        ) { entry in
            guard let key = entry.name("key", .key), let label = entry.text("label"), let of = datum(entry, "of")
            else { return nil }
            return ViewDefinition.Column(key: key, label: label, of: of)
        }
        if columns.isEmpty { map.reading.fault(at: map.path, "\(map.what) needs \"\(key)\"") }
        for (index, column) in columns.enumerated() where columns[..<index].contains(where: { $0.key == column.key }) {
            map.fault(key, "the column \"\(column.key)\" appears twice")
        }
        return columns
    }

    static func datum(_ map: MapReader, _ key: String) -> Datum? {
        guard let text = map.text(key) else { return nil }
        do { return try Datum(text) } catch {
            map.fault(key, "\"\(key)\": \(error.sentence)")
            return nil
        }
    }

    static func optional(_ map: MapReader, _ key: String) -> Datum? { map.has(key) ? datum(map, key) : nil }

    static func selection(_ map: MapReader, _ key: String) -> Selection {
        guard let select = map.map(key, what: "a selection", keys: selectKeys) else { return Selection() }
        let origin = select.has("origin") ? select.text("origin") : nil
        if let origin, !["live", "archive"].contains(origin) {
            select.fault("origin", "\"origin\" is live or archive, not \"\(origin)\"")
        }
        let conditions: [Selection.Condition] = select.maps(
            "where", .fields, what: "a condition", keys: ["of", "is", "not", "from", "to", "filled"]
        ) { entry in
            guard let of = datum(entry, "of") else { return nil }
            func word(_ key: String) -> Selection.Word? {
                entry.has(key) ? entry.text(key).map { Selection.Word($0) } : nil
            }
            let condition = Selection.Condition(
                of, isAny: entry.texts("is").map { Selection.Word($0) },
                isNone: entry.texts("not").map { Selection.Word($0) }, from: word("from"), to: word("to"),
                isFilled: entry.has("filled") ? entry.flag("filled") : nil)
            if condition.words.isEmpty, condition.isFilled == nil {
                entry.reading.fault(at: entry.path, "a condition asks something: is, not, from, to or filled")
            }
            return condition
        }
        return Selection(
            lifecycles: select.texts("lifecycles", .name), states: select.texts("states", .name),
            notStates: select.texts("not_states", .name), tracks: select.texts("tracks", .name), origin: origin,
            facts: select.texts("facts", .name), lacking: select.texts("lacking", .name), conditions: conditions)
    }

    private static func statuses(_ map: MapReader) -> [ViewDefinition.Status] {
        let statuses: [ViewDefinition.Status] = map.maps(
            "statuses", .fields, what: "a status", keys: ["id", "label", "states"]
        ) {
            guard let id = $0.name("id"), let label = $0.text("label") else { return nil }
            return ViewDefinition.Status(id: id, label: label, states: $0.needed("states", .name))
        }
        for (index, status) in statuses.enumerated() {
            for other in statuses[..<index] {
                if other.id == status.id { map.fault("statuses", "the status \"\(status.id)\" appears twice") }
                for state in status.states where other.states.contains(state) {
                    map.fault("statuses", "\"\(state)\" already belongs to \"\(other.id)\"")
                }
            }
        }
        return statuses
    }

    private static func chart(_ map: MapReader) -> ViewDefinition.Chart? {
        guard let chart = map.map("chart", what: "a chart", keys: ["label", "value"]),
            let label = chart.text("label"), let value = chart.text("value")
        else { return nil }
        return ViewDefinition.Chart(label: label, value: value)
    }

    private static func party(_ map: MapReader, _ key: String) -> InterestsDefinition.Party? {
        guard map.has(key) else {
            map.reading.fault(at: map.path, "\(map.what) needs \"\(key)\"")
            return nil
        }
        guard let party = map.map(key, what: "\"\(key)\"", keys: ["fact", "partner"]), let fact = party.name("fact")
        else { return nil }
        return InterestsDefinition.Party(fact: fact, partner: party.has("partner") ? party.text("partner") : nil)
    }

    private static func waits(_ map: MapReader) -> [WaitDefinition] {
        map.maps("waits", .fields, what: "a wait", keys: ["states", "for", "role"]) { entry in
            let states = entry.needed("states", .name)
            switch entry.text("for") {
            case "roster": return WaitDefinition(states: states, whom: .roster)
            case "proposer": return WaitDefinition(states: states, whom: .proposer)
            case "role": return entry.name("role").map { WaitDefinition(states: states, whom: .role($0)) }
            case nil: return nil
            case .some(let other):
                entry.fault("for", "\"\(other)\" is not somebody to wait for; use one of roster, proposer, role")
                return nil
            }
        }
    }
}
