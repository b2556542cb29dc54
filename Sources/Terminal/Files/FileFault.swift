import Glibc

/// Why a file of this machine cannot be used.
package struct FileFault: Error, Hashable, Sendable {
    /// What follows the file's name in a sentence.
    package let sentence: String

    package init(sentence: String) { self.sentence = sentence }
}
