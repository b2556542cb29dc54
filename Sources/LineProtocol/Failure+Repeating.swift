import CanonicalJSON

extension Failure {
    /// The failure as the sender of this request needs it: an unknown effect is found out by repeating a write only where it has a key.
    ///
    /// Without one the same request would be another write, so its sender looks first. A read changes nothing, whatever became of it.
    package func told(of request: Request) -> Failure {
        guard effect == .unknown else { return self }
        if request.isWrite {
            guard request.key == nil else { return self }
            return Failure(
                codeText: codeText, retry: .fresh, effect: .unknown,
                object: object.advising(
                    "Look first whether it was written (\(request.verb.request.placeToLook(request))). Without a key, sending it again could do it "
                        + "twice; give each write a key."))
        }
        return Failure(
            codeText: codeText, retry: .same, effect: .none,
            object: object.advising("Send the same request again; if this happens again, tell the operator."))
    }
}

extension JSONObject {
    fileprivate func advising(_ advice: String) -> JSONObject {
        var object = self
        object["do"] = .string(advice)
        return object
    }
}
