import CanonicalJSON
import CivilTime
import Lifecycle

/// What only some may do with the links of accounts to identity providers.
enum IdentitySentence: String, EngineSentence {
    static let room = "identities"

    case toLink = "link an account to an identity"
    case toLinkCertificate = "link an account to a certificate"
    case toEnd = "end the link of an account to an identity"
}

extension RegistryDecider {
    /// Links of one account that hold, at most.
    static let mostIdentities = 16

    /// Links an account to a person whom an identity provider knows, or to a name in certificates. Who keeps the accounts may. So may the
    /// account's own holder, but not to a name in certificates: nothing proves that it is theirs, and whoever has it could no longer log in
    /// without saying which account is meant.
    func linkIdentity(
        _ id: String, _ account: String, _ issuer: String, _ commitment: String
    ) throws(Refusal) -> [EventDraft] {
        let isOfCertificates = issuer == IdentityText.certificate
        let actor = try keeper(
            of: account, isOfCertificates ? .toLinkCertificate : .toLink, orItsHolder: !isOfCertificates)
        try identifier(id, "identity")
        guard registry.identities[id] == nil, registry.tokens[id] == nil else {
            throw .badField("identity", "\(id) already exists")
        }
        guard IdentityText.isIssuer(issuer) else {
            throw .badField(
                "issuer",
                "\"\(issuer.prefix(100))\" is no issuer; write its address as the server's settings have it, as https://login.example.org, or certificate"
            )
        }
        guard PlainText.isCommitment(commitment) else {
            throw .badField("subject", "who it is stands beside the record; a commitment to it is needed here")
        }
        let live = registry.identities.values.count { $0.account == account && !$0.isEnded }
        guard live < RegistryDecider.mostIdentities || context.isRecorded else {
            throw .badField("account", "\(account) has \(live) links already; end one that nobody needs")
        }
        return [
            event(
                Event.IdentityLinked(account: account, identity: id, issuer: issuer, subject: commitment), actor)
        ]
    }

    /// Ends a link, and with it the sessions that were opened by it.
    func endIdentity(_ account: String, _ id: String) throws(Refusal) -> [EventDraft] {
        let actor = try keeper(of: account, .toEnd, orItsHolder: true)
        guard let present = registry.identities[id], present.account == account else {
            throw Refusal(.notFound, "\(account) has no identity \(id.prefix(64))")
        }
        guard !present.isEnded else { return [] }
        return [event(Event.IdentityEnded(account: account, identity: id), actor)]
    }

    /// Whoever may change how an account is logged in to: who keeps the accounts, and its own holder, in any office, where that is enough.
    private func keeper(
        of account: String, _ deed: IdentitySentence, orItsHolder: Bool
    ) throws(Refusal) -> Actor {
        let settings = try opened()
        let actor: Actor
        if orItsHolder, context.account == account, let office = context.offices.first {
            actor = Actor(account: account, office: office)
        } else {
            actor = try self.actor(settings.accountRole, deed)
        }
        guard registry.accounts[account] != nil else { throw Refusal(.notFound, "there is no account \(account)") }
        return actor
    }
}
