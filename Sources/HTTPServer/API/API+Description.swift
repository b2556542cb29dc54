import CanonicalJSON
import HTTPTypes
import Hummingbird
import Lifecycle
import LineProtocol
import Requests

extension API {
    /// The description of what is common to all forums: it is the same for everybody, and made once.
    private static let common: Result<JSONObject, Failure> = Result { () throws(Failure) in
        try OpenAPI(server: "").document()
    }

    /// Answers with the description of the API; for one forum with its forms, which are asked for as the caller would ask.
    func description(
        _ target: WebTarget, by login: Login?, _ context: WebContext
    ) async throws(Problem) -> WebResponse {
        do throws(Failure) {
            guard let forum = try API.forum(of: target) else {
                let document = try API.common.get().naming(desk.configuration.name)
                return APIAnswer.response(JSONValue.object(document).canonicalBytes)
            }
            let forms = ForumForms(forum: forum, definitions: try await definitions(of: forum, by: login, context))
            let document = try OpenAPI(server: desk.configuration.name, forum: forms).document()
            return APIAnswer.response(JSONValue.object(document).canonicalBytes)
        } catch {
            throw Problem(error)
        }
    }

    /// The forum that is asked for; nil where none is.
    private static func forum(of target: WebTarget) throws(Failure) -> String? {
        if let other = target.query.map(\.name).first(where: { $0 != OpenAPI.forumOption }) {
            throw Failure(
                .extraArgument, "the description does not take \(other.prefix(40))=",
                advice: "Write: \(OpenAPI.usage)", details: ["argument": .string(String(other.prefix(40)))])
        }
        guard target.query.count < 2 else {
            throw Failure(
                .badArgument, "forum= is given twice", advice: "Give it once.", details: ["argument": "forum"])
        }
        return target.query.first?.value
    }

    /// The lifecycles of a forum as they are now.
    private func definitions(
        of forum: String, by login: Login?, _ context: WebContext
    ) async throws(Failure) -> [LifecycleDefinition] {
        let end = try await lifecycle([forum], by: login, context)
        var found = [end.definition]
        for id in end.lifecycles ?? [] {
            found.append(try await lifecycle([forum, id], by: login, context).definition)
        }
        var definitions: [LifecycleDefinition] = []
        for definition in found.compactMap({ $0 }) {
            do {
                definitions.append(try LifecycleDefinition(recorded: .object(definition.json)))
            } catch {
                throw Failure(.internal, "the lifecycle \(definition.id) cannot be read")
            }
        }
        return definitions
    }

    private func lifecycle(
        _ arguments: [String], by login: Login?, _ context: WebContext
    ) async throws(Failure) -> Verbs.Lifecycle.End {
        var parts = LineProtocol.Request.Parts(usage: OpenAPI.usage)
        parts.arguments = arguments
        let request = try LineProtocol.Request(.lifecycle, parts)
        switch await desk.begin(request, by: login, at: context.peer, context).collected().outcome {
        case .success(let end): return Verbs.Lifecycle.End(end?.members ?? [:])
        case .failure(let failure): throw failure
        }
    }
}

extension JSONObject {
    /// The description of a server of this name.
    fileprivate func naming(_ server: String) -> JSONObject {
        adding("info", .object((self["info"]?.object ?? [:]).adding("version", .string(server))))
    }
}
