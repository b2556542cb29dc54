import Lifecycle

/// The states of a lifecycle in their order, and where a proposal stands in them. A way out shows only when it was taken.
struct WayDiagram: PageContent {
    let steps: [Step]

    struct Step: PageContent {
        let label: String
        let style: String
        let isHere: Bool
        let told: String
    }

    init(_ definition: LifecycleDefinition, state: String) {
        let ends = definition.states.filter(\.isFinal).dropFirst().map(\.id)
        let shown = definition.states.filter { !ends.contains($0.id) || $0.id == state }
        let isOut = ends.contains(state)
        let here = shown.firstIndex { $0.id == state } ?? 0
        let passed = definition.states.firstIndex { $0.id == state } ?? 0
        steps = shown.enumerated().map { index, one in
            let place = definition.states.firstIndex { $0.id == one.id } ?? 0
            let isPassed = !isOut && place < passed
            return Step(
                label: PageText.label(one.label),
                style: index == here ? (isOut ? "here out" : "here") : isPassed ? "passed" : "ahead",
                isHere: index == here, told: index == here ? tr("now") : isPassed ? tr("passed") : tr("not reached"))
        }
    }
}
