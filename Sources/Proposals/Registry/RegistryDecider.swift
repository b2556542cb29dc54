import CanonicalJSON
package import CivilTime
package import Lifecycle

/// Who asks for a change of a registry: with which offices in the forum, and whether as an administrator of the server.
package struct RegistryContext: Sendable {
    package var now: Instant
    package var account: String
    package var offices: [Office]
    /// Administrators of the server may do in any forum what the forum's own may.
    package var isServerAdministrator: Bool
    /// What rests on the meetings that the command is about, by meeting: the registry itself knows no proposals.
    package var meetingUses: [String: MeetingUses]
    /// Whether an act that stands in the record already is decided again: how a text is written is then not asked about, because the
    /// rule may be younger than the act.
    package var isRecorded: Bool

    package init(
        now: Instant, account: String, offices: [Office], isServerAdministrator: Bool,
        meetingUses: [String: MeetingUses] = [:], isRecorded: Bool = false
    ) {
        self.now = now
        self.account = account
        self.offices = offices
        self.isServerAdministrator = isServerAdministrator
        self.meetingUses = meetingUses
        self.isRecorded = isRecorded
    }
}

/// The proposals with acts that rest on a meeting.
package struct MeetingUses: Sendable, Hashable {
    /// Those that everybody in the forum may see.
    package var refs: [String]
    /// How many others there are.
    package var others: Int

    package init(refs: [String], others: Int = 0) {
        self.refs = refs
        self.others = others
    }
}

/// Decides a change of a registry: the events that follow (none where nothing changes), or why none does. Pure.
package func decide(
    _ command: RegistryCommand, _ registry: Registry, _ context: RegistryContext
) throws(Refusal) -> [EventDraft] {
    if let closed = registry.closing { throw closed }
    guard context.offices.contains(where: { registry.lack(of: $0) != nil }) else {
        return try RegistryDecider(registry: registry, context: context).decide(command)
    }
    var able = context
    able.offices.removeAll { registry.lack(of: $0) != nil }
    do throws(Refusal) {
        return try RegistryDecider(registry: registry, context: able).decide(command)
    } catch {
        throw error.explained(by: context.offices, registry)
    }
}

struct RegistryDecider {
    let registry: Registry
    let context: RegistryContext

    func decide(_ command: RegistryCommand) throws(Refusal) -> [EventDraft] {
        switch command {
        case .setForum(let settings): return try setForum(settings)
        case .closeForum(let moment): return try close(at: moment)
        case .admitPartner(let partner): return try admit(partner)
        case .partnerLeft(let id, let day): return try leave(id, day)
        case .loadLifecycle(let definition, let digest): return try load(definition, digest)
        case .schedule(let meeting): return try schedule(meeting)
        case .hold(let id, let starts, let ends): return try hold(id, starts, ends)
        case .openAccount(let id, let name, let appointments): return try openAccount(id, name, appointments)
        case .appoint(let account, let appointment): return try appoint(account, appointment)
        case .endAppointment(let account, let number, let until):
            return try endAppointment(account, number, until)
        case .issueToken(let id, let account, let expires): return try issueToken(id, account, expires)
        case .revokeTokens(let account, let token): return try revoke(account, token)
        case .drawList(let group, let year, let items): return try drawList(group, year, items)
        case .submitList(let group, let year): return try submitList(group, year)
        case .setContact(let contact): return try setContact(contact)
        case .endContact(let number, let until): return try endContact(number, until)
        case .circulateContacts: return try circulateContacts()
        case .registerKey(let account, let key, let from, let until):
            return try registerKey(account, key, from, until)
        case .endKey(let account, let number, let until): return try endKey(account, number, until)
        case .linkIdentity(let id, let account, let issuer, let commitment):
            return try linkIdentity(id, account, issuer, commitment)
        case .endIdentity(let account, let id): return try endIdentity(account, id)
        case .erase(let erasure): return try erase(erasure)
        }
    }

    /// The actor in the role that the forum names for this, or as the server's administrator.
    func actor(
        _ role: String?, _ deed: some EngineSentence, besides other: String? = nil
    ) throws(Refusal) -> Actor {
        let roles = [other, role].compactMap(\.self)
        for role in roles {
            guard let office = context.offices.first(where: { $0.role == role }) else { continue }
            return Actor(account: context.account, office: office)
        }
        guard context.isServerAdministrator else {
            throw .forbidden(
                roles.isEmpty
                    ? Reason(OfficeSentence.serverAdministrator, ["deed": .phrase(Reason(deed))])
                    : .only(roles, may: deed),
                who: roles.map { Capable(role: $0) })
        }
        return Actor(account: context.account, office: Office(role: "admin"))
    }

    func event(_ body: some RegistryBody, _ actor: Actor) -> EventDraft {
        EventDraft(body, from: nil, to: nil, decidedAt: context.now, actor: actor)
    }

    func opened() throws(Refusal) -> ForumSettings {
        guard let settings = registry.settings else {
            throw Refusal(.notFound, "there is no forum \"\(registry.forum)\"")
        }
        return settings
    }

    /// A name that a new act brings: one line, all of which can be seen.
    func line(_ text: String, _ key: String, limit: Int) throws(Refusal) {
        _ =
            context.isRecorded
            ? try PlainText.checked(text, key, limit: limit) : try PlainText.name(text, key, limit: limit)
    }

    /// A name that fits a request line and a database unchanged.
    func identifier(_ text: String, _ key: String) throws(Refusal) {
        guard RegistryDecider.isIdentifier(text, limit: 64) else {
            throw .badField(key, "use 1 to 64 letters, digits, '-', '.' or '_'")
        }
    }

    static func isIdentifier(_ text: some StringProtocol, limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
            }
    }
}
