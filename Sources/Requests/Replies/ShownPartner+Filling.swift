import LineProtocol
import Proposals

extension ShownPartner {
    init(_ partner: Partner) {
        self.init()
        id = partner.id
        name = partner.name
        attributes = partner.attributes
        joined = partner.joined
        left = partner.left
    }
}
