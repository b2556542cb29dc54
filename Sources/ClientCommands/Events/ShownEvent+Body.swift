import LineProtocol
import Proposals

extension ShownEvent {
    /// What it says, in the type of its kind; nil where this program does not know the kind, or what it needs of it is not there: a newer
    /// server sent it, or it was too long for its line.
    var body: (any EventBody)? {
        guard let kind = EventKind(rawValue: kind) else { return nil }
        switch kind.body {
        case .opening(let type): return try? type.init(data)
        case .proposal(let type): return try? type.init(data)
        case .registry(let type): return try? type.init(data)
        }
    }

    /// The same where it is of one kind.
    func body<Body: EventBody>(_ type: Body.Type) -> Body? { body as? Body }
}
