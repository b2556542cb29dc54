import CanonicalJSON
import LineProtocol
import Terminal

/// What people call the parts of a lifecycle, read from its definition; ids where it says nothing.
struct LifecycleLabels: Sendable {
    let definition: JSONObject

    /// Labels of a definition as LIFECYCLE answers it; every id stands for itself without one.
    init(_ definition: JSONObject = JSONObject()) { self.definition = definition }

    func state(_ id: String) -> String { label(of: id, in: definition["states"]) }
    func transition(_ id: String) -> String { label(of: id, in: definition["transitions"]) }
    func fact(_ id: String) -> String { label(of: id, in: definition["facts"]) }
    func track(_ id: String) -> String { label(of: id, in: definition["tracks"]) }

    func field(_ key: String) -> String {
        for field in definition["form"]?["fields"]?.array ?? [] where field["key"]?.string == key {
            return TerminalText.line(field["label"]?.string ?? key)
        }
        return TerminalText.line(key)
    }

    /// The keys of the form in its order.
    var fieldOrder: [String] { (definition["form"]?["fields"]?.array ?? []).compactMap { $0["key"]?.string } }

    /// The label of an input of a transition or fact.
    func input(_ key: String, of act: String) -> String {
        for list in [definition["transitions"], definition["facts"]] {
            for one in list?.array ?? [] where one["id"]?.string == act {
                for input in one["inputs"]?.array ?? [] where input["key"]?.string == key {
                    return TerminalText.line(input["label"]?.string ?? key)
                }
            }
        }
        return TerminalText.line(key)
    }

    /// The inputs given to a transition or fact, in the order in which its lifecycle lists them.
    func ordered(_ inputs: JSONObject, of act: String) -> [JSONObject.Member] {
        let acts = (definition["transitions"]?.array ?? []) + (definition["facts"]?.array ?? [])
        let listed = acts.first { $0["id"]?.string == act }?["inputs"]?.array ?? []
        let order = listed.compactMap { $0["key"]?.string }
        return order.compactMap { key in inputs.members.first { $0.key == key } }
            + inputs.members.filter { !order.contains($0.key) }
    }

    /// Whether a transition leads on from a state: to one further down the lifecycle's list, and not by ending or undoing what was
    /// begun. Where the lifecycle is not known, every transition does.
    func leadsOn(_ row: Verbs.Why.Row, from state: String) -> Bool {
        let states = (definition["states"]?.array ?? []).compactMap { $0["id"]?.string }
        guard let id = row.transition else { return states.isEmpty }
        let transition = (definition["transitions"]?.array ?? []).first { $0["id"]?.string == id }
        guard let transition, let here = states.firstIndex(of: state),
            let there = row.to.flatMap({ states.firstIndex(of: $0) })
        else { return states.isEmpty }
        return there > here && !["end-round", "undo"].contains(transition["effect"]?.string ?? "")
    }

    /// Whether a transition leads out: to a final state that is not the first in the lifecycle's list, such as cancelled after
    /// reported. Nobody is on the way there until something happens that asks for it.
    func leadsOut(_ row: Verbs.Why.Row) -> Bool {
        let states = (definition["states"]?.array ?? []).filter { $0["final"]?.bool == true }
        let ends = states.compactMap { $0["id"]?.string }
        guard let to = row.to else { return false }
        return ends.dropFirst().contains(to)
    }

    /// Whether positions are taken on a track.
    func hasPositions(on track: String?) -> Bool {
        guard let track, let tracks = definition["positions"]?["tracks"]?.strings else { return true }
        return tracks.contains(track)
    }

    /// Whether a state takes positions.
    func takesPositions(in state: String?) -> Bool {
        guard let states = definition["states"]?.array else { return true }
        return states.contains { $0["id"]?.string == state && $0["positions"]?.bool == true }
    }

    private func label(of id: String, in list: JSONValue?) -> String {
        for one in list?.array ?? [] where one["id"]?.string == id {
            return TerminalText.line(one["label"]?.string ?? id)
        }
        return TerminalText.line(id)
    }
}
