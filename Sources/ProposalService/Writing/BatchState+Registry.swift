import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals
import Record

extension BatchState {
    /// Changes the registry.
    mutating func change(_ work: RegistryWork, _ pending: PendingWrite) throws(ServiceFailure) -> WriteAnswer {
        guard Access.maySeeForum(pending.caller, registries, forum) else {
            throw ServiceFailure(.notFound, "there is no forum \"\(forum)\"")
        }
        try checkVersion(pending)
        switch work {
        case .command(let command): return try run(command, pending)
        case .change(let change): return try run(try whole(change), pending)
        case .openAccount(let name, let slug, let appointments):
            return try openAccount(name, slug, appointments, pending)
        case .issueToken(let account, let expires): return try issueToken(account, expires, pending)
        case .drawList(let group, let year, let refs): return try drawList(group, year, refs, pending)
        case .setContact(let contact, let name, let address, let body):
            return try setContact(contact, name, address, body, pending)
        case .linkIdentity(let account, let issuer, let subject):
            return try linkIdentity(account, issuer, subject, pending)
        }
    }

    private mutating func run(
        _ command: RegistryCommand, _ pending: PendingWrite
    ) throws(ServiceFailure) -> WriteAnswer {
        let drafts = try appendRegistry(command, pending)
        if case .loadLifecycle(let definition, let digest) = command, !drafts.isEmpty {
            writes.lifecycles.append(
                NewLifecycle(
                    digest: digest, id: definition.id, version: definition.version,
                    definition: definition.canonicalBytes))
        }
        return .registry(changedRegistry(drafts), detail(of: command, drafts))
    }

    /// Refuses a caller who saw another version of the registry.
    func checkVersion(_ pending: PendingWrite) throws(ServiceFailure) {
        guard let expected = pending.request.expectedVersion, expected != registry.version else { return }
        throw ServiceFailure(
            .versionConflict, "the registry of \(forum) has version \(registry.version), not \(expected)",
            details: ["version": .integer(Int64(registry.version))])
    }

    /// What there is to tell of a command besides what it recorded.
    private func detail(of command: RegistryCommand, _ drafts: [EventDraft]) -> RegistryDetail {
        switch command {
        case .loadLifecycle(let definition, let digest):
            .lifecycle(id: definition.id, version: definition.version, digest: digest)
        case .appoint(let account, _):
            .appointed(account: account, number: drafts.last?.body(Event.AppointmentMade.self)?.number)
        case .registerKey(let account, _, _, _):
            .key(
                account: account,
                drafts.last?.body(Event.KeyRegistered.self).map { .init(number: $0.number, until: $0.until) })
        case .endKey(let account, _, _):
            .key(
                account: account,
                drafts.last?.body(Event.KeyEnded.self).map { .init(number: $0.number, until: $0.until) })
        case .revokeTokens(let account, _):
            .revoked(account: account, tokens: drafts.compactMap { $0.body(Event.TokenRevoked.self)?.token })
        case .endIdentity(let account, let id): .identity(account: account, id: id)
        case .closeForum: .closed(registry.settings?.closed)
        case .setForum, .admitPartner, .partnerLeft, .schedule, .hold, .openAccount, .endAppointment, .issueToken,
            .drawList, .submitList, .setContact, .endContact, .circulateContacts, .linkIdentity, .erase:
            .nothing
        }
    }

    private mutating func openAccount(
        _ name: String?, _ slug: String?, _ appointments: [AppointmentCommand], _ pending: PendingWrite
    ) throws(ServiceFailure) -> WriteAnswer {
        if let name { try mustBeLine(name, "name") }
        let wished = slug ?? BatchState.slug(appointments.first?.office)
        guard !wished.isEmpty, wished.utf8.count <= 64, wished.utf8.allSatisfy(BatchState.isSlugByte) else {
            throw ServiceFailure.wrong("account", "use 1 to 64 letters, digits, '-', '.' or '_'")
        }
        var id = "\(forum)/\(wished)"
        var number = 2
        while slug == nil, registry.accounts[id] != nil {
            id = "\(forum)/\(wished)-\(number)"
            number += 1
        }
        var personal = PersonalData(seed: pending.seed)
        let commitment = name.map { personal.commit($0) }
        let drafts = try appendRegistry(
            .openAccount(id: id, nameCommitment: commitment, appointments: appointments), pending)
        writes.personal += personal.values.map {
            PersonalValue(commitment: $0.commitment, salt: $0.salt, value: $0.value, subject: id)
        }
        return .registry(changedRegistry(drafts), .account(id))
    }

    /// What a person is called or reached at: it stands beside the record, and is held to what texts in the record are held to.
    func mustBeLine(_ text: String, _ key: String) throws(ServiceFailure) {
        try refusing { () throws(Refusal) in try PersonalText.mustBeLine(text, key) }
    }

    private mutating func issueToken(
        _ account: String, _ expires: Instant?, _ pending: PendingWrite
    ) throws(ServiceFailure) -> WriteAnswer {
        let secret = TokenSecret(seed: pending.seed)
        let drafts = try appendRegistry(.issueToken(id: secret.id, account: account, expires: expires), pending)
        writes.tokens.append(NewToken(hash: secret.hash, token: secret.id, account: account))
        return .registry(
            changedRegistry(drafts),
            .token(account: account, id: secret.id, secret: secret.text, expires: expires))
    }

    /// Who somebody is at an issuer stands beside the record, which holds a commitment to it.
    private mutating func linkIdentity(
        _ account: String, _ issuer: String, _ subject: String, _ pending: PendingWrite
    ) throws(ServiceFailure) -> WriteAnswer {
        guard IdentityText.isSubject(subject, of: issuer) else {
            throw ServiceFailure.wrong(
                "subject",
                issuer == IdentityText.certificate
                    ? "a name of a certificate is written as uri:…, email:… or dns:…, in at most \(IdentityText.mostBytes) bytes"
                    : "a subject has 1 to \(IdentityText.mostBytes) bytes, all of which can be seen; write it as the page of the login shows it"
            )
        }
        var personal = PersonalData(seed: pending.seed)
        let commitment = personal.commit(IdentityText.value(issuer: issuer, subject: subject))
        let id = "id-" + commitment.dropFirst(PersonalData.prefix.count).prefix(16)
        let drafts = try appendRegistry(
            .linkIdentity(id: id, account: account, issuer: issuer, commitment: commitment), pending)
        writes.personal += personal.values.map {
            PersonalValue(commitment: $0.commitment, salt: $0.salt, value: $0.value, subject: account)
        }
        return .registry(changedRegistry(drafts), .identity(account: account, id: id))
    }

    /// Decides a change of the registry, seals its events and folds them.
    mutating func appendRegistry(
        _ command: RegistryCommand, _ pending: PendingWrite
    ) throws(ServiceFailure) -> [EventDraft] {
        var next = registry
        let context = RegistryContext(
            now: max(loaded.now, next.recordedAt ?? loaded.now), account: pending.caller.account,
            offices: Access.offices(pending.caller, registries, forum, loaded.now),
            isServerAdministrator: Access.isServerAdministrator(pending.caller, registries, loaded.now),
            meetingUses: meetingUses(command))
        let seats = OfficeHolders(next, at: loaded.now, isServersToo: command.isServersToo)
        let drafts = try refusing(seats) { () throws(Refusal) in try Proposals.decide(command, next, context) }
        var events: [NewEvent] = []
        do {
            for draft in drafts {
                let sealed = draft.sealed(
                    forum: forum, stream: Event.registryStream, after: next.version, digest: next.lastDigest,
                    recordedAt: BatchState.moment(loaded.now, after: next.recordedAt))
                try next.evolve(sealed)
                events.append(
                    NewEvent(sealed: sealed, leafHash: MerkleTree.leafHash(sealed.bytes).bytes, lifecycle: nil))
            }
        } catch {
            throw ServiceFailure(.internalError, "a decision that cannot be folded: \(error)")
        }
        writes.events += events
        keep(next)
        return drafts
    }

    /// What rests on the meeting that a command is about: as it was loaded, and for the batch's own proposals as they are now.
    private func meetingUses(_ command: RegistryCommand) -> [String: MeetingUses] {
        guard let meeting = command.needs.meeting else { return [:] }
        let others = (loaded.meetingUses[meeting] ?? []).filter { proposals[$0.ref] == nil }
        var uses = MeetingUses(refs: others.filter(\.isShared).map(\.ref), others: others.count { !$0.isShared })
        for proposal in proposals.values.sorted(by: { $0.ref < $1.ref }) {
            guard let definition = registry.lifecycles[proposal.lifecycle.digest],
                proposal.meetings(definition).contains(meeting)
            else { continue }
            if proposal.isShared(definition) { uses.refs.append(proposal.ref) } else { uses.others += 1 }
        }
        return [meeting: uses]
    }

    /// `contact-point-FR` for the Contact Point of FR.
    private static func slug(_ office: Office?) -> String {
        guard let office else { return "account" }
        return [office.role.lowercased(), office.partner ?? office.group ?? ""].filter { !$0.isEmpty }
            .joined(separator: "-")
    }

    private static func isSlugByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    }
}

extension RegistryCommand {
    /// Whether the administrators of the server may give it, besides the forum's own; a group's list is the group's alone.
    fileprivate var isServersToo: Bool {
        switch self {
        case .drawList, .submitList: false
        case .setForum, .closeForum, .admitPartner, .partnerLeft, .loadLifecycle, .schedule, .hold, .openAccount,
            .appoint,
            .endAppointment, .issueToken, .revokeTokens, .setContact, .endContact, .circulateContacts, .registerKey,
            .endKey, .linkIdentity, .endIdentity, .erase:
            true
        }
    }
}
