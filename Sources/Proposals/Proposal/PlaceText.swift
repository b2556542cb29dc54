package import CanonicalJSON

/// A place as people read it: a text as it is, parts from the nearest to the widest.
package enum PlaceText {
    /// The parts that a place may be given by.
    package static let parts = ["venue", "city", "country"]

    /// The place in one line; nil where the value is no place.
    package static func line(_ value: JSONValue) -> String? {
        if let text = value.string { return text }
        guard let object = value.object else { return nil }
        let known = parts.compactMap { object[$0]?.string }
        return known.isEmpty ? nil : known.joined(separator: ", ")
    }
}
