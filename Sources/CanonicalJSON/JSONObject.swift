/// The members of a JSON object, kept in canonical order: keys sorted by their UTF-16 code units (RFC 8785, 3.2.3).
package struct JSONObject: Sendable, Hashable {
    package struct Member: Sendable, Hashable {
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

    /// Sorts the members; of two with one key the later one stays.
    package init(_ members: some Sequence<Member>) {
        self.members = []
        for member in members { self[member.key] = member.value }
    }

    /// Takes members in any order, or answers the first key that stands there twice.
    package init(unique unsorted: [Member]) throws(DuplicateKey) {
        var sorted = unsorted
        sorted.sort { JSONObject.precedes($0.key, $1.key) }
        for (left, right) in zip(sorted, sorted.dropFirst()) where left.key == right.key {
            throw DuplicateKey(key: left.key)
        }
        members = sorted
    }

    package struct DuplicateKey: Error, Equatable {
        package let key: String
    }

    package var isEmpty: Bool { members.isEmpty }
    package var count: Int { members.count }
    package var keys: [String] { members.map(\.key) }

    /// The value of a key; setting nil removes the member.
    package subscript(key: String) -> JSONValue? {
        get {
            let index = position(of: key)
            return index < members.count && members[index].key == key ? members[index].value : nil
        }
        set {
            let index = position(of: key)
            let present = index < members.count && members[index].key == key
            switch (present, newValue) {
            case (true, .some(let value)): members[index].value = value
            case (true, .none): members.remove(at: index)
            case (false, .some(let value)): members.insert(Member(key: key, value: value), at: index)
            case (false, .none): break
            }
        }
    }

    /// The index of the first member whose key does not precede `key`.
    private func position(of key: String) -> Int {
        var low = 0
        var high = members.count
        while low < high {
            let middle = (low + high) / 2
            if JSONObject.precedes(members[middle].key, key) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether a key stands before another: order of UTF-16 code units.
    static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf16.lexicographicallyPrecedes(right.utf16)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map { Member(key: $0.0, value: $0.1) })
    }
}
