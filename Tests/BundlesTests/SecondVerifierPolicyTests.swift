import Foundation
import Testing

/// A policy that the second verifier cannot use ends it with one line and the status of a refusal, whatever is wrong with it.
@Suite struct SecondVerifierPolicyTests {
    /// The policy's file, as text that is no policy; nil where there is no file at all.
    private static let policies: [String?] = [
        nil, "", "quorum none", "logs x\nquorum none\n", "log x\nquorum none\n", "log a+01799069+AXm1\nquorum none\n",
        "log a+01799069+!!!!\nquorum none\n", "log a+01799069+é\nquorum none\n", "group a 0 b\nquorum a\n",
        "group a 99999999999999999999999 b\nquorum none\n", "quorum nobody\n", "quorum none\nquorum none\n", "\u{0}\n",
        "log\n", "witness one\n",
    ]

    private func run(_ policy: String, _ folder: String) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            SecondVerifierTests.python, Repository.path("docs/verify/verify_bundle.py"), "--policy", policy,
            folder + "/bundle",
        ]
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let (out, err) = (try output.fileHandleForReading.readToEnd(), try errors.fileHandleForReading.readToEnd())
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: out ?? Data(), as: UTF8.self),
            String(decoding: err ?? Data(), as: UTF8.self)
        )
    }

    @Test func oneLineAndNoBundleIsRead() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        var files = [folder.path]
        for (index, text) in SecondVerifierPolicyTests.policies.enumerated() {
            files.append(folder.path + "/policy-\(index)")
            if let text { try Data(text.utf8).write(to: URL(fileURLWithPath: files[files.count - 1])) }
        }
        files.append(folder.path + "/latin")
        try Data([0x6C, 0x6F, 0x67, 0x20, 0xE9, 0x0A]).write(to: URL(fileURLWithPath: files[files.count - 1]))
        for file in files {
            let ended = try run(file, folder.path)
            #expect(ended.status == 1 && ended.output.isEmpty, "\(file): \(ended)")
            #expect(ended.errors.hasPrefix("the policy '\(file)' is refused: "), "\(file): \(ended)")
            #expect(ended.errors.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(ended)")
        }
    }
}
