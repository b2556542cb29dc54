import CanonicalJSON
import LineProtocol

@testable import ImportFiles

/// What is made of lists, as the objects that are sent.
extension VerbRequest {
    var object: JSONObject { (try? request().object) ?? JSONObject() }
}

extension MeetingMapper.Mapped {
    var meeting: JSONObject { setting(in: "f").object }
    var held: JSONObject? { holding(in: "f")?.object }
}

extension RegistryMapper.MappedPartner {
    var partner: JSONObject {
        var request = Verbs.Partner()
        request.change = change
        return request.object
    }
}

extension RegistryMapper.Holder {
    var appointments: [JSONObject] {
        terms.map {
            var request = Verbs.Appoint()
            request.appointment = $0
            return request.object
        }
    }
}
