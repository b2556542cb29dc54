import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals

extension CallerRequestHandler {
    typealias Read = @Sendable () async throws(ServiceFailure) -> ServiceAnswer

    /// The read that a request asks for.
    func read(_ request: Request) throws(ServiceFailure) -> Read {
        let service = service
        let caller = caller
        let reader = RequestReader(request)
        switch request.verb {
        case .show, .list, .forums, .view, .checkpoint, .proof, .cosign:
            return try CallerRequestHandler.publicRead(request, service, caller)
        case .search:
            let query = try CallerRequestHandler.query(request)
            return { () throws(ServiceFailure) in try await service.list(query, caller) }
        case .inbox:
            let forum = request.argument("forum") ?? caller.forum
            let (after, limit) = (request.options["after"], reader.integerOption("limit"))
            return { () throws(ServiceFailure) in
                try await service.inbox(forum, after: after, limit: limit, caller)
            }
        case .why:
            let ref = try reader.argument("ref")
            let (transition, inputs) = (request.argument("transition"), request.object ?? [:])
            return { () throws(ServiceFailure) in
                try await service.why(ref, transition: transition, inputs: inputs, caller)
            }
        case .history:
            let ref = try reader.argument("ref")
            let (after, limit) = (reader.integerOption("after") ?? 0, reader.integerOption("limit"))
            return { () throws(ServiceFailure) in
                try await service.history(ref, after: after, limit: limit, caller)
            }
        case .replay:
            let ref = try reader.argument("ref")
            let (version, at) = (reader.integerOption("version"), try reader.instantOption("at"))
            return { () throws(ServiceFailure) in
                try await service.replay(ref, version: version, at: at, caller)
            }
        case .migration: return try migrationPlan(request)
        case .fetch: return try fetching(request)
        case .forum, .partner, .partners, .meeting, .meetings, .lifecycle, .accounts: return try registryRead(request)
        case .key:
            let account = try reader.argument("account")
            return { () throws(ServiceFailure) in try await service.keys(of: account, caller) }
        case .export, .audit:
            throw ServiceFailure(.unsupported, "\(request.verb) is not built yet in this version")
        case .auth, .ping, .cancel, .quit, .draft, .revise, .contest, .advance, .position, .ack, .publish,
            .record, .implemented, .invite, .note, .deadline, .watch, .held, .account, .token, .revoke, .appoint,
            .import, .listing, .contact, .migrate, .file:
            throw ServiceFailure(.unsupported, "\(request.verb) is not a read")
        }
    }

    /// The read that a request of a public verb asks for, by a caller or by a stranger.
    static func publicRead(
        _ request: Request, _ service: ProposalService, _ caller: Caller?
    ) throws(ServiceFailure) -> Read {
        switch request.verb {
        case .show:
            let reader = RequestReader(request)
            let ref = try reader.argument("ref")
            if let round = reader.integerOption("round") {
                return { () throws(ServiceFailure) in try await service.round(round, of: ref, caller) }
            }
            return { () throws(ServiceFailure) in try await service.show(ref, caller) }
        case .list:
            let query = try query(request)
            return { () throws(ServiceFailure) in try await service.list(query, caller) }
        case .forums:
            let includesClosed = try RequestReader(request).flagOption("closed")
            return { () throws(ServiceFailure) in try await service.forums(caller, includesClosed: includesClosed) }
        case .view: return try view(request, service, caller)
        case .checkpoint, .proof, .cosign: return try witnessing(request, service, caller)
        default: throw ServiceFailure(.notLoggedIn, "\(request.verb) needs a login")
        }
    }

    private func registryRead(_ request: Request) throws(ServiceFailure) -> Read {
        let service = service
        let caller = caller
        let reader = RequestReader(request)
        let forum = try reader.argument("forum")
        switch request.verb {
        case .forum: return { () throws(ServiceFailure) in try await service.forum(forum, caller) }
        case .partners:
            let day = try reader.dayOption("at")
            return { () throws(ServiceFailure) in try await service.partners(forum, on: day, caller) }
        case .partner:
            let id = try reader.argument("partner")
            return { () throws(ServiceFailure) in try await service.partner(id, forum, caller) }
        case .meetings:
            let kind = request.options["kind"]
            let (from, to) = (try reader.dayOption("from"), try reader.dayOption("to"))
            let (after, limit) = (request.options["after"], reader.integerOption("limit"))
            return { () throws(ServiceFailure) in
                try await service.meetings(forum, kind: kind, from: from, to: to, after: after, limit: limit, caller)
            }
        case .meeting:
            let id = try reader.argument("meeting")
            return { () throws(ServiceFailure) in try await service.meeting(id, forum, caller) }
        case .lifecycle:
            let (id, version) = (request.argument("lifecycle"), reader.integerOption("version"))
            return { () throws(ServiceFailure) in
                try await service.lifecycle(id, version: version, forum, caller)
            }
        default:
            let (after, limit) = (request.options["after"], reader.integerOption("limit"))
            return { () throws(ServiceFailure) in
                try await service.accounts(forum, after: after, limit: limit, caller)
            }
        }
    }

    private static func query(_ request: Request) throws(ServiceFailure) -> ListQuery {
        var reader = RequestReader(request)
        var query = ListQuery(forum: try reader.argument("forum"), visibility: .published)
        query.limit = reader.integerOption("limit") ?? query.limit
        query.after = request.options["after"]
        if request.verb == .search {
            query.search = try reader.requiredText("text")
            try reader.done()
            return query
        }
        query.states = request.options["state"].map { $0.split(separator: ",").map(String.init) }
        query.partner = request.options["partner"]
        query.region = request.options["region"]
        query.track = request.options["track"]
        query.focusArea = request.options["focus_area"]
        query.origin = request.options["origin"]
        query.from = try reader.dayOption("from")
        query.to = try reader.dayOption("to")
        return query
    }
}
