package import Proposals

/// A part of a document.
package struct SeenDocumentPart: Sendable {
    package var document: Document
    package var offset: Int
    package var bytes: [UInt8]
    /// Where the next part begins; nil where this is the last.
    package var next: Int?
}
