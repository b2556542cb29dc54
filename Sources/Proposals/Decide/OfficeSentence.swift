package import Lifecycle

/// What somebody is told who holds none of the offices that may do something. What that is, the room says in which it is done.
enum OfficeSentence: String, EngineSentence {
    static let room = "office"

    case mayNot = "only {roles|or} may {deed}"
    case forumAdministrators = "only the forum's administrators may {deed}"
    case serverAdministrator = "only an administrator of the server may {deed}"
}

extension Reason {
    /// Only these roles may do it.
    static func only(_ roles: [String], may deed: some EngineSentence, _ values: [String: Value] = [:]) -> Reason {
        Reason(OfficeSentence.mayNot, ["roles": .list(roles), "deed": .phrase(Reason(deed, values))])
    }

    /// Only the administrators of the forum may do it.
    package static func onlyAdministrators(may deed: some EngineSentence) -> Reason {
        Reason(OfficeSentence.forumAdministrators, ["deed": .phrase(Reason(deed))])
    }
}
