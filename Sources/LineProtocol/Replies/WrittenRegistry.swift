/// Where a write left a forum's registry.
package struct WrittenRegistry: ReplyPart {
    package var forum: String?
    package var registryVersion: Int?
    package var change = WrittenChange()

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("forum", &forum)
        coder.integer("registry_version", &registryVersion)
        change.members(&coder)
    }
}

/// An answer to a write of a registry: where that stands, and what one verb or another tells besides.
package protocol RegistryReply: ReplyPart {
    var registry: WrittenRegistry { get }
}

extension WrittenRegistry: RegistryReply {
    package var registry: WrittenRegistry { self }
}

extension Verbs.Held: WriteVerb { package typealias Written = WrittenRegistry }
extension Verbs.Meeting: WriteVerb { package typealias Written = WrittenRegistry }
extension Verbs.Partner: WriteVerb { package typealias Written = WrittenRegistry }
