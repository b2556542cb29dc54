package import CanonicalJSON
package import CivilTime
import Proposals

/// What a request says of a partner; what it does not name stays.
package struct PartnerChange: Sendable, Hashable {
    package var id: String
    package var name: Said<String>
    /// By attribute: those that are named change, or are emptied by none.
    package var attributes: Said<[String: String?]>
    package var joined: Said<CivilDate>
    package var left: Said<CivilDate>

    package init(
        id: String, name: Said<String>, attributes: Said<[String: String?]> = .nothing,
        joined: Said<CivilDate> = .nothing, left: Said<CivilDate> = .nothing
    ) {
        self.id = id
        self.name = name
        self.attributes = attributes
        self.joined = joined
        self.left = left
    }

    /// The partner as it is afterwards.
    func over(_ present: Partner?) throws(ServiceFailure) -> Partner {
        var texts = present?.attributes ?? [:]
        switch attributes {
        case .nothing: break
        case .none: texts = [:]
        case .value(let given): for (key, text) in given { texts[key] = text }
        }
        let joined = joined.over(present?.joined)
        if left == .none, let day = present?.left, joined.map({ $0 < day }) ?? true {
            throw ServiceFailure.wrong(
                "left",
                "\(id.prefix(64)) left on \(day), and that stays; give the later day on which it joined again as \"joined\""
            )
        }
        // That it left stays unless it joined again later; the decision says so.
        var given: CivilDate?
        if case .value(let day) = left { given = day }
        return Partner(
            id: id, name: try name.over(needed: present?.name, "name", "PARTNER"), attributes: texts, joined: joined,
            left: given)
    }
}
