package import CanonicalJSON
package import DefinitionTree

/// One condition of the closed vocabulary. A file can combine them, never invent one or evaluate code.
///
/// Each kind is a type in a file of its own, which holds all that is known of it: its name, how a file writes it, what is checked when a
/// definition is loaded, how it is judged, and what its findings say. ``RequirementKinds`` lists them.
package protocol Requirement: Sendable, Hashable {
    /// What its findings can say.
    associatedtype Says: FindingSentence

    /// The stable name by which files, refusals and programs know it.
    static var name: String { get }
    /// The parameters that a file gives under `with`, in the order in which they are told.
    static var parameterNames: [String] { get }
    /// Reads what a file gives under `with`; faults go to the reader.
    init(_ with: MapReader)

    /// What stands under `with` in the canonical form.
    var parameters: JSONObject { get }
    /// Reports what keeps it from ever holding where it stands.
    func check(at place: RequirementPlace)
    /// Judges it: met, or unmet with what is missing and who can supply it.
    func answer(_ act: ActInQuestion) -> RequirementAnswer

    /// Why it cannot hold beside another one of the same act; nil where it can, or where the other one says so.
    func contradiction(with other: any Requirement) -> String?
    /// What a forum lacks for it ever to hold there: sentences that go on after the lifecycle's name.
    func lacks(in forum: ForumOutline, of lifecycle: LifecycleDefinition) -> [String]
    /// The fact that must have been recorded for it to hold.
    var neededFact: String? { get }
    /// The input that must name a meeting that was held.
    var meetingInput: String? { get }
    /// The input that must name a partner, with the form field that lists those who may be named.
    var partnerInput: (key: String, field: String)? { get }
    /// What sets the day on which the act must have been decided; nil where it asks for none that is known before the act.
    var daySource: DaySource? { get }
    /// Whether it looks at what a round came to, and so can hold only where one is open.
    var restsOnRound: Bool { get }
    /// Whether it holds only where there is a move to undo.
    var asksForUndoableMove: Bool { get }
    /// What must first become of the proposal itself for it to hold, as the subjects of its finding until then; nil where nothing must,
    /// and where that hangs on the act, on who makes it, on the time or on the registry.
    func awaits(_ prospect: Prospect, under definition: LifecycleDefinition) -> [String]?
}

extension Requirement {
    package static var parameterNames: [String] { [] }
    package var parameters: JSONObject { [:] }
    package func check(at place: RequirementPlace) {}
    package func contradiction(with other: any Requirement) -> String? { nil }
    package func lacks(in forum: ForumOutline, of lifecycle: LifecycleDefinition) -> [String] { [] }
    package var neededFact: String? { nil }
    package var meetingInput: String? { nil }
    package var partnerInput: (key: String, field: String)? { nil }
    package var daySource: DaySource? { nil }
    package var restsOnRound: Bool { false }
    package var asksForUndoableMove: Bool { false }
    package func awaits(_ prospect: Prospect, under definition: LifecycleDefinition) -> [String]? { nil }

    package var name: String { Self.name }

    /// Whether another is of the same kind, with the same parameters.
    package func isSame(as other: any Requirement) -> Bool { (other as? Self) == self }

    func met(_ says: Says, _ values: [String: Reason.Value] = [:]) -> RequirementAnswer {
        RequirementAnswer(isMet: true, reasons: [reason(says, values)])
    }

    func unmet(
        _ says: Says, _ values: [String: Reason.Value] = [:], who: [Capable], subjects: [String] = []
    ) -> RequirementAnswer {
        RequirementAnswer(isMet: false, reasons: [reason(says, values)], who: who, subjects: subjects)
    }

    func reason(_ says: Says, _ values: [String: Reason.Value] = [:]) -> Reason {
        Reason(Self.name, says, values)
    }
}

/// What sets the day of an act.
package enum DaySource: Sendable, Hashable {
    /// The days on which the meeting was held that this input names.
    case meeting(input: String)
    /// The latest of the days in this input of these facts' newest records.
    case latest(facts: [String], input: String)
}

/// What a requirement answers of one act.
package struct RequirementAnswer: Sendable {
    package var isMet: Bool
    package var reasons: [Reason]
    /// Who can meet it; empty where nobody's act can.
    package var who: [Capable] = []
    /// Form keys, input keys or partner ids that it is about.
    package var subjects: [String] = []
}
