import CanonicalJSON

/// What is said with a position, or with taking it back.
package struct PositionWords: Sendable, Hashable {
    package var reason: String?
    /// What would lift a reservation or an objection.
    package var resolves: String?
    /// The note that it is relayed from; nil where the partner spoke itself, and where the note can no longer be read.
    package private(set) var relayed: Relay?
    /// Whether a coordinator relayed it.
    package private(set) var isRelayed: Bool

    package init(reason: String? = nil, resolves: String? = nil, relayed: Relay? = nil) {
        self.reason = reason
        self.resolves = resolves
        self.relayed = relayed
        isRelayed = relayed != nil
    }

    /// Those of a position: what it was relayed from is part of it.
    init(taken data: EventReader) throws(EventError) {
        self.init(
            reason: data.optionalText("reason"), resolves: data.optionalText("resolves"),
            relayed: try data.optionalObject("relayed").map { json throws(EventError) in try Relay(json: json) })
    }

    /// Those of a position that is taken back: nothing follows from them but whether they were relayed.
    init(retracted data: EventReader) {
        let relayed = data.optionalObject("relayed")
        self.init(
            reason: data.optionalText("reason"), resolves: data.optionalText("resolves"),
            relayed: relayed.flatMap { try? Relay(json: $0) })
        isRelayed = relayed != nil
    }

    func write(into data: inout JSONObject) {
        if let reason { data["reason"] = .string(reason) }
        if let resolves { data["resolves"] = .string(resolves) }
        if let relayed { data["relayed"] = relayed.json }
    }
}
