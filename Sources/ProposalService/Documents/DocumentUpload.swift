package import Proposals

/// A request to file a document: what it is, and some of its bytes.
package struct DocumentUpload: Sendable {
    package var document: Document
    package var step: Step

    package enum Step: Sendable {
        /// Asks how far it has come.
        case ask
        /// Bytes from an offset on; with the last ones the document is filed.
        case part(offset: Int, bytes: [UInt8])
        /// Gives it up.
        case drop
    }

    package init(document: Document, step: Step) {
        self.document = document
        self.step = step
    }

    /// Whether its bytes would be the last ones, if those before them had come.
    var isLast: Bool {
        guard case .part(let offset, let bytes) = step else { return false }
        return offset + bytes.count >= document.size
    }

    func key(of account: String, on ref: String) -> UploadKey {
        UploadKey(account: account, ref: ref, digest: document.digest)
    }
}
