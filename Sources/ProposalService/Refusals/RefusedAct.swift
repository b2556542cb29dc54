import Lifecycle
import Proposals

/// An act that rules or offices did not allow, as auditors are told of it: who tried what, and the codes of why not. What was said with it
/// is in none of this.
package struct RefusedAct: Sendable, Hashable {
    package var account: String
    package var verb: String
    /// What was to be done by the lifecycle; nil where it is no act of it.
    package var transition: String?
    /// The proposal; nil where the act is about none, or about none that the account may see.
    package var ref: String?
    package var code: ServiceFailure.Code
    /// The codes of what was not met, each once.
    package var reasons: [String]

    package init(
        account: String, verb: String, transition: String? = nil, ref: String? = nil, code: ServiceFailure.Code,
        reasons: [String] = []
    ) {
        self.account = account
        self.verb = verb
        self.transition = transition
        self.ref = ref
        self.code = code
        self.reasons = reasons
    }

    /// Codes that are kept of one refusal.
    private static let mostReasons = 16

    /// The same without what tells one act of a flood from another.
    var inGeneral: RefusedAct { RefusedAct(account: account, verb: verb, code: code) }

    /// - Parameter shown: the proposal that it is about, where the account may see that, with its definition.
    /// - Returns: nil where it is remembered nowhere: something else than a rule or an office kept it from being done.
    init?(
        _ failure: ServiceFailure, of request: WriteRequest, by caller: Caller, on shown: (String, LifecycleDefinition)?
    ) {
        guard failure.code.isOfRules, caller != .server else { return nil }
        var reasons: [String] = []
        for code in failure.unmet.flatMap({ $0.finding.reasons.map(\.code) }) where !reasons.contains(code) {
            reasons.append(code)
        }
        self.init(
            account: caller.account, verb: request.verb, ref: shown?.0, code: failure.code,
            reasons: Array(reasons.prefix(Self.mostReasons)))
        if case .act(_, .advance(let id, _, _, _)) = request.work { transition = shown?.1.transition(id)?.id }
    }
}

extension ServiceFailure.Code {
    /// Whether a rule, an office or a login that ended is what an act is refused for.
    var isOfRules: Bool {
        switch self {
        case .forbidden, .refused, .notFound, .tokenExpired, .tokenRevoked: true
        case .badToken, .notLoggedIn, .unknownPeer, .badField, .missing, .extra, .unsupported, .versionConflict,
            .keyReused,
            .keySpent,
            .forumClosed, .badCursor, .cursorGone, .recordDiverged, .busy, .shuttingDown, .storeUnavailable,
            .effectUnknown, .internalError, .rejected:
            false
        }
    }
}
