import Record
import Terminal

/// Files that a backup takes along and a restore puts back: for their owner alone, with failures that name them.
enum BackupFile {
    static func read(_ path: String) throws -> [UInt8] {
        do throws(FileFault) { return try LocalFile.bytes(path) } catch { throw failure(path, error) }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        do throws(FileFault) { try LocalFile.writePrivate(bytes, to: path) } catch { throw failure(path, error) }
    }

    static func makeDirectory(_ path: String) throws {
        do throws(FileFault) { try LocalFile.makePrivateDirectory(path) } catch { throw failure(path, error) }
    }

    static func digest(_ path: String) throws -> Digest { Digest.sha256(try read(path)) }

    private static func failure(_ path: String, _ fault: FileFault) -> CommandFailure {
        .notDone(["\(TerminalText.line(path)) \(fault.sentence)"])
    }
}
