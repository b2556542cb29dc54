package import CanonicalJSON

extension Event {
    /// Personal values that stood beside the record were erased. The commitments to them stay, named here by their digests alone, and
    /// tell nothing any more.
    package struct PersonalErased: RegistryBody {
        package static var kind: EventKind { .personalErased }
        package static var isForKeepers: Bool { true }

        package var erasure: Erasure
    }
}

extension Event.PersonalErased {
    package init(_ data: JSONObject) throws(EventError) {
        let data = Self.reader(data)
        erasure = Erasure(
            subject: data.optionalText("subject"), digests: try data.texts("digests"),
            reason: data.optionalText("reason") ?? "", rule: data.optionalText("rule"))
    }

    package var data: JSONObject {
        [
            "digests": .strings(erasure.digests), "reason": .string(erasure.reason), "rule": .optional(erasure.rule),
            "subject": .optional(erasure.subject),
        ]
    }

    package func apply(to registry: inout Registry, of event: Event) throws(EventError) { registry.erasures += 1 }

    package func command(of event: Event) -> RegistryCommand? { .erase(erasure) }
}
