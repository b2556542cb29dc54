import CanonicalJSON
import CivilTime

extension InitiativeMapping {
    /// The names of a list or of one text that holds several; nil of what is neither. Words that name nobody are told, and left out.
    private mutating func names(
        _ value: JSONValue, _ key: String, mayNameOrganisations: Bool
    ) -> (names: [NameList.Name], isUnclear: Bool)? {
        guard let texts = value.strings ?? value.string.map({ [$0] }) else { return nil }
        var names: [NameList.Name] = []
        var isUnclear = false
        for text in texts {
            let list = NameList(text, mapper.names, mayNameOrganisations: mayNameOrganisations)
            // An entry of a list is one name, unless every part of it is a partner's.
            let isOne =
                value.string == nil && list.names.contains { $0.meaning == nil }
                && !list.names.contains(where: \.isBlank)
            if isOne, mayNameOrganisations || list.names.allSatisfy({ $0.meaning == nil }) {
                names.append(NameList.Name(text: text, meaning: nil, brackets: nil))
            } else {
                names += list.names
                isUnclear = isUnclear || list.isUnclear
            }
        }
        for name in names where name.isBlank { noteBlank(key, name.text) }
        return (names.filter { !$0.isBlank }, isUnclear)
    }

    mutating func partners(_ value: JSONValue, _ key: String) -> JSONValue? {
        guard let (names, _) = names(value, key, mayNameOrganisations: false) else {
            note([key], "must be names, not \(value.kindName); kept in the source", as: Self.otherType)
            return nil
        }
        var ids: [String] = []
        for name in names {
            guard let meaning = name.meaning else {
                note([key], "\"\(name.text)\" is not a partner of the forum; kept in the source", as: Self.noPartner)
                continue
            }
            if let body = meaning.body ?? name.brackets {
                note(
                    [key], "\"\(body)\" is entered as the partner \(meaning.partner)",
                    as: "a body is entered as the partner that it is of")
            }
            if !ids.contains(meaning.partner) { ids.append(meaning.partner) }
        }
        return ids.isEmpty ? nil : .strings(ids)
    }

    mutating func organisers(_ value: JSONValue, _ key: String) -> JSONValue? {
        // The form in which the record itself has them.
        let elements = value.object.map { [.object($0)] } ?? value.array ?? []
        if elements.contains(where: { $0.object != nil }) {
            var read: [JSONValue] = []
            for element in elements {
                let organisers =
                    if let object = element.object {
                        [written(object, key)].compactMap(\.self)
                    } else {
                        self.organisers(.array([element]), key)?.array ?? []
                    }
                for organiser in organisers where !read.contains(organiser) { read.append(organiser) }
            }
            return read.isEmpty ? nil : .array(read)
        }
        guard let (names, isUnclear) = names(value, key, mayNameOrganisations: true) else {
            note([key], "must be names, not \(value.kindName); kept in the source", as: Self.otherType)
            return nil
        }
        var organisers: [JSONValue] = []
        for name in names {
            let organiser = organiser(name, key)
            if !organisers.contains(organiser) { organisers.append(organiser) }
        }
        if isUnclear {
            let read = names.map { $0.meaning == nil ? "the organisation \"\($0.text)\"" : $0.meaning?.partner ?? "" }
            note(
                [key], "it is unclear where a name ends; entered: \(read.joined(separator: ", "))",
                as: "it may hold several names, and it is unclear where one ends")
        }
        return organisers.isEmpty ? nil : .array(organisers)
    }

    /// An organiser as the record has it: a partner or an organisation, with its body. Whom to ask is personal, and stays in the source.
    private mutating func written(_ object: JSONObject, _ key: String) -> JSONValue? {
        let kept = object.members.map(\.key).filter { !["partner", "organisation", "body"].contains($0) }
        if !kept.isEmpty {
            note([key], "\(kept.joined(separator: ", ")) of an organiser stays in the source", as: Self.otherType)
        }
        guard let name = object["partner"]?.string ?? object["organisation"]?.string,
            (object["partner"] == nil) != (object["organisation"] == nil),
            !PartnerNames.trimmed(name[...]).isEmpty
        else {
            note([key], "an organiser is a partner or an organisation; kept in the source", as: Self.otherType)
            return nil
        }
        let meaning =
            object["partner"] == nil ? nil : mapper.names.meaning(of: name) ?? mapper.names.meaning(ofID: name)
        if object["partner"] != nil, meaning == nil {
            note(
                [key], "\"\(name)\" is not a partner of the forum; entered as an organisation",
                as: "no partner of the forum; entered as an organisation")
        }
        var organiser = organiser(NameList.Name(text: name, meaning: meaning, brackets: nil), key).object ?? [:]
        if let body = object["body"]?.string, organiser["body"] == nil {
            let text = fitted(body, key, isLine: true, limit: 500)
            if !text.isEmpty { organiser["body"] = .string(text) }
        }
        return .object(organiser)
    }

    /// A partner with its body, or an organisation that is no partner.
    private mutating func organiser(_ name: NameList.Name, _ key: String) -> JSONValue {
        guard let meaning = name.meaning else {
            return ["organisation": .string(fitted(name.text, key, isLine: true, limit: 500))]
        }
        let bodies = [meaning.body, name.brackets].compactMap { $0 }
        var object: JSONObject = ["partner": .string(meaning.partner)]
        if !bodies.isEmpty {
            object["body"] = .string(fitted(bodies.joined(separator: ", "), key, isLine: true, limit: 500))
        }
        return .object(object)
    }

    /// The proposer is the first partner named; the others organise, unless they do already.
    mutating func propose(_ value: JSONValue?) {
        guard let value, !value.isNull else { return }
        guard let (names, _) = names(value, "proposer", mayNameOrganisations: false) else {
            return note(["proposer"], "must be a name, not \(value.kindName); kept in the source", as: Self.otherType)
        }
        var found: [String] = []
        for name in names {
            guard let meaning = name.meaning else {
                note(
                    ["proposer"], "\"\(name.text)\" is not a partner of the forum; kept in the source",
                    as: Self.noPartner)
                continue
            }
            if let body = meaning.body ?? name.brackets {
                note(
                    ["proposer"], "the proposer cannot be a body (\"\(body)\"); kept in the source",
                    as: "the proposer cannot be a body; kept in the source")
            }
            if !found.contains(meaning.partner) { found.append(meaning.partner) }
        }
        result.partner = found.first
        guard let first = found.first, found.count > 1 else { return }
        var organisers = result.fields["organisers"]?.array ?? []
        let added = found.dropFirst().filter { id in !organisers.contains { $0["partner"]?.string == id } }
        guard mapper.field("organisers") != nil else { return }
        organisers += added.map { ["partner": .string($0)] }
        if !organisers.isEmpty { result.fields["organisers"] = .array(organisers) }
        let others = found.dropFirst().joined(separator: ", ")
        note(
            ["proposer"],
            "\(first) is entered as the proposer; \(others) as \(found.count > 2 ? "organisers" : "an organiser")",
            as: "several proposers: the first is entered as the proposer, the others as organisers")
    }

    /// Past activities go into the archive of their year; others are drafts of their proposer.
    mutating func place(_ record: JSONObject) {
        let time = ActivityTime(record, today: mapper.today)
        if time.isPast {
            result.isArchive = true
            result.year = time.year
            if let remark = time.remark {
                note(
                    time.keys, "\(remark): entered in the archive of \(time.year ?? 0)",
                    as: "no full day is known: entered in the archive of the latest year")
            }
            return
        }
        if mapper.undatedIsPast, time.year == nil, !time.isUnread {
            result.isArchive = true
            result.year = ActivityTime.yearOfSource(record).flatMap { $0 <= mapper.today.year ? $0 : nil }
            let place = result.year.map { "of \($0)" } ?? "under the year of entering"
            return note(
                time.keys,
                "neither a day nor a year is known, and the list is of past activities: entered in the archive \(place)",
                as: "neither a day nor a year is known, and the list is of past activities")
        }
        let why = time.remark ?? "it is not over"
        let draft = "not known to be over: entered as a draft"
        if result.partner != nil { return note(time.keys, why + ": entered as a draft", as: draft) }
        let organiser = (result.fields["organisers"]?.array ?? []).compactMap { $0["partner"]?.string }.first
        guard let organiser else {
            let orphan = "no proposer is named and no partner organises, so it can be nobody's draft"
            guard !time.isToCome, !time.isUnread else {
                result.isUsable = false
                let remedy = time.isUnread ? "write them as 2026-03-01, or name a proposer" : "name a proposer"
                return note(
                    ["proposer"] + time.keys,
                    "\(time.isUnread ? why : "it is not over"), and \(orphan); \(remedy); the record is skipped",
                    as: "not known to be over, and nobody's draft; the record is skipped", isLoss: true)
            }
            result.isArchive = true
            let lack = "no proposer is named and no partner organises, so it can be nobody's draft"
            let today = mapper.today.year
            result.year = [time.year, ActivityTime.yearOfSource(record)].compactMap(\.self).first { $0 <= today }
            let place =
                result.year.map { "of \($0)" } ?? "under \(today), the year of entering, for its own is not known"
            return note(
                ["proposer"] + time.keys, "\(why), and \(lack): entered in the archive \(place)",
                as: "nobody's draft: entered in the archive "
                    + (result.year == nil ? "under the year of entering" : "of the year of its source"))
        }
        result.partner = organiser
        note(time.keys, why + ": entered as a draft", as: draft)
        note(
            ["proposer"],
            "none is named; the first organiser that is a partner, \(organiser), is entered as the proposer",
            as: "no proposer is named: the first organiser that is a partner is entered")
    }
}
