import Foundation

/// The build that the tests are part of.
package enum ThisBuild {
    /// The path of its executable `chancery`, which lies beside the tests.
    package static var chancery: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            return URL(fileURLWithPath: tests).deletingLastPathComponent().appendingPathComponent("chancery").path
        }
    }

    /// Whether a sanitizer watches it, which has a memory of its own: it gives none back to the system.
    package static var isSanitized: Bool {
        ["__tsan_init", "__asan_init"].contains { (name: String) in dlsym(nil, name) != nil }
    }
}
