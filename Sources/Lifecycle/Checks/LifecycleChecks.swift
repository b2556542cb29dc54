/// The checks of meaning.
struct LifecycleChecks {
    let definition: LifecycleDefinition
    let incomplete: Set<DefinitionSection>

    init(_ definition: LifecycleDefinition, incomplete: Set<DefinitionSection>) {
        self.definition = definition
        self.incomplete = incomplete
    }

    func run(_ fault: (DefinitionPath, String) -> Void) {
    }
}
