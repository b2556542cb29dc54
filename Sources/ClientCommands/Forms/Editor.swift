import Glibc
import Terminal

/// Lets a person write a text in the editor of their choice.
enum Editor {
    /// The text as the editor left it, and the file it stands in; the caller removes the file when all went well.
    static func edit(_ text: String, name: String, _ console: Console) throws -> (text: String, file: String) {
        let directory = console.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? P_tmpdir
        let file = "\(directory)/\(name)-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).yaml"
        do {
            try LocalFile.writePrivate(text, to: file)
        } catch {
            throw CommandFailure.notDone(["the file for the editor, \(file), \(error.sentence)"])
        }
        let editor = ["VISUAL", "EDITOR"].compactMap { console.environment[$0] }.first { !$0.isEmpty } ?? "vi"
        guard run(editor, file, console.environment) else {
            unlink(file)
            throw CommandFailure.notDone(["the editor (\(TerminalText.line(editor))) failed; nothing was sent"])
        }
        do {
            return (try LocalFile.text(file), file)
        } catch {
            throw CommandFailure.notDone(["the file \(file) \(error.sentence)"])
        }
    }

    static func remove(_ file: String) { unlink(file) }

    /// Runs the editor as a shell would, since `$EDITOR` may bring options; true where it ended well.
    private static func run(_ editor: String, _ file: String, _ environment: [String: String]) -> Bool {
        var arguments: [UnsafeMutablePointer<CChar>?] = []
        for argument in ["sh", "-c", "\(editor) \"$1\"", "sh", file] { arguments.append(strdup(argument)) }
        arguments.append(nil)
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") }
        variables.append(nil)
        defer { for pointer in arguments + variables { free(pointer) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/bin/sh", nil, nil, arguments, variables) == 0 else { return false }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 { if errno != EINTR { return false } }
        return status == 0
    }
}
