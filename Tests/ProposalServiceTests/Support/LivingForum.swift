import CanonicalJSON
import CivilTime
import DefinitionFiles
import Lifecycle
import Postgres
import PostgresStore
import Proposals
import Record
import TestSupport
import Testing

@testable import ProposalService

/// The forum `mini` on a database of its own, with the first lifecycle, three partners and their people: what is asked of it goes through
/// the whole service.
struct LivingForum: Sendable {
    static let name = "mini"
    let fixture: ServiceFixture
    private var callers: [Office: Caller] = [:]

    var service: ProposalService { fixture.service }
    var store: any RecordStore { fixture.store }

    /// Who stands in it besides the administrator of the server.
    static let offices =
        MiniForum.offices + [Office(role: "proposer", partner: "JP"), Office(role: "auditor")]

    static func make(
        configuration: ServiceConfiguration = ServiceConfiguration(), signing: (any RecordSigning)? = nil
    ) async throws -> LivingForum {
        var forum = LivingForum(
            fixture: try await ServiceFixture.make(configuration: configuration, signing: signing))
        let definition = try LifecycleFile.load(MiniForum.root + "/schema/lifecycles/asem-initiative.yaml")
        for (id, region) in [("FR", "Europe"), ("JP", "Asia"), ("VN", "Asia")] {
            try await forum.change(
                .command(.admitPartner(Partner(id: id, name: "Partner \(id)", attributes: ["region": region]))))
        }
        try await forum.change(
            .command(.loadLifecycle(definition, digest: Digest.sha256(definition.canonicalBytes).hex)))
        for office in offices { forum.callers[office] = try await forum.open(office) }
        return forum
    }

    func caller(_ office: Office) throws -> Caller { try #require(callers[office]) }

    /// A change of the registry by the administrator of the server.
    @discardableResult func change(_ work: RegistryWork) async throws -> DoneWrite {
        try await fixture.write(.registry(forum: Self.name, work)).get()
    }

    /// Somebody new, who holds an office.
    func open(_ office: Office) async throws -> Caller {
        let slug = [office.role, office.partner?.lowercased()].compactMap(\.self).joined(separator: "-")
        try await change(
            .openAccount(name: nil, slug: slug, appointments: [AppointmentCommand(office: office)]))
        let answer = try await change(.issueToken(account: "\(Self.name)/\(slug)", expires: nil))
        let token = try #require(answer.object["token"]?.string)
        return try await service.authenticate(token: token).0
    }

    /// Somebody who holds an office in another forum, and none here.
    func stranger() async throws -> Caller {
        let other = "other"
        var settings = ServiceFixture.settings
        settings.refPrefix = "OTHER"
        let changes: [RegistryWork] = [
            .command(.setForum(settings)),
            .openAccount(
                name: nil, slug: "somebody", appointments: [AppointmentCommand(office: Office(role: "admin"))]),
            .issueToken(account: "\(other)/somebody", expires: nil),
        ]
        var answer = DoneWrite(object: [:])
        for change in changes { answer = try await fixture.write(.registry(forum: other, change)).get() }
        return try await service.authenticate(token: try #require(answer.object["token"]?.string)).0
    }

    /// So many days after what was recorded last.
    func day(_ days: Int64) async throws -> Instant {
        let length = try await store.recordLength(forum: Self.name)
        let last = try await store.record(forum: Self.name, after: length - 2, limit: 1).first
        return try #require(last).sealed.event.recordedAt.advanced(byMicroseconds: days * 86_400_000_000)
    }

    /// What an account was appointed to first ends now.
    func end(_ office: Office) async throws {
        try await change(
            .command(.endAppointment(account: try caller(office).account, number: 1, until: nil)))
    }

    func outcome(_ office: Office, _ ref: String, _ command: Command) async throws -> ServiceOutcome {
        await fixture.write(.act(ref: ref, command), as: try caller(office))
    }

    /// One act that must be done.
    func act(_ office: Office, _ ref: String, _ command: Command) async throws {
        _ = try await outcome(office, ref, command).get()
    }

    /// A draft; its ref. Titles that share no word do not look alike.
    func draft(_ office: Office = MiniForum.proposer, title: String) async throws -> String {
        var fields = MiniForum.fields
        fields["title"] = .string(title)
        let draft = Command.draft(lifecycle: nil, partner: nil, fields: fields, decidedAt: nil)
        let answer = try await fixture.write(.begin(forum: Self.name, draft), as: try caller(office)).get()
        return try #require(answer.object["ref"]?.string)
    }

    /// A draft that was circulated; its ref.
    func circulated(title: String, closes: Instant? = nil) async throws -> String {
        let ref = try await draft(title: title)
        var inputs: JSONObject = ["track": "work-programme"]
        if let closes { inputs["closes"] = .string(closes.description) }
        try await act(
            MiniForum.proposer, ref,
            .advance(transition: "circulate", inputs: inputs, decidedAt: nil, signature: nil))
        return ref
    }

    func support(_ partner: String, _ ref: String) async throws {
        try await act(MiniForum.point(partner), ref, .takePosition(StatedPosition(stance: .support)))
    }

    /// Changes what stands in the database, past its own checks.
    func tamper(_ sql: String) async throws {
        let connection = try await fixture.database.connect(role: .superuser)
        try await connection.runScript("SET session_replication_role = replica; \(sql)")
        await connection.close()
    }
}

/// The code of the failure that a call ends with; nil where it ends well.
func code(_ body: () async throws -> Void) async -> ServiceFailure.Code? {
    do {
        try await body()
        return nil
    } catch {
        let failure = error as? ServiceFailure
        if failure == nil { Issue.record("\(error)") }
        return failure?.code
    }
}
