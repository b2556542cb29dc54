package import CanonicalJSON

/// What a request is answered with: rows, then one object.
package struct ServiceAnswer: Sendable, Hashable {
    package var rows: [JSONObject]
    package var object: AnsweredObject

    package init(rows: [JSONObject] = [], object: AnsweredObject = [:]) {
        self.rows = rows
        self.object = object
    }
}
