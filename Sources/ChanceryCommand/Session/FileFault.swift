import Glibc

/// Why a file of this machine cannot be used.
struct FileFault: Error, Hashable, Sendable {
    /// What follows the file's name in a sentence.
    let sentence: String
}
