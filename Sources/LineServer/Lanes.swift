import DequeModule

/// What waits, in lanes that take turns: one of each lane after the other, so that a lane with little waits no longer because another has much.
/// Within a lane the order stays. A lane is there only while something waits in it. Pure.
struct Lanes<Element> {
    private var lanes: [String: Deque<Element>] = [:]
    /// The lanes, in the order of their turns.
    private var turns: Deque<String> = []

    var isEmpty: Bool { turns.isEmpty }
    var laneCount: Int { lanes.count }

    mutating func append(_ element: Element, to lane: String) {
        if lanes[lane] == nil { turns.append(lane) }
        lanes[lane, default: []].append(element)
    }

    /// Takes out whatever has its turn.
    mutating func next() -> Element? {
        guard let lane = turns.popFirst() else { return nil }
        let element = lanes[lane]?.popFirst()
        if lanes[lane]?.isEmpty == false { turns.append(lane) } else { lanes[lane] = nil }
        return element
    }
}
