/// A value that many hold: a copy costs one reference, however much the value holds, and changing one copy changes no other.
@frozen @usableFromInline package struct Shared<Value: Sendable>: Sendable {
    @usableFromInline final class Storage: @unchecked Sendable {
        /// Changed only while one copy alone holds it, through that copy, whose own exclusivity is checked: it needs no second check.
        @exclusivity(unchecked) @usableFromInline var value: Value

        @inlinable init(_ value: Value) { self.value = value }
    }

    @usableFromInline var storage: Storage

    @inlinable package init(_ value: Value) { storage = Storage(value) }

    @inlinable package var value: Value {
        _read { yield storage.value }
        _modify {
            if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.value) }
            yield &storage.value
        }
    }
}

extension Shared: Equatable where Value: Equatable {
    @inlinable package static func == (left: Self, right: Self) -> Bool {
        left.storage === right.storage || left.value == right.value
    }
}

extension Shared: Hashable where Value: Hashable {
    @inlinable package func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
