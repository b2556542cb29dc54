import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals
import Record

extension CallerBusiness {
    /// The change of a registry that a request asks for.
    func registryWork(_ request: Request) throws(ServiceFailure) -> WriteRequest.Work {
        var reader = RequestReader(request)
        let forum: String
        let work: RegistryWork
        switch request.verb {
        case .token, .revoke:
            // An account's id begins with the forum that opened it.
            let account = try reader.argument("account")
            forum = account.split(separator: "/", maxSplits: 1).first.map(String.init) ?? account
            work =
                request.verb == .token
                ? .issueToken(account: account, expires: try reader.moment("expires", endOfDay: true))
                : .command(.revokeTokens(account: account, token: try reader.text("token")))
        case .key:
            let account = try reader.argument("account")
            forum = account.split(separator: "/", maxSplits: 1).first.map(String.init) ?? account
            work = .command(try key(account, &reader))
        default:
            forum = try reader.argument("forum")
            work = try forumWork(request, &reader)
        }
        try reader.done()
        return .registry(forum: forum, work)
    }

    private func forumWork(_ request: Request, _ reader: inout RequestReader) throws(ServiceFailure) -> RegistryWork {
        switch request.verb {
        case .forum: return .command(.setForum(try settings(&reader)))
        case .partner:
            return .command(
                .admitPartner(
                    Partner(
                        id: try reader.argument("partner"), name: try reader.requiredText("name"),
                        attributes: try reader.texts("attributes") ?? [:], joined: try reader.day("joined"),
                        left: try reader.day("left"))))
        case .lifecycle: return .command(try lifecycle(&reader))
        case .meeting: return .command(.schedule(try meeting(&reader)))
        case .held:
            let starts = try reader.requiredDay("starts")
            return .command(
                .hold(
                    meeting: try reader.argument("meeting"), starts: starts, ends: try reader.day("ends") ?? starts))
        case .account:
            var appointments: [AppointmentCommand] = []
            for value in try reader.array("appointments") ?? [] {
                guard let object = value.object else {
                    throw reader.wrong("appointments", "each is {\"role\":…,\"partner\":…,\"from\":…,\"until\":…}")
                }
                var inner = RequestReader(request.with(object))
                appointments.append(try appointment(&inner))
                try inner.done()
            }
            return .openAccount(
                name: try reader.text("name"), slug: try reader.text("account"), appointments: appointments)
        case .appoint:
            let account = try reader.argument("account")
            if let number = try reader.integer("end") {
                return .command(
                    .endAppointment(
                        account: account, number: number, until: try reader.moment("until", endOfDay: true)))
            }
            return .command(.appoint(account: account, try appointment(&reader)))
        case .listing: return try listing(&reader)
        case .contact: return try contact(&reader)
        default: throw ServiceFailure(.unsupported, "\(request.verb) changes no registry")
        }
    }

    private func key(_ account: String, _ reader: inout RequestReader) throws(ServiceFailure) -> RegistryCommand {
        if let number = try reader.integer("end") {
            return .endKey(account: account, number: number, until: try reader.moment("until", endOfDay: true))
        }
        return .registerKey(
            account: account, key: try reader.requiredText("key"), from: try reader.moment("from", endOfDay: false),
            until: try reader.moment("until", endOfDay: true))
    }

    private func meeting(_ reader: inout RequestReader) throws(ServiceFailure) -> Meeting {
        let starts = try reader.requiredDay("starts")
        let id = try reader.argument("meeting")
        var meeting = Meeting(
            id: id, kind: try reader.requiredText("kind"), name: try reader.text("name") ?? id, starts: starts,
            ends: try reader.day("ends") ?? starts, city: try reader.text("city"), country: try reader.text("country"),
            source: try reader.text("source"))
        if let text = try reader.text("precision") {
            guard let precision = Meeting.Precision(rawValue: text) else {
                throw reader.wrong("precision", "day, month or year is needed")
            }
            meeting.precision = precision
        }
        return meeting
    }

    private func appointment(_ reader: inout RequestReader) throws(ServiceFailure) -> AppointmentCommand {
        AppointmentCommand(
            office: Office(
                role: try reader.requiredText("role"), partner: try reader.text("partner"),
                group: try reader.text("group"), isDeputy: try reader.flag("deputy") ?? false),
            from: try reader.moment("from", endOfDay: false), until: try reader.moment("until", endOfDay: true))
    }

    /// Reads a definition and runs every check on it, always.
    private func lifecycle(_ reader: inout RequestReader) throws(ServiceFailure) -> RegistryCommand {
        guard let json = reader.take("definition") else { throw reader.missing("definition") }
        let definition: LifecycleDefinition
        do { definition = try LifecycleDefinition(json: json) } catch {
            throw reader.wrong("definition", "\(error)")
        }
        if let id = reader.request.argument("lifecycle"), id != definition.id {
            throw reader.wrong("definition", "it defines \(definition.id), not \(id)")
        }
        return .loadLifecycle(definition, digest: Digest.sha256(definition.canonicalBytes).hex)
    }

    private func settings(_ reader: inout RequestReader) throws(ServiceFailure) -> ForumSettings {
        var settings = ForumSettings(
            name: try reader.requiredText("name"), refPrefix: try reader.requiredText("ref_prefix"),
            meetingRole: try reader.requiredText("meeting_role"), accountRole: try reader.requiredText("account_role"),
            auditRole: try reader.requiredText("audit_role"), mark: try reader.text("mark"))
        for value in try reader.array("disabled_house_rules") ?? [] {
            guard let name = value.string else {
                throw reader.wrong("disabled_house_rules", "a list of names is needed")
            }
            settings.disabledHouseRules.append(name)
        }
        for (role, word) in try reader.texts("offices") ?? [:] {
            guard let holding = OfficeHolding(rawValue: word) else {
                throw reader.wrong("offices", "\"\(role)\" is held for a \"partner\", a \"group\" or the \"forum\"")
            }
            settings.offices[role] = holding
        }
        for member in try reader.object("groups")?.members ?? [] {
            guard let object = member.value.object else {
                throw reader.wrong("groups", "\"\(member.key)\" must be an object")
            }
            var inner = RequestReader(reader.request.with(object))
            var rule = ForumSettings.GroupRule()
            for attribute in try inner.object("attributes")?.members ?? [] {
                guard let values = attribute.value.strings else {
                    throw reader.wrong("groups", "\"\(attribute.key)\" must be a list of texts")
                }
                rule.attributes[attribute.key] = values
            }
            if let partners = inner.take("partners") {
                guard let ids = partners.strings else { throw reader.wrong("groups", "partners are a list of ids") }
                rule.partners = ids
            }
            try inner.done()
            settings.groups[member.key] = rule
        }
        settings.views = try reader.array("views") ?? []
        if let listing = try reader.object("listing") {
            var inner = RequestReader(reader.request.with(listing))
            settings.listing = ListingRule(
                role: try inner.requiredText("role"), meetingKind: try inner.requiredText("meeting_kind"))
            try inner.done()
        }
        if let contacts = try reader.object("contacts") {
            var inner = RequestReader(reader.request.with(contacts))
            settings.contacts = ContactRule(
                role: try inner.requiredText("role"), ownRole: try inner.text("own_role"),
                subjects: try inner.array("subjects")?.compactMap(\.string) ?? [],
                everyDays: try inner.integer("every_days"))
            try inner.done()
        }
        return settings
    }
}

extension Request {
    /// This request with another object: for reading what is nested with the same words.
    func with(_ object: JSONObject) -> Request {
        var request = self
        request.object = object
        return request
    }
}
