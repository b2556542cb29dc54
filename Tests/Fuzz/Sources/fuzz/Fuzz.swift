import CLibFuzzer
import FuzzTargets
import Glibc

/// `fuzz --target=NAME [libFuzzer's options and folders]` drives a target; `fuzz lay NAME FOLDER FILES…` lays files out for
/// Tests/Fuzz/readers.
@main
enum Fuzz {
    static func main() throws {
        let arguments = CommandLine.arguments
        if arguments.count > 3, arguments[1] == "lay", let target = target(arguments[2]) {
            try target.lay(arguments.dropFirst(4).map(Repository.bytes(at:)), in: arguments[3])
        } else if driven != nil {
            drive()
        } else {
            let names = FuzzTarget.all.map(\.name).joined(separator: ", ")
            say("usage: fuzz --target=NAME [options of libFuzzer]; the targets are \(names)")
            exit(2)
        }
    }

    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    private static func target(_ name: String) -> FuzzTarget? { FuzzTarget.all.first { $0.name == name } }

    /// What the option says, which libFuzzer passes over and gives to the processes that it starts.
    private static let driven = CommandLine.arguments.first { $0.hasPrefix("--target=") }
        .flatMap { target(String($0.dropFirst("--target=".count))) }

    private static func drive() -> Never {
        var count = CommandLine.argc
        var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(
            LLVMFuzzerRunDriver(&count, &words) { data, size in
                guard let target = Fuzz.driven else { return -1 }
                do throws(Finding) {
                    _ = try target.check(Array(UnsafeBufferPointer(start: data, count: size)))
                } catch {
                    Fuzz.say("finding: \(error)")
                    abort()
                }
                return 0
            })
    }
}
