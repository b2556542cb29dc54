import Glibc

/// C strings ended by a null pointer, as libpq and posix_spawn take them.
package final class CStringArray {
    private let strings: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    package init(_ values: [String]) {
        count = values.count
        strings = .allocate(capacity: count + 1)
        for (index, value) in values.enumerated() { strings.advanced(by: index).initialize(to: strdup(value)) }
        strings.advanced(by: count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { free(strings[index]) }
        strings.deallocate()
    }

    var pointer: UnsafePointer<UnsafePointer<CChar>?> {
        UnsafeRawPointer(strings).assumingMemoryBound(to: UnsafePointer<CChar>?.self)
    }

    /// The form that `argv` and `envp` have. Valid as long as this object.
    package var mutablePointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
        strings
    }
}
