package import CanonicalJSON

extension Event {
    /// An account was linked to a person whom an identity provider knows. The record holds a commitment to who that is.
    package struct IdentityLinked: RegistryBody {
        package static var kind: EventKind { .identityLinked }
        package static var isForKeepers: Bool { true }

        package var account: String
        /// What the link is called where it is ended.
        package var identity: String
        /// The provider's address, as its tokens have it.
        package var issuer: String
        /// A commitment to the issuer and its subject.
        package var subject: String
    }
}

extension Event.IdentityLinked {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        account = try data.text("account")
        identity = try data.text("identity")
        issuer = try data.text("issuer")
        subject = try data.text("subject")
    }

    package var data: JSONObject {
        [
            "account": .string(account), "identity": .string(identity), "issuer": .string(issuer),
            "subject": .string(subject),
        ]
    }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) {
        let account = try Registry.known(account, registry.accounts.byID, "account")
        registry.identities[identity] = IdentityRecord(
            id: identity, account: account, issuer: issuer, commitment: subject, from: event.recordedAt)
    }

    package var personal: PersonalCommitments? { PersonalCommitments(subject: account, commitments: [subject]) }

    package func command(of event: Event) -> RegistryCommand? {
        .linkIdentity(id: identity, account: account, issuer: issuer, commitment: subject)
    }
}
