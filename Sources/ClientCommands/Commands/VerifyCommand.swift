import ArgumentParser
import Bundles
import CanonicalJSON
import Record
import Terminal

/// `chancery verify`: needs no server and no network.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a bundle offline: what it proves, by whose signatures, and what it does not prove.",
        discussion: """
            A bundle is what `chancery export` writes. The policy says whose signatures count; get it from somebody other than \
            the maker of the bundle. Without one, the bundle's own policy is used, which proves less. It needs no server and \
            no network; docs/record.md says what is checked.

            Exit status: 0 the bundle is sound, 1 it is refused, faulty, or not witnessed as the policy asks, 2 it \
            cannot be read.

            Examples:
              chancery verify asem-2026-0001.bundle --policy policy
              chancery verify asem.bundle --policy policy --skew 60 --json
            """)

    @Argument(help: "The bundle; - is the standard input.", completion: .file())
    var file: String

    @Option(
        help: ArgumentHelp("A file that says whose signatures count.", valueName: "file"), completion: .file())
    var policy: String?

    @Option(
        help: ArgumentHelp(
            "How many seconds an event's time may be outside the times of the cosignatures around it.",
            valueName: "seconds"))
    var skew: Int64 = BundleVerifier.defaultSkew

    @Flag(help: "Write one JSON object for programs.")
    var json = false

    func validate() throws {
        if skew < 0 { throw ValidationError("--skew takes a number of seconds, 0 or more") }
    }

    func run() async throws {
        let console = Console.current
        var verifier = BundleVerifier(trusted: try trusted(), skew: skew)
        var bar: ProgressBar?
        let result: Result<BundleReport, BundleFault>
        do {
            try LocalFile.chunks(file) { bytes in
                try verifier.take(bytes)
                let (done, total) = verifier.progress
                if bar == nil, total > 0 { bar = ProgressBar("verifying", total: Int(total), console: console) }
                bar?.reach(Int(done))
            }
            result = .success(try verifier.finish())
        } catch let fault as BundleFault {
            result = .failure(fault)
        } catch let fault as FileFault {
            throw CommandFailure.usage("\(TerminalText.line(file)) \(fault.sentence)")
        }
        bar?.finish()
        switch result {
        case .failure(let fault): refuse(fault, console)
        case .success(let report):
            if json {
                console.line(JSONValue.object(report.json).canonicalText)
            } else {
                let lines = ["\(TerminalText.line(file)): \(report.subject)"] + report.lines.map(TerminalText.line)
                console.lines(Paint(console.output).folded(lines))
            }
            if report.verdict == .sound { return }
        }
        throw ExitCode(ExitStatus.refused.rawValue)
    }

    /// The reader's own policy.
    private func trusted() throws -> WitnessPolicy? {
        try policy.map { try VerifyCommand.policy($0) }
    }

    /// Reads the file of a policy.
    static func policy(_ path: String) throws -> WitnessPolicy {
        do {
            return try WitnessPolicy(parsing: try LocalFile.bytes(path))
        } catch let fault as FileFault {
            throw CommandFailure.usage("the policy \(TerminalText.line(path)) \(fault.sentence)")
        } catch {
            throw CommandFailure.usage(TerminalText.line("the policy \(path): \(error)"))
        }
    }

    private func refuse(_ fault: BundleFault, _ console: Console) {
        if json {
            let object: JSONObject = [
                "verdict": "refused", "line": .integer(Int64(fault.line)), "reason": .string(fault.reason),
            ]
            console.line(JSONValue.object(object).canonicalText)
        } else {
            let lines = [
                "verdict: refused", "", TerminalText.line("\(file), \(fault)"),
                "Do not believe anything in this bundle.",
            ]
            console.lines(Paint(console.output).folded(lines))
        }
    }
}
