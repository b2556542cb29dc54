import CanonicalJSON
import Lifecycle
import Proposals
import ViewDefinitions

extension InterestsDefinition.Party {
    /// The partner that a record is about: the one that its input names, or else that of who recorded it.
    func partner(in record: FactRecord) -> String? {
        if let key = partner { return record.inputs[key]?.string }
        return record.actor.office?.partner
    }
}
