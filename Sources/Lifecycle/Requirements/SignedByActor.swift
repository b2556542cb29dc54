package import DefinitionTree

/// The actor signed the act with a key of their own, which the registry knows.
package struct SignedByActor: Requirement {
    package static let name = "signed"

    package enum Says: String, FindingSentence {
        case signed = "signed with a registered key"
        case unsigned = "sign the act with your own key (--sign KEY)"
    }

    package init() {}
    package init(_ with: MapReader) {}

    package func check(at place: RequirementPlace) {
        if place.act.isFact { place.report("only a transition is signed; a fact is not") }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        act.circumstances.isSigned ? met(.signed) : unmet(.unsigned, who: act.actors, subjects: ["signature"])
    }
}
