import CanonicalJSON
import CivilTime
import Lifecycle
import LineProtocol
import Proposals
import Requests
import Testing

@testable import ProposalService

/// Answers to writes are kept with their keys and told again for ever: the bytes of each stay as they are, and each is read back by the type
/// that a client reads it with.
@Suite struct WriteFormTests {
    private static let noon = Instant("2026-03-01T12:00:00.000000Z")!

    private static func proposal(
        _ events: [EventKind] = [.noted], _ detail: ProposalDetail = .nothing, dropped: Instant? = nil
    ) -> WriteAnswer {
        .proposal(
            ChangedProposal(
                ref: "MINI-2026-0001", state: "draft", version: 3, revision: 1, origin: .live, round: nil,
                events: events, recordedAt: noon, mark: nil, droppedDeadline: dropped), detail)
    }

    private static func registry(_ detail: RegistryDetail, _ events: [EventKind] = []) -> WriteAnswer {
        .registry(ChangedRegistry(forum: "mini", version: 9, events: events, mark: "Trial"), detail)
    }

    /// Whether an answer has these bytes, and its type reads and writes all of them.
    private func holds<Asked: WriteVerb>(
        _ answer: WriteAnswer, _ text: String, of verb: Asked.Type, _ place: SourceLocation = #_sourceLocation
    ) throws {
        let object = WriteAnswer.form(answer)
        #expect(JSONValue.object(object).canonicalText == text, sourceLocation: place)
        let read = try Asked.Written(whole: object)
        #expect(read.object == object, sourceLocation: place)
    }

    @Test func answersAboutProposalsKeepTheirBytes() throws {
        let rest =
            #""origin":"live","recorded_at":"2026-03-01T12:00:00.000000Z","ref":"MINI-2026-0001","revision":1,"round":null"#
        let end = #""state":"draft","version":3}"#
        try holds(Self.proposal(), #"{"events":["noted"],\#(rest),"# + end, of: Verbs.Note.self)
        try holds(
            Self.proposal([.moved], dropped: Self.noon),
            #"{"deadline_dropped":"2026-03-01T12:00:00.000000Z","events":["moved"],\#(rest),"# + end,
            of: Verbs.Advance.self)
        let alike = [DuplicateCandidate(ref: "MINI-2025-0009", title: String(repeating: "x", count: 201))]
        try holds(
            Self.proposal([.drafted], .written(keptAs: nil, looksLike: alike)),
            #"{"events":["drafted"],"looks_like":[{"ref":"MINI-2025-0009","title":""#
                + String(repeating: "x", count: 200) + #""}],\#(rest),"# + end, of: Verbs.Draft.self)
        try holds(
            Self.proposal([.drafted], .written(keptAs: ["hosts": ["FR"]], looksLike: [])),
            #"{"events":["drafted"],"kept_as":{"hosts":["FR"]},\#(rest),"# + end, of: Verbs.Draft.self)
        try holds(
            Self.proposal([.drafted], .written(keptAs: nil, looksLike: [])), #"{"events":["drafted"],\#(rest),"# + end,
            of: Verbs.Import.self)
        try holds(
            Self.proposal([], .revised(nil, textDigest: "ab", keptAs: nil)),
            #"{"effect":"none","events":[],\#(rest),"state":"draft","text_digest":"ab","version":3}"#,
            of: Verbs.Revise.self)
        try holds(
            Self.proposal([], .saidAgain(nil)), #"{"events":[],\#(rest),"stands":null,"# + end, of: Verbs.Position.self)
        try holds(
            Self.proposal([.invitationProposed], .invited(2)),
            #"{"events":["invitation-proposed"],"invitation":2,\#(rest),"# + end, of: Verbs.Invite.self)
        try holds(
            Self.proposal([], .invited(nil)), #"{"events":[],"invitation":null,\#(rest),"# + end,
            of: Verbs.Invite.self)
        try holds(
            Self.proposal([.filed], .filed(UploadProgress(digest: "cd", received: 7, size: 7))),
            #"{"digest":"cd","events":["filed"],"origin":"live","received":7,"#
                + #""recorded_at":"2026-03-01T12:00:00.000000Z","ref":"MINI-2026-0001","revision":1,"round":null,"size":7,"#
                + end, of: Verbs.File.self)
        try holds(
            .upload(ref: "MINI-2026-0001", version: 3, UploadProgress(digest: "cd", received: 4, size: 7)),
            #"{"digest":"cd","received":4,"ref":"MINI-2026-0001","size":7,"version":3}"#, of: Verbs.File.self)
    }

    @Test func aPositionThatStandsIsTold() throws {
        let standing = StandingPosition(
            partner: "FR", stance: .support, decidedAt: Self.noon, recordedAt: Self.noon, version: 2)
        let object = WriteAnswer.form(Self.proposal([], .saidAgain(standing)))
        let moment = #""2026-03-01T12:00:00.000000Z""#
        #expect(
            object["stands"]?.canonicalText
                == #"{"decided_at":\#(moment),"partner":"FR","recorded_at":\#(moment),"stance":"support","version":2}"#)
        #expect(try Verbs.Position.Written(whole: object).object == object)
    }

    @Test func answersAboutRegistriesKeepTheirBytes() throws {
        func text(_ members: String...) -> String {
            "{"
                + (members + [#""forum":"mini""#, #""mark":"Trial""#, #""registry_version":9"#]).sorted()
                .joined(separator: ",") + "}"
        }
        let none = #""events":[]"#
        try holds(
            Self.registry(.nothing, [.meetingHeld]), text(#""events":["meeting-held"]"#), of: Verbs.Held.self)
        try holds(
            Self.registry(.lifecycle(id: "one", version: 2, digest: "ef")),
            text(none, #""lifecycle":"one""#, #""version":2"#, #""digest":"ef""#), of: Verbs.Lifecycle.self)
        try holds(Self.registry(.account("mini/a")), text(none, #""account":"mini/a""#), of: Verbs.Account.self)
        try holds(
            Self.registry(.appointed(account: "mini/a", number: 2)),
            text(none, #""account":"mini/a""#, #""number":2"#), of: Verbs.Appoint.self)
        try holds(
            Self.registry(.appointed(account: "mini/a", number: nil)), text(none, #""account":"mini/a""#),
            of: Verbs.Appoint.self)
        try holds(
            Self.registry(.key(account: "mini/a", .init(number: 1, until: nil))),
            text(none, #""account":"mini/a""#, #""number":1"#, #""until":null"#), of: Verbs.Key.self)
        try holds(
            Self.registry(.key(account: "mini/a", nil)), text(none, #""account":"mini/a""#), of: Verbs.Key.self)
        try holds(
            Self.registry(.token(account: "mini/a", id: "tk-1", secret: "s", expires: nil)),
            text(none, #""account":"mini/a""#, #""expires":null"#, #""id":"tk-1""#, #""token":"s""#),
            of: Verbs.Token.self)
        try holds(
            Self.registry(.revoked(account: "mini/a", tokens: ["tk-1"])),
            text(none, #""account":"mini/a""#, #""revoked":["tk-1"]"#), of: Verbs.Revoke.self)
        try holds(
            Self.registry(.erased(subject: .account("mini/a"), count: 2, left: 1)),
            text(none, #""erased":2"#, #""left":1"#, #""subject":"mini/a""#), of: Verbs.Erase.self)
        try holds(
            Self.registry(.identity(account: "mini/a", id: "id-1")),
            text(none, #""account":"mini/a""#, #""id":"id-1""#), of: Verbs.Identity.self)
        try holds(
            Self.registry(.closed(Self.noon)), text(none, #""closed":"2026-03-01T12:00:00.000000Z""#),
            of: Verbs.Forum.self)
        try holds(
            Self.registry(.listed(group: "A", year: 2027, count: 1)),
            text(none, #""count":1"#, #""group":"A""#, #""year":2027"#), of: Verbs.Listing.self)
        try holds(Self.registry(.contact(number: nil)), text(none, #""number":null"#), of: Verbs.Contact.self)
    }
}
