import LineProtocol
import Proposals

extension Request {
    /// The request with every ref among its arguments and options as the record writes it, however it was typed: `abc-2026-7` is
    /// ABC-2026-0007. What a request means does not depend on it, so a key stands for both.
    var withTrueRefs: Request {
        var request = self
        for (index, positional) in verb.shape.positionals.enumerated()
        where index < arguments.count && ["ref", "subject"].contains(positional.name) {
            request.arguments[index] = RefText.canonical(arguments[index])
        }
        let isPageOfRefs = verb == .list || verb == .search
        for name in isPageOfRefs ? ["after"] : ["ref"] {
            if let text = options[name] { request.options[name] = RefText.canonical(text) }
        }
        return request
    }
}
