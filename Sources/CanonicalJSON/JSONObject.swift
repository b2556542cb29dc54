/// The members of a JSON object, kept in canonical order: keys sorted by their UTF-16 code units (RFC 8785, 3.2.3).
///
/// Keys are compared by their bytes: a precomposed and a decomposed "é" are two keys.
package struct JSONObject: Sendable, Hashable {
    /// One key and its value.
    package struct Member: Sendable {
        package let key: String
        package var value: JSONValue

        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// The members in canonical order.
    package private(set) var members: [Member]

    package init() { members = [] }

    /// An empty object that is to have about so many members.
    package init(reserving count: Int) {
        members = []
        members.reserveCapacity(count)
    }

    /// Sorts the members; of two with one key the later one stays.
    package init(_ members: some Sequence<Member>) {
        let members = Array(members)
        guard !JSONObject.isInOrder(members) else {
            self.members = members
            return
        }
        self.members = []
        self.members.reserveCapacity(members.count)
        for member in members { self[member.key] = member.value }
    }

    /// Takes members in any order, or answers the first key that stands there twice.
    package init(unique unsorted: [Member]) throws(DuplicateKey) {
        members = JSONObject.sorted(unsorted)
        for index in members.indices.dropFirst() where members[index].key.hasSameBytes(as: members[index - 1].key) {
            throw DuplicateKey(key: members[index].key)
        }
    }

    /// Takes members that stand in canonical order, each key once.
    init(sorted members: [Member]) { self.members = members }

    /// A key that stands twice in what should become one object.
    package struct DuplicateKey: Error, Equatable {
        package let key: String
    }

    package var isEmpty: Bool { members.isEmpty }
    package var count: Int { members.count }
    package var keys: [String] { members.map(\.key) }

    /// The value of a key; setting nil removes the member.
    package subscript(key: String) -> JSONValue? {
        get {
            // Few members are found sooner one after another: most keys differ in their lengths already.
            guard members.count > 12 else {
                for index in members.indices where members[index].key.hasSameBytes(as: key) {
                    return members[index].value
                }
                return nil
            }
            let (index, present) = position(of: key)
            return present ? members[index].value : nil
        }
        set {
            switch (position(of: key), newValue) {
            case ((let index, true), .some(let value)): members[index].value = value
            case ((let index, true), .none): members.remove(at: index)
            case ((let index, false), .some(let value)): members.insert(Member(key: key, value: value), at: index)
            case ((_, false), .none): break
            }
        }
    }

    /// The index of the first member whose key does not precede `key`, and whether that is its key.
    private func position(of key: String) -> (index: Int, present: Bool) {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if members[middle].key.precedesInUTF16(key) { low = middle + 1 } else { high = middle }
        }
        return (low, low < members.count && members[low].key.hasSameBytes(as: key))
    }

    /// Sorts stably. Most objects come sorted already, and then this is one pass.
    private static func sorted(_ members: [Member]) -> [Member] {
        isInOrder(members) ? members : members.sorted { $0.key.precedesInUTF16($1.key) }
    }

    /// Whether each key stands before the next one, so that none stands twice.
    private static func isInOrder(_ members: [Member]) -> Bool {
        members.indices.dropFirst().allSatisfy { members[$0 - 1].key.precedesInUTF16(members[$0].key) }
    }
}

extension JSONObject {
    package static func == (left: Self, right: Self) -> Bool {
        guard left.members.count == right.members.count else { return false }
        for index in left.members.indices where left.members[index] != right.members[index] { return false }
        return true
    }
}

extension JSONObject.Member: Hashable {
    package static func == (left: Self, right: Self) -> Bool {
        left.key.hasSameBytes(as: right.key) && left.value == right.value
    }

    package func hash(into hasher: inout Hasher) {
        key.hashBytes(into: &hasher)
        hasher.combine(value)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map { Member(key: $0.0, value: $0.1) })
    }
}
