/// Walks the members of a page's struct as the compiler lists them, and keeps each under its name. A mirror would do so too, and take far
/// longer.
final class PageEncoder: Encoder {
    /// What is written here is a struct, a list, or one value.
    private enum Kind { case node, list, value }

    private var kind = Kind.value
    private var node = PageNode()
    private var list: [PageValue] = []
    private var single = PageValue.nothing
    /// What was begun within this, and its place: it is read once all has been written.
    private var parts: [(place: Place, encoder: PageEncoder)] = []

    private enum Place {
        case member(String)
        case element(Int)
    }

    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    private var value: PageValue {
        for (place, encoder) in parts {
            switch place {
            case .member(let name): node.add(name, encoder.value)
            case .element(let index): list[index] = encoder.value
            }
        }
        parts = []
        return switch kind {
        case .node: .node(node)
        case .list: .list(list)
        case .value: single
        }
    }

    /// What is written into this under a name.
    private func part(_ name: String) -> PageEncoder {
        let encoder = PageEncoder()
        parts.append((.member(name), encoder))
        return encoder
    }

    /// What is written into this as the next of a list.
    private func nextPart() -> PageEncoder {
        let encoder = PageEncoder()
        parts.append((.element(list.count), encoder))
        list.append(.nothing)
        return encoder
    }

    /// What a template reads of a value.
    static func value<Value: Encodable>(of value: Value) -> PageValue {
        if Value.self == String.self, let text = value as? String { return .text(text) }
        if Value.self == Int.self, let number = value as? Int { return .number(number) }
        if Value.self == Bool.self, let flag = value as? Bool { return .flag(flag) }
        let encoder = PageEncoder()
        // Nothing in here throws, and what the compiler writes throws nothing of its own.
        try? value.encode(to: encoder)
        return encoder.value
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        kind = .node
        return KeyedEncodingContainer(Members(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        kind = .list
        return Elements(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

    /// A struct's members.
    private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let encoder: PageEncoder
        var codingPath: [any CodingKey] { [] }

        private func add(_ key: Key, _ value: PageValue?) { encoder.node.add(key.stringValue, value ?? .nothing) }

        func encodeNil(forKey key: Key) { add(key, nil) }
        func encode(_ value: String, forKey key: Key) { add(key, .text(value)) }
        func encode(_ value: Int, forKey key: Key) { add(key, .number(value)) }
        func encode(_ value: Bool, forKey key: Key) { add(key, .flag(value)) }
        func encode<Value: Encodable>(_ value: Value, forKey key: Key) { add(key, PageEncoder.value(of: value)) }

        func encodeIfPresent(_ value: String?, forKey key: Key) { add(key, value.map { .text($0) }) }
        func encodeIfPresent(_ value: Int?, forKey key: Key) { add(key, value.map { .number($0) }) }
        func encodeIfPresent(_ value: Bool?, forKey key: Key) { add(key, value.map { .flag($0) }) }
        func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) {
            add(key, value.map { PageEncoder.value(of: $0) })
        }

        /// The case of an enum, which holds what is associated with it.
        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> { encoder.part(key.stringValue).container(keyedBy: type) }
        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            encoder.part(key.stringValue).unkeyedContainer()
        }
        func superEncoder() -> any Encoder { encoder.part("super") }
        func superEncoder(forKey key: Key) -> any Encoder { encoder.part(key.stringValue) }
    }

    /// What stands in a list.
    private struct Elements: UnkeyedEncodingContainer {
        let encoder: PageEncoder
        var codingPath: [any CodingKey] { [] }
        var count: Int { encoder.list.count }

        func encodeNil() { encoder.list.append(.nothing) }
        func encode<Value: Encodable>(_ value: Value) { encoder.list.append(PageEncoder.value(of: value)) }
        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
            encoder.nextPart().container(keyedBy: type)
        }
        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.nextPart().unkeyedContainer() }
        func superEncoder() -> any Encoder { encoder.nextPart() }
    }

    /// A value that is none of these: a word out of a few, or a number of another type.
    private struct Single: SingleValueEncodingContainer {
        let encoder: PageEncoder
        var codingPath: [any CodingKey] { [] }

        func encodeNil() { encoder.single = .nothing }
        func encode(_ value: String) { encoder.single = .text(value) }
        func encode<Value: Encodable>(_ value: Value) {
            // A number writes itself here once more, as itself: whoever asked it again would never end.
            encoder.single =
                switch value {
                case let number as any FixedWidthInteger: Int(exactly: number).map { .number($0) } ?? .text("\(number)")
                case let number as any BinaryFloatingPoint: .text("\(number)")
                default: PageEncoder.value(of: value)
                }
        }
    }
}
