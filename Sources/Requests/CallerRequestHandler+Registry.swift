import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals
import Record

extension CallerRequestHandler {
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
        case .forum:
            if let closes = try reader.flag("close") {
                guard closes, request.object?.members.count == 1 else {
                    throw reader.wrong("close", "a trial is closed by {\"close\":true} alone, and never opened again")
                }
                return .command(.closeForum(at: nil))
            }
            return .change(.settings(try settings(&reader)))
        case .partner:
            return .change(
                .partner(
                    PartnerChange(
                        id: try reader.argument("partner"), name: try reader.saidText("name"),
                        attributes: try reader.saidTexts("attributes"),
                        joined: try reader.saidDay("joined", since: 1800),
                        left: try reader.saidDay("left", since: 1800))))
        case .lifecycle: return .command(try lifecycle(&reader))
        case .meeting: return .change(.meeting(try meeting(&reader)))
        case .held:
            return .change(
                .held(
                    meeting: try reader.argument("meeting"), starts: try reader.saidDay("starts"),
                    ends: try reader.saidDay("ends")))
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
                name: try reader.line("name"), slug: try reader.text("account"), appointments: appointments)
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

    private func meeting(_ reader: inout RequestReader) throws(ServiceFailure) -> MeetingChange {
        var meeting = MeetingChange(id: try reader.argument("meeting"))
        meeting.kind = try reader.saidText("kind")
        meeting.name = try reader.saidText("name")
        meeting.starts = try reader.saidDay("starts")
        meeting.ends = try reader.saidDay("ends")
        meeting.city = try reader.saidText("city")
        meeting.country = try reader.saidText("country")
        meeting.source = try reader.saidText("source")
        let isPrecisionNamed = reader.names("precision")
        meeting.precision = isPrecisionNamed ? .none : .nothing
        if let text = try reader.text("precision") {
            guard let precision = Meeting.Precision(rawValue: text) else {
                throw reader.wrong("precision", "use day, month or year")
            }
            meeting.precision = .value(precision)
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
}

extension Request {
    /// This request with another object: for reading what is nested with the same words.
    func with(_ object: JSONObject) -> Request {
        var request = self
        request.object = object
        return request
    }
}
