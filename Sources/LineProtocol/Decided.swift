package import CanonicalJSON
package import CivilTime

/// When a body decided an act, and which office did, where somebody else records it.
package struct Decided: Sendable, Hashable {
    package var at: Instant?
    /// `decided_by` as it is written.
    package var by: JSONObject?

    package init(at: Instant? = nil, by: JSONObject? = nil) {
        self.at = at
        self.by = by
    }
}

extension RequestCoder {
    mutating func decided(_ decided: inout Decided) throws(Failure) {
        try instant("decided_at", &decided.at)
        try object("decided_by", &decided.by)
    }
}
