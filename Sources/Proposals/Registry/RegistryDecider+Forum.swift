import CanonicalJSON
import CivilTime
import DefinitionTree
import Lifecycle
import Record
import Wording

/// What only some may do with a forum.
enum ForumSentence: String, EngineSentence {
    static let room = "forum"

    case toChange = "open or change a forum"
    case toAdmit = "admit a partner"
    case toRecordLeaving = "record that a partner left"
    case toLoad = "load a lifecycle"
}

extension RegistryDecider {
    /// Opens the forum, or changes its settings. How refs begin and how a trial is marked stay for good.
    func setForum(_ settings: ForumSettings) throws(Refusal) -> [EventDraft] {
        let actor = try actor(registry.settings?.accountRole, ForumSentence.toChange)
        try check(settings)
        if let present = registry.settings {
            guard present.refPrefix == settings.refPrefix else {
                throw .badField("ref_prefix", "refs begin with \(present.refPrefix) for good")
            }
            guard present.mark == settings.mark else {
                throw .badField(
                    "mark", "a forum is a trial or a real one from its first day, and that cannot change")
            }
            guard present != settings else { return [] }
        }
        return [
            registry.settings == nil
                ? event(Event.ForumOpened(settings: settings), actor)
                : event(Event.ForumChanged(settings: settings), actor)
        ]
    }

    private func check(_ settings: ForumSettings) throws(Refusal) {
        guard RegistryDecider.isIdentifier(registry.forum, limit: 64) else {
            throw .badField("forum", "a forum's id is 1 to 64 letters, digits, '-', '.' or '_'")
        }
        guard !settings.refPrefix.isEmpty, settings.refPrefix.utf8.count <= 16,
            settings.refPrefix.utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) })
        else { throw .badField("ref_prefix", "use 1 to 16 capital letters or digits") }
        try line(settings.name, "name", limit: 300)
        guard settings.closed == nil else { throw .badField("closed", "a forum is closed by an act of its own") }
        try identifier(settings.meetingRole, "meeting_role")
        try identifier(settings.accountRole, "account_role")
        try identifier(settings.auditRole, "audit_role")
        guard settings.auditRole != settings.accountRole, settings.auditRole != settings.meetingRole else {
            throw .badField("audit_role", "an auditor changes nothing: the role must be none that keeps something")
        }
        for (name, rule) in settings.groups {
            try identifier(name, "groups")
            for (attribute, values) in rule.attributes {
                try identifier(attribute, "groups")
                for value in values { try line(value, "groups", limit: 200) }
            }
            for partner in rule.partners { try identifier(partner, "groups") }
        }
        for role in settings.offices.keys { try identifier(role, "offices") }
        for kind in settings.meetingKinds { try identifier(kind, "meeting_kinds") }
        for rule in settings.disabledHouseRules { try identifier(rule, "disabled_house_rules") }
        if let mark = settings.mark { try identifier(mark, "mark") }
        try checkViews(settings)
        guard settings.json.canonicalBytes.count <= ForumSettings.byteLimit else {
            throw .badField("groups", "the settings are at most \(ForumSettings.byteLimit) bytes")
        }
    }

    /// Admits a partner, or changes what is known of it. One that comes back after it left is a member again.
    func admit(_ partner: Partner) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, ForumSentence.toAdmit)
        try identifier(partner.id, "id")
        try line(partner.name, "name", limit: 200)
        guard partner.attributes.count <= 32 else { throw .badField("attributes", "at most 32 are kept") }
        for (key, value) in partner.attributes {
            try identifier(key, "attributes")
            guard value.unicodeScalars.count <= 200, !PlainText.isLikeCommitment(value) else {
                throw .badField("attributes", "\"\(key)\" is at most 200 characters of plain text")
            }
            if !context.isRecorded { try line(value, "attributes", limit: 200) }
        }
        if let joined = partner.joined, let left = partner.left, left <= joined {
            throw .badField("left", "\(left) is not after \(joined), when it joined")
        }
        guard let present = registry.partners[partner.id] else {
            return [event(Event.PartnerAdmitted(partner: partner), actor)]
        }
        var next = partner
        if next.left == nil, let left = present.left, next.joined.map({ $0 < left }) ?? true { next.left = left }
        guard present != next else { return [] }
        return [event(Event.PartnerChanged(partner: next), actor)]
    }

    func leave(_ id: String, _ day: CivilDate) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, ForumSentence.toRecordLeaving)
        guard let partner = registry.partners[id] else {
            throw Refusal(.notFound, "\(id) is not a partner of this forum")
        }
        if let joined = partner.joined, day <= joined {
            throw .badField("left", "\(day) is not after \(joined), when it joined")
        }
        guard partner.left != day else { return [] }
        return [event(Event.PartnerLeft(id: id, left: day), actor)]
    }

    /// Loads a lifecycle. All checks of a definition run here, always; what was loaded is never edited.
    func load(_ definition: LifecycleDefinition, _ digest: String) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, ForumSentence.toLoad)
        if registry.currentLifecycles[definition.id] == digest { return [] }
        if let same = registry.lifecycles.first(where: {
            $0.value.id == definition.id && $0.value.version == definition.version && $0.key != digest
        }) {
            throw .badField(
                "version",
                "version \(same.value.version) of \(definition.id) is loaded with another content; a definition is never "
                    + "edited once used: give it the next version")
        }
        if let present = registry.currentLifecycles[definition.id].flatMap({ registry.lifecycles[$0] }),
            present.version > definition.version
        {
            throw .badField("version", "version \(present.version) of \(definition.id) is already loaded")
        }
        let json = definition.json
        if !context.isRecorded, let hidden = PlainText.hiddenName(in: json) {
            throw .badField(
                "definition",
                "\"\(PlainText.escaped(hidden.text))\": \(HiddenCharacter.name(of: hidden.scalar)) cannot be seen, and no name "
                    + "holds it; leave it out")
        }
        let readBack: LifecycleDefinition
        do { readBack = try LifecycleDefinition(json: json) } catch {
            throw .badField("definition", error.faults.map(\.sentence).joined(separator: "; "))
        }
        guard readBack == definition else {
            throw .badField("definition", "it does not read back as it was written")
        }
        guard Digest.sha256(json.canonicalBytes).hex == digest else {
            throw .badField("digest", "it is not the SHA-256 of the definition's canonical bytes")
        }
        return [
            event(
                Event.LifecycleLoaded(
                    id: definition.id, version: definition.version, digest: digest, definition: json), actor)
        ]
    }
}
