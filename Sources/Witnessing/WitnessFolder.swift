package import Bundles
package import Record
import Terminal

/// The folder of a witness: its key, and a folder for each log that it follows. One process at a time has it.
package struct WitnessFolder {
    private static let keyName = "witness-key"

    package let path: String
    package let signer: NoteSigner
    /// Holds the lock.
    private let folder: DurableFolder

    /// Makes the key of a new witness.
    package static func make(_ path: String, name: String) throws -> WitnessFolder {
        let folder = try DurableFolder(path)
        if let known = try? read(folder) {
            throw CommandFailure.notDone([
                "\(TerminalText.line(path)) already holds the key of a witness: \(known.key.text)"
            ])
        }
        guard try folder.read(keyName) == nil else {
            throw CommandFailure.notDone([
                "\(TerminalText.line(path))/\(keyName) exists, and is not the key of a witness"
            ])
        }
        var generator = SystemRandomNumberGenerator()
        let signer: NoteSigner
        do {
            signer = try NoteSigner(
                name: name, kind: .cosignature,
                seed: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
        } catch { throw CommandFailure.usage("the name \"\(TerminalText.line(name))\": \(error)") }
        try folder.write(keyName, Array((signer.secretText + "\n").utf8))
        return WitnessFolder(path: path, signer: signer, folder: folder)
    }

    /// Opens the folder of a witness that has its key.
    package static func open(_ path: String) throws -> WitnessFolder {
        guard LocalFile.isDirectory(path) else {
            throw CommandFailure.usage(
                "the folder \(TerminalText.line(path)) does not exist; make the witness's key first: chancery witness init --data "
                    + "\(TerminalText.line(path)) --name NAME")
        }
        let folder = try DurableFolder(path)
        return WitnessFolder(path: path, signer: try read(folder), folder: folder)
    }

    /// The state of a log, kept under its forum's name and key id.
    package func file(of log: WitnessedLog) throws -> WitnessFile {
        WitnessFile(in: try DurableFolder(self.path(of: log)))
    }

    /// Where the state of a log is.
    package func path(of log: WitnessedLog) -> String {
        let name = log.forum.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "-")
            return isPlain ? byte : UInt8(ascii: "_")
        }
        let id = (0..<4).map { UInt8(truncatingIfNeeded: log.key.id >> (24 - 8 * $0)) }
        return "\(path)/\(String(decoding: name, as: UTF8.self))-\(Hexadecimal.encode(id))"
    }

    private static func read(_ folder: DurableFolder) throws -> NoteSigner {
        guard let bytes = try folder.read(keyName) else {
            throw CommandFailure.usage(
                "\(TerminalText.line(folder.path)) holds no key of a witness; make one: chancery witness init --data "
                    + "\(TerminalText.line(folder.path)) --name NAME")
        }
        let text = String(decoding: bytes.split(separator: 0x0A).first ?? [], as: UTF8.self)
        guard let signer = try? NoteSigner(text: text), signer.key.kind == .cosignature else {
            throw CommandFailure.notDone(["\(TerminalText.line(folder.path))/\(keyName) is not the key of a witness"])
        }
        return signer
    }
}
