import CanonicalJSON
import LineProtocol
import ProposalService
import Proposals

/// A verb that reads: its request becomes a call of the service.
protocol ReadHandling: VerbRequest {
    /// How much such a request may make the server read and write.
    static var size: ReadTurns.Size { get }
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer
}

extension ReadHandling {
    static var size: ReadTurns.Size { .small }
}

/// A verb that reads for strangers as well.
protocol PublicReadHandling: ReadHandling {
    func answer(_ service: ProposalService, to caller: Caller?) async throws(ServiceFailure) -> ServiceAnswer
}

extension PublicReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        try await answer(service, to: Optional(caller))
    }
}

/// A verb that reads, and whose answer has members of its own. They are written into objects for whoever asks
/// for those (``ServiceAnswer``), and nowhere before.
protocol TypedReadHandling: ReadHandling, ReadVerb {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End>
}

extension TypedReadHandling {
    func answer(_ service: ProposalService, to caller: Caller) async throws(ServiceFailure) -> ServiceAnswer {
        .typed(try await typedAnswer(service, to: caller))
    }
}

/// The same of a verb that reads for strangers as well.
protocol TypedPublicReadHandling: PublicReadHandling, ReadVerb {
    func typedAnswer(
        _ service: ProposalService, to caller: Caller?
    ) async throws(ServiceFailure) -> TypedAnswer<Row, End>
}

extension TypedPublicReadHandling {
    func answer(_ service: ProposalService, to caller: Caller?) async throws(ServiceFailure) -> ServiceAnswer {
        .typed(try await typedAnswer(service, to: caller))
    }
}

/// A verb that writes: its request becomes work for the queue of a forum. What that answers becomes an object in one place for all verbs
/// (`WriteAnswer.form`).
protocol WriteHandling: WriteVerb {
    /// Whether `decided_by` is looked at before the members, as it is of every act that an office can take.
    static var readsPastOffice: Bool { get }
    /// The version that the request says it saw, where its members say so.
    var seenVersion: Int? { get }
    func work() throws(ServiceFailure) -> WriteRequest.Work
}

extension WriteHandling {
    static var readsPastOffice: Bool { true }
    var seenVersion: Int? { nil }
}

/// A verb that sends rows or events for as long as it takes.
protocol StreamHandling: VerbRequest {
    /// How much it makes the server do; nil where most of the time it waits for something to happen.
    static var size: ReadTurns.Size? { get }
    /// Ends with the object of the answer.
    func run(
        _ service: ProposalService, for caller: Caller, into writer: any AnswerWriter
    ) async -> Result<JSONObject, ServiceFailure>
}

extension StreamHandling {
    static var size: ReadTurns.Size? { nil }
}

/// A verb that sends rows with members of their own for as long as it takes, and ends with such members.
protocol TypedStreamHandling: StreamHandling, ReadVerb {
    func typedRun(
        _ service: ProposalService, for caller: Caller, into rows: RowWriter<Row>
    ) async -> Result<End, ServiceFailure>
}

extension TypedStreamHandling {
    func run(
        _ service: ProposalService, for caller: Caller, into writer: any AnswerWriter
    ) async -> Result<JSONObject, ServiceFailure> {
        await typedRun(service, for: caller, into: RowWriter(writer)).map(\.object)
    }
}

/// How a verb is handled, in each of the ways that it has.
struct VerbHandling: Sendable {
    let read: (any ReadHandling.Type)?
    let publicRead: (any PublicReadHandling.Type)?
    let write: (any WriteHandling.Type)?
    let stream: (any StreamHandling.Type)?

    private init(_ verb: Verb) {
        read = verb.request as? any ReadHandling.Type
        publicRead = verb.request as? any PublicReadHandling.Type
        write = verb.request as? any WriteHandling.Type
        stream = verb.request as? any StreamHandling.Type
    }

    /// Each verb that is listed, looked at once.
    static let all = Dictionary(uniqueKeysWithValues: Verb.allCases.map { ($0, VerbHandling($0)) })
}
