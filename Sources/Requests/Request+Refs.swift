import LineProtocol
import Proposals

extension Request {
    /// The request with every ref among its arguments and options as the record writes it, however it was typed: `abc-2026-7` is
    /// ABC-2026-0007. What a request means does not depend on it, so a key stands for both.
    var withTrueRefs: Request {
        var request = self
        let shape = verb.shape
        for (index, positional) in shape.positionals.enumerated() where index < arguments.count && positional.isRef {
            request.arguments[index] = RefText.canonical(arguments[index])
        }
        for option in shape.options where option.kind == .ref {
            if let text = options[option.name] { request.options[option.name] = RefText.canonical(text) }
        }
        return request
    }
}
