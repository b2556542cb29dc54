package import CanonicalJSON
package import LineProtocol

/// All that a server answered to one request.
package struct Answer: Hashable, Sendable {
    /// The objects of ROW lines in order.
    package let rows: [JSONObject]
    /// The object of OK, or the ERR.
    package let result: Result<JSONObject, Failure>

    package init(rows: [JSONObject], result: Result<JSONObject, Failure>) {
        self.rows = rows
        self.result = result
    }

    /// The object of OK, empty where the line had none; throws the failure of an ERR.
    package func get() throws(Failure) -> JSONObject { try result.get() }

    /// The failure of an ERR.
    package var failure: Failure? {
        switch result {
        case .success: nil
        case .failure(let failure): failure
        }
    }
}
