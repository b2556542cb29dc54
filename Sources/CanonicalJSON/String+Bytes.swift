/// Comparison of texts by their bytes.
///
/// Swift's `==` on `String` is canonical equivalence: a precomposed "é" equals a decomposed one. In JSON, and for a
/// hash, they are different texts, so no key and no value is compared with it.
extension String {
    /// Whether both texts have the same UTF-8 bytes.
    package func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && withBytes(of: other) { UTF16Order.firstDifference($0, $1) == nil }
    }

    /// Whether this text stands before another by UTF-16 code units (RFC 8785, 3.2.3), found from the UTF-8 bytes.
    package func precedesInUTF16(_ other: String) -> Bool { withBytes(of: other, UTF16Order.precedes) }

    /// Feeds the bytes to a hasher, closed by a byte that UTF-8 never holds.
    func hashBytes(into hasher: inout Hasher) {
        var text = self
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }

    private func withBytes<Result>(
        of other: String, _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let atOnce = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in body(left, right) }
        }
        if case .some(.some(let result)) = atOnce { return result }
        return Array(utf8).withUnsafeBufferPointer { left in
            Array(other.utf8).withUnsafeBufferPointer { right in body(left, right) }
        }
    }
}

/// The order of texts by their UTF-16 code units, found from their UTF-8 bytes.
///
/// The orders of both agree but for one thing: a surrogate pair (lead byte F0 to F4) stands before U+E000 to U+FFFF (lead byte EE or
/// EF). No continuation byte is that large, so a differing byte from EE on is always a lead byte.
enum UTF16Order {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    static func precedes(_ left: Bytes, _ right: Bytes) -> Bool {
        guard let index = firstDifference(left, right) else { return left.count < right.count }
        let (one, two) = (left[index], right[index])
        if one >= 0xEE, two >= 0xEE, (one >= 0xF0) != (two >= 0xF0) { return one >= 0xF0 }
        return one < two
    }

    /// The first index at which two texts differ, nil when one begins with the other.
    static func firstDifference(_ left: Bytes, _ right: Bytes) -> Int? {
        let count = min(left.count, right.count)
        var index = 0
        while index < count {
            if left[index] != right[index] { return index }
            index += 1
        }
        return nil
    }
}
