package import CanonicalJSON
package import Lifecycle

extension Registry {
    /// Folds one event of the registry's stream. Pure: it reads nothing but the event.
    package mutating func evolve(_ sealed: SealedEvent) throws(EventError) {
        try evolve(sealed.event, digest: sealed.digest)
    }

    /// Folds one event whose bytes have this digest.
    package mutating func evolve(_ event: Event, digest: String) throws(EventError) {
        guard event.stream == Event.registryStream, event.forum == forum, event.version == version + 1,
            event.previous == lastDigest
        else {
            throw EventError("event \(event.version) does not follow version \(version) of the registry of \(forum)")
        }
        if let recordedAt, event.recordedAt < recordedAt {
            throw EventError(
                "event \(event.version) of the registry of \(forum) was recorded before the one it follows")
        }
        try apply(event)
        version = event.version
        lastDigest = digest
        recordedAt = event.recordedAt
    }

    private mutating func apply(_ event: Event) throws(EventError) {
        let data = EventReader(event.data, event.kind.rawValue)
        switch event.kind {
        case .forumOpened, .forumChanged:
            settings = try ForumSettings(json: event.data)
            settingsRevisedAt = event.recordedAt
        case .partnerAdmitted, .partnerChanged:
            let partner = try Partner(json: event.data)
            if partners[partner.id] == nil { partnerOrder.append(partner.id) }
            partners[partner.id] = partner
        case .partnerLeft:
            let id = try known(try data.text("id"), partners, "partner")
            partners[id]?.left = try data.date("left")
        case .meetingScheduled, .meetingChanged:
            var meeting = try Meeting(json: event.data)
            meeting.held = meetings[meeting.id]?.held
            meetings[meeting.id] = meeting
            noteChange(ofMeeting: meeting.id, at: event.recordedAt)
        case .meetingHeld:
            let starts = try data.date("starts")
            let ends = try data.date("ends")
            guard starts <= ends else { throw EventError("meeting-held: ends before it starts") }
            let id = try known(try data.text("id"), meetings, "meeting")
            meetings[id]?.held = starts...ends
            noteChange(ofMeeting: id, at: event.recordedAt)
        case .lifecycleLoaded:
            let id = try data.text("id")
            let digest = try data.text("digest")
            lifecycles[digest] = try Registry.definition(try data.object("definition"))
            currentLifecycles[id] = digest
        case .accountOpened:
            let id = try data.text("account")
            accounts[id] = Account(id: id, nameCommitment: data.optionalText("name"))
        case .appointmentMade:
            let appointment = Appointment(
                number: try data.integer("number"), office: try data.office("office"), from: try data.instant("from"),
                until: data.optionalInstant("until"))
            let account = try known(try data.text("account"), accounts, "account")
            accounts[account]?.appointments.append(appointment)
        case .appointmentEnded:
            let account = try data.text("account")
            let number = try data.integer("number")
            let until = try data.instant("until")
            guard let index = accounts[account]?.appointments.firstIndex(where: { $0.number == number }) else {
                throw EventError("appointment-ended: \(account) has no appointment \(number)")
            }
            accounts[account]?.appointments[index].until = until
        case .tokenIssued:
            let id = try data.text("token")
            tokens[id] = TokenRecord(
                id: id, account: try data.text("account"), expires: data.optionalInstant("expires"))
        case .tokenRevoked:
            let id = try known(try data.text("token"), tokens, "token")
            tokens[id]?.isRevoked = true
        case .listDrawn, .listSubmitted, .contactSet, .contactEnded, .contactsCirculated:
            try applyList(event, data)
        case .keyRegistered:
            let key = RegisteredKey(
                number: try data.integer("number"), line: try data.text("key"), from: try data.instant("from"),
                until: data.optionalInstant("until"))
            let account = try known(try data.text("account"), accounts, "account")
            accounts[account]?.keys.append(key)
        case .keyEnded:
            let account = try data.text("account")
            let number = try data.integer("number")
            let until = try data.instant("until")
            guard let index = accounts[account]?.keys.firstIndex(where: { $0.number == number }) else {
                throw EventError("key-ended: \(account) has no key \(number)")
            }
            accounts[account]?.keys[index].until = until
        case .drafted, .archived, .revised, .revisionContested, .moved, .acknowledged, .positionTaken,
            .positionRetracted, .positionContested, .tacitRecorded, .deadlineMoved, .deadlinePassed, .factRecorded,
            .noted, .invitationProposed, .invitationPosition, .invitationDecided, .migrated, .filed:
            throw EventError("\(event.kind.rawValue) is not an event of a registry")
        }
    }

    private func known<Value>(
        _ id: String, _ values: [String: Value], _ what: String
    ) throws(EventError) -> String {
        guard values[id] != nil else { throw EventError("there is no \(what) \(id)") }
        return id
    }

    private static func definition(_ json: JSONObject) throws(EventError) -> LifecycleDefinition {
        do { return try LifecycleDefinition(recorded: .object(json)) } catch {
            throw EventError("lifecycle-loaded: \(error)")
        }
    }
}

extension Partner {
    package var json: JSONObject {
        [
            "id": .string(id), "name": .string(name), "joined": .optional(joined?.description),
            "left": .optional(left?.description),
            "attributes": .object(JSONObject(attributes.map { JSONObject.Member(key: $0, value: .string($1)) })),
        ]
    }

    package init(json: JSONObject) throws(EventError) {
        let reader = EventReader(json, "partner")
        self.init(
            id: try reader.text("id"), name: try reader.text("name"),
            attributes: Partner.attributes(try reader.object("attributes")), joined: reader.optionalDate("joined"),
            left: reader.optionalDate("left"))
    }

    static func attributes(_ object: JSONObject) -> [String: String] {
        var result: [String: String] = [:]
        for member in object.members { result[member.key] = member.value.string }
        return result
    }
}

extension Meeting {
    package var json: JSONObject {
        var object = core
        if precision != .day { object["precision"] = .string(precision.rawValue) }
        return object
    }

    private var core: JSONObject {
        [
            "id": .string(id), "kind": .string(kind), "name": .string(name), "starts": .string(starts.description),
            "ends": .string(ends.description), "city": .optional(city), "country": .optional(country),
            "source": .optional(source),
        ]
    }

    package init(json: JSONObject) throws(EventError) {
        let reader = EventReader(json, "meeting")
        self.init(
            id: try reader.text("id"), kind: try reader.text("kind"), name: try reader.text("name"),
            starts: try reader.date("starts"), ends: try reader.date("ends"), city: reader.optionalText("city"),
            country: reader.optionalText("country"), source: reader.optionalText("source"),
            precision: reader.optionalText("precision").flatMap(Precision.init) ?? .day)
    }
}

extension EventReader {
    package func office(_ key: String) throws(EventError) -> Office {
        guard let office = Office(json: try object(key)) else { throw EventError("an office without a role") }
        return office
    }
}
