package import CanonicalJSON
import CivilTime
package import Lifecycle

/// What one kind of event says happened, typed.
///
/// Each kind is a type in a file of its own, named for it, which holds all that is known of it side by side: its members and how they
/// are written and read, what the next state is, and the command that it came from. ``EventKind`` lists them.
///
/// What is written stays for ever, so reading asks for less than writing gives: a member that folding never needed may be missing.
package protocol EventBody: Sendable, Hashable {
    /// What an event's `kind` says.
    static var kind: EventKind { get }
    /// Reads the members of an event's `data`. Throws where one is missing or of the wrong kind without which nothing follows from it.
    init(_ data: JSONObject) throws(EventError)
    /// The members as an event's `data` has them.
    var data: JSONObject { get }
}

extension EventBody {
    /// A reader of members that names the kind in what it throws.
    static func reader(_ data: JSONObject) -> EventReader { EventReader(data, kind.rawValue) }
}

/// The body of an event that begins a proposal.
package protocol OpeningBody: EventBody {
    /// What every proposal begins with.
    var opening: Opening { get }
    init(_ opening: Opening)
    /// Where a proposal that begins so comes from.
    static var origin: Proposal.Origin { get }
    /// The command that it came from; nil where it does not say enough.
    func command(of event: Event) -> Command?
    /// The command of an event of this kind.
    static func redone(_ event: Event) -> Command?
}

extension OpeningBody {
    package static func redone(_ event: Event) -> Command? { (try? Self(event.data))?.command(of: event) }
}

/// The body of an event of a proposal that exists.
package protocol ProposalBody: EventBody {
    /// Whether such an event may lead to another state.
    static var mayMove: Bool { get }
    /// Makes the proposal what it is after the event; its state, version and digest are the caller's.
    func apply(to proposal: inout Proposal, of event: Event) throws(EventError)
    /// The command that it came from, by the lifecycle that the proposal was under; nil where it came from none, or does not say enough.
    func command(of event: Event, under definition: LifecycleDefinition?) -> Command?
    /// Reads an event of this kind and applies it.
    static func fold(_ event: Event, into proposal: inout Proposal) throws(EventError)
    /// The command of an event of this kind.
    static func redone(_ event: Event, under definition: LifecycleDefinition?) -> Command?
}

extension ProposalBody {
    package static var mayMove: Bool { false }

    package static func fold(_ event: Event, into proposal: inout Proposal) throws(EventError) {
        try Self(event.data).apply(to: &proposal, of: event)
    }

    package static func redone(_ event: Event, under definition: LifecycleDefinition?) -> Command? {
        (try? Self(event.data))?.command(of: event, under: definition)
    }
}

/// The body of an event of a forum's registry.
package protocol RegistryBody: EventBody {
    /// Whether only those see such events, where they are watched, who keep or audit the forum's accounts.
    static var isForKeepers: Bool { get }
    /// Makes the registry what it is after the event; its version and digest are the caller's. After an error nothing has changed.
    func apply(to registry: inout Registry, of event: Event) throws(EventError)
    /// The command that it came from; nil where it does not say enough.
    func command(of event: Event) -> RegistryCommand?
    /// The personal values beside the record that it commits to; nil where it holds none.
    var personal: PersonalCommitments? { get }
    /// Reads an event of this kind and applies it.
    static func fold(_ event: Event, into registry: inout Registry) throws(EventError)
    /// The command of an event of this kind.
    static func redone(_ event: Event) -> RegistryCommand?
}

/// Commitments to personal values, and whose values they are.
package struct PersonalCommitments: Sendable, Hashable {
    /// The account, or the contact point by its number, under which the values are kept.
    package var subject: String
    package var commitments: [String]
}

extension RegistryBody {
    package var personal: PersonalCommitments? { nil }

    package static func fold(_ event: Event, into registry: inout Registry) throws(EventError) {
        try Self(event.data).apply(to: &registry, of: event)
    }

    package static func redone(_ event: Event) -> RegistryCommand? {
        (try? Self(event.data))?.command(of: event)
    }
}

/// Whose events are of a kind, and how they are read.
package enum EventBodyType {
    /// It begins a proposal.
    case opening(any OpeningBody.Type)
    case proposal(any ProposalBody.Type)
    case registry(any RegistryBody.Type)

    /// Whether such an event may lead to another state.
    var mayMove: Bool {
        switch self {
        case .proposal(let type): type.mayMove
        case .opening, .registry: false
        }
    }
}

extension Event {
    /// What it says, where it is of this kind and can be read.
    package func body<Body: EventBody>(_ type: Body.Type) -> Body? { kind == type.kind ? try? type.init(data) : nil }

    /// The command that an event of a proposal came from, by the lifecycle that the proposal was under; nil where there is none.
    package func command(under definition: LifecycleDefinition?) -> Command? {
        switch kind.body {
        case .opening(let type): type.redone(self)
        case .proposal(let type): type.redone(self, under: definition)
        case .registry: nil
        }
    }

    /// The command that an event of a registry came from; nil where there is none.
    package var registryCommand: RegistryCommand? {
        switch kind.body {
        case .opening, .proposal: nil
        case .registry(let type): type.redone(self)
        }
    }
}

extension EventDraft {
    /// A draft of what a body says.
    init(_ body: some EventBody, from: String?, to: String?, decidedAt: Instant, actor: Actor) {
        self.init(type(of: body).kind, from: from, to: to, decidedAt: decidedAt, actor: actor, data: body.data)
    }

    /// What it says, where it is of this kind.
    package func body<Body: EventBody>(_ type: Body.Type) -> Body? { kind == type.kind ? try? type.init(data) : nil }
}
