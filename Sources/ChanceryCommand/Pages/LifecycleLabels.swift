import CanonicalJSON

/// What people call the parts of a lifecycle, read from its definition; ids where it says nothing.
struct LifecycleLabels: Sendable {
    private let definition: JSONObject

    /// Labels of a definition as LIFECYCLE answers it; every id stands for itself without one.
    init(_ definition: JSONObject = JSONObject()) { self.definition = definition }

    func state(_ id: String) -> String { label(of: id, in: definition["states"]) }
    func transition(_ id: String) -> String { label(of: id, in: definition["transitions"]) }
    func fact(_ id: String) -> String { label(of: id, in: definition["facts"]) }
    func track(_ id: String) -> String { label(of: id, in: definition["tracks"]) }

    func field(_ key: String) -> String {
        for field in definition["form"]?["fields"]?.array ?? [] where field["key"]?.string == key {
            return PlainText.line(field["label"]?.string ?? key)
        }
        return PlainText.line(key)
    }

    /// The keys of the form in its order.
    var fieldOrder: [String] { (definition["form"]?["fields"]?.array ?? []).compactMap { $0["key"]?.string } }

    /// The label of an input of a transition or fact.
    func input(_ key: String, of act: String) -> String {
        for list in [definition["transitions"], definition["facts"]] {
            for one in list?.array ?? [] where one["id"]?.string == act {
                for input in one["inputs"]?.array ?? [] where input["key"]?.string == key {
                    return PlainText.line(input["label"]?.string ?? key)
                }
            }
        }
        return PlainText.line(key)
    }

    private func label(of id: String, in list: JSONValue?) -> String {
        for one in list?.array ?? [] where one["id"]?.string == id {
            return PlainText.line(one["label"]?.string ?? id)
        }
        return PlainText.line(id)
    }
}
