package import CanonicalJSON
package import LineProtocol

/// What a request is answered with: rows, then one object.
package enum ServiceAnswer: Sendable {
    /// As its type has it. What is sent is made of it where somebody asks for that.
    case typed(any SentAnswer)
    /// One object that was made before.
    case made(AnsweredObject)

    package var rows: [JSONObject] {
        switch self {
        case .typed(let answer): answer.sentRows
        case .made: []
        }
    }

    package var object: AnsweredObject {
        switch self {
        case .typed(let answer): .members(answer.sentObject)
        case .made(let object): object
        }
    }
}

/// An answer that has members of its own, as it is sent.
package protocol SentAnswer: Sendable {
    var sentRows: [JSONObject] { get }
    var sentObject: JSONObject { get }
}

extension TypedAnswer: SentAnswer {
    package var sentRows: [JSONObject] { rows.map(\.object) }
    package var sentObject: JSONObject { end.object }
}
