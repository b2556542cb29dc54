import Mustache

/// What a template reads of a page's structs: their members by name. A member that is nil is nothing, and no member of the same name further
/// out is taken for it; `hasName` says whether there is anything in `name`.
final class PageNode: MustacheParent {
    private let members: [String: Any]

    init(_ value: Any) {
        var members: [String: Any] = [:]
        for child in Mirror(reflecting: value).children {
            if let label = child.label { members[label] = PageNode.shown(child.value) }
        }
        self.members = members
    }

    func child(named name: String) -> Any? {
        if let member = members[name] { return member }
        guard name.hasPrefix("has"), name.utf8.count > 3 else { return nil }
        let rest = name.dropFirst(3)
        guard let member = members[rest.prefix(1).lowercased() + rest.dropFirst()] else { return nil }
        return switch member {
        case is Nothing: false
        case let list as [Any]: !list.isEmpty
        case let text as String: !text.isEmpty
        case let flag as Bool: flag
        default: true
        }
    }

    /// A value as templates take it.
    static func shown(_ value: Any) -> Any {
        switch value {
        case let text as String: return text
        case let flag as Bool: return flag
        case let number as Int: return number
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { shown($0.value) } ?? Nothing()
        case .collection: return mirror.children.map { shown($0.value) }
        default: return PageNode(value)
        }
    }

    /// A member that is nil.
    private struct Nothing: MustacheCustomRenderable {
        let renderText = ""
        let isNull = true
    }
}
