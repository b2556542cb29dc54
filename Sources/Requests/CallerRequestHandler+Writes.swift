import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals

extension CallerRequestHandler {
    /// The write that a request asks for.
    func write(_ request: Request) throws(ServiceFailure) -> WriteRequest {
        if request.verb == .migrate { return try migration(request) }
        if request.verb == .file { return try filing(request) }
        var bare = request
        let past = try pastOffice(&bare)
        return WriteRequest(
            work: try work(bare), key: request.key, expectedVersion: request.expectedVersion.map { Int($0) },
            body: request.canonicalBody, past: past)
    }

    /// The office that decided then, which every act on a proposal may name beside what it takes itself.
    private func pastOffice(_ request: inout Request) throws(ServiceFailure) -> PastOffice? {
        guard let given = request.object?["decided_by"] else { return nil }
        guard let object = given.object, let past = PastOffice(asked: object) else {
            throw ServiceFailure.wrong("decided_by", PastOffice.form)
        }
        switch request.verb {
        case .draft, .revise, .contest, .advance, .position, .ack, .record, .publish, .implemented, .invite, .note,
            .deadline:
            request.object?["decided_by"] = nil
            return past
        default: return nil
        }
    }

    private func work(_ request: Request) throws(ServiceFailure) -> WriteRequest.Work {
        var reader = RequestReader(request)
        switch request.verb {
        case .draft: return .begin(forum: try reader.argument("forum"), try draft(&reader))
        case .import: return .begin(forum: try reader.argument("forum"), try importRecord(&reader))
        case .revise, .contest, .advance, .position, .ack, .record, .publish, .implemented, .invite, .note, .deadline:
            return .act(ref: try reader.argument("ref"), try command(request, &reader))
        case .forum, .partner, .lifecycle, .meeting, .held, .account, .token, .revoke, .appoint, .key, .listing,
            .contact:
            return try registryWork(request)
        case .auth, .ping, .cancel, .quit, .show, .list, .search, .inbox, .why, .history, .replay, .fetch, .watch,
            .view, .migrate, .file, .migration, .meetings, .partners, .forums, .accounts, .checkpoint, .proof, .cosign,
            .export, .audit:
            throw ServiceFailure(.unsupported, "\(request.verb) writes nothing")
        }
    }

    private func draft(_ reader: inout RequestReader) throws(ServiceFailure) -> Command {
        let lifecycle = try reader.text("lifecycle")
        let partner = try reader.text("partner")
        let decidedAt = try reader.instant("decided_at")
        return .draft(
            lifecycle: lifecycle, partner: partner, fields: try reader.named(under: "fields"), decidedAt: decidedAt)
    }

    private func importRecord(_ reader: inout RequestReader) throws(ServiceFailure) -> Command {
        let kind = try reader.text("kind") ?? "initiative"
        guard kind == "initiative" else {
            throw reader.wrong(
                "kind", "only \"initiative\" can be imported; partners and meetings have verbs of their own")
        }
        guard var fields = try reader.object("fields") else { throw reader.missing("fields") }
        guard let source = reader.take("source") else { throw reader.missing("source") }
        // What a field says as the source says it need not be sent twice.
        for member in try reader.object("fields_from_source")?.members ?? [] {
            guard let key = member.value.string, let value = source[key] else {
                throw reader.wrong("fields_from_source", "\"\(member.key)\" must name a member of the source")
            }
            guard fields[member.key] == nil else {
                throw reader.wrong("fields_from_source", "\"\(member.key)\" is already in \"fields\"")
            }
            fields[member.key] = value
        }
        let record = ImportedRecord(
            lifecycle: try reader.text("lifecycle"), partner: try reader.text("partner"), fields: fields,
            isArchive: try reader.flag("archive") ?? false, year: try reader.integer("year"), source: source)
        try reader.done()
        return .importRecord(record)
    }

    private func command(_ request: Request, _ reader: inout RequestReader) throws(ServiceFailure) -> Command {
        let command: Command
        switch request.verb {
        case .revise:
            var kind: Command.RevisionKind?
            if let text = try reader.text("kind") {
                kind = Command.RevisionKind(rawValue: text)
                guard kind != nil else {
                    throw reader.wrong(
                        "kind",
                        "use \"editorial\" or \"substantive\"; a field of the form that is called \"kind\" goes "
                            + "under \"fields\"")
                }
            }
            let decidedAt = try reader.instant("decided_at")
            return .revise(fields: try reader.named(under: "fields"), kind: kind, decidedAt: decidedAt)
        case .advance:
            let decidedAt = try reader.instant("decided_at")
            let signature = try reader.text("signature")
            let transition = try reader.argument("transition")
            return .advance(
                transition: transition, inputs: try reader.named(under: "inputs"), decidedAt: decidedAt,
                signature: signature)
        case .record, .publish, .implemented:
            let decidedAt = try reader.instant("decided_at")
            // PUBLISH and IMPLEMENTED are short for the facts of these names.
            let fact =
                switch request.verb {
                case .publish: "published"
                case .implemented: "implemented"
                default: try reader.argument("fact")
                }
            return .recordFact(fact, inputs: try reader.named(under: "inputs"), decidedAt: decidedAt)
        case .contest:
            let decidedAt = try reader.instant("decided_at")
            let revision = try reader.integer("revision")
            let partner = try reader.text("partner")
            let invitation = try reader.integer("invitation")
            command =
                try reader.flag("position") ?? false
                ? .contestPosition(partner: partner, invitation: invitation, decidedAt: decidedAt)
                : .contestRevision(revision, decidedAt: decidedAt)
        case .position: command = .takePosition(try position(&reader))
        case .ack:
            command = .acknowledge(partner: try reader.text("partner"), decidedAt: try reader.instant("decided_at"))
        case .note:
            command = .note(try reader.requiredText("text"), decidedAt: try reader.instant("decided_at"))
        case .deadline:
            guard let closes = try reader.instant("closes") else { throw reader.missing("closes") }
            command = .moveDeadline(
                closes: closes, reason: try reader.requiredText("reason"), decidedAt: try reader.instant("decided_at"))
        case .invite: command = try invitation(&reader)
        default: throw ServiceFailure(.unsupported, "\(request.verb) acts on no proposal")
        }
        try reader.done()
        return command
    }

    private func invitation(_ reader: inout RequestReader) throws(ServiceFailure) -> Command {
        guard let number = try reader.integer("invitation") else {
            return .invite(
                invitee: try reader.requiredLine("invitee"), event: try reader.requiredLine("event"),
                decidedAt: try reader.instant("decided_at"))
        }
        return .decideInvitation(
            number, outcome: try reader.requiredText("decision"), meeting: try reader.text("meeting"),
            decidedAt: try reader.instant("decided_at"))
    }

    private func position(_ reader: inout RequestReader) throws(ServiceFailure) -> StatedPosition {
        let word = try reader.argument("stance")
        let stance = Stance(rawValue: word)
        guard stance != nil || word == "retracted" else {
            throw reader.wrong("stance", "use one of \(Verb.stances.joined(separator: ", "))")
        }
        var command = StatedPosition(stance: stance)
        command.partner = try reader.text("partner")
        command.reason = try reader.text("reason")
        command.resolves = try reader.text("resolves")
        command.round = try reader.integer("round")
        command.text = try reader.text("text")
        command.invitation = try reader.integer("invitation")
        command.decidedAt = try reader.instant("decided_at")
        if let relayed = try reader.object("relayed") { command.relayed = try relay(relayed, reader) }
        return command
    }

    private func relay(_ object: JSONObject, _ reader: RequestReader) throws(ServiceFailure) -> Relay {
        guard object.keys == ["digest", "from", "received_at"], let from = object["from"]?.string?.trimmed,
            let digest = object["digest"]?.string, digest.utf8.count == 64,
            digest.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            !from.isEmpty, from.unicodeScalars.count <= 500
        else {
            throw reader.wrong(
                "relayed",
                "write {\"from\":…,\"received_at\":instant,\"digest\":the note's SHA-256 in 64 lowercase hex digits}")
        }
        guard let receivedAt = object["received_at"]?.string.flatMap({ Instant(written: $0) }) else {
            let text = object["received_at"]?.string ?? ""
            throw reader.wrong("relayed", "\"received_at\": \"\(text.prefix(40))\" \(Instant.fault(in: text))")
        }
        return Relay(from: from, receivedAt: receivedAt, digest: digest)
    }
}
