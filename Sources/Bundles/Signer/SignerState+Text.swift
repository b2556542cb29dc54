import Record

extension SignerState {
    private static let heading = "chancery signer 1"

    /// The file: one thing a line, closed by the SHA-256 of the lines before.
    package var text: String {
        var lines = [SignerState.heading, "origin \(origin)", "size \(size)", "root \(root.hex)"]
        switch divergence {
        case .none: lines.append("diverged no")
        case .shrunk(let stored, let signed): lines.append("diverged shrunk \(stored) \(signed)")
        case .rewritten(let size): lines.append("diverged rewritten \(size)")
        case .changed(let position): lines.append("diverged changed \(position)")
        case .restored(let size): lines.append("diverged restored \(size)")
        }
        let body = lines.map { $0 + "\n" }.joined()
        return body + "sha256 \(Digest.sha256(Array(body.utf8)).hex)\n"
    }

    /// Reads the file; nil unless it is exactly what ``text`` writes.
    package init?(text: String) {
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard lines.count == 7, lines[0] == SignerState.heading, lines[1].hasPrefix("origin "),
            lines[2].hasPrefix("size "), let size = Int64(lines[2].dropFirst(5)), size >= 0,
            lines[3].hasPrefix("root "), let root = Digest(hex: String(lines[3].dropFirst(5)))
        else { return nil }
        let words = lines[4].split(separator: " ").map(String.init)
        let numbers = words.dropFirst(2).compactMap { Int64($0) }
        let divergence: Divergence?
        switch (words.dropFirst().first, numbers.count) {
        case ("no", 0): divergence = nil
        case ("shrunk", 2): divergence = .shrunk(to: numbers[0], from: numbers[1])
        case ("rewritten", 1): divergence = .rewritten(size: numbers[0])
        case ("changed", 1): divergence = .changed(position: numbers[0])
        case ("restored", 1): divergence = .restored(size: numbers[0])
        default: return nil
        }
        self.init(origin: String(lines[1].dropFirst(7)), size: size, root: root, divergence: divergence)
        guard self.text == text else { return nil }
    }
}

/// The signer's state on the disk, beside its lock.
package struct SignerFile: Sendable {
    private static let name = "signer-state"
    private let folder: DurableFolder

    package init(in folder: DurableFolder) { self.folder = folder }

    /// The state that was kept last; a new one where there is none.
    package func load(origin: String) throws(FolderFault) -> SignerState {
        guard let bytes = try folder.read(SignerFile.name) else { return SignerState(origin: origin) }
        guard let state = SignerState(text: String(decoding: bytes, as: UTF8.self)) else {
            throw malformed("it is damaged; restore it from a copy, or begin a new epoch")
        }
        guard state.origin == origin else { throw malformed("it belongs to another record: \(state.origin)") }
        return state
    }

    /// Keeps the state; it is on the disk when this returns.
    package func keep(_ state: SignerState) throws(FolderFault) {
        try folder.write(SignerFile.name, Array(state.text.utf8))
    }

    private func malformed(_ why: String) -> FolderFault {
        .malformed(path: folder.path + "/" + SignerFile.name, why: why)
    }
}
