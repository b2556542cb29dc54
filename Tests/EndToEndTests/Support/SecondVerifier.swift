import Foundation
import Record
import TestSupport

/// The verifier in docs/verify, imported once in one process that damages a bundle itself and tells what it refuses.
enum SecondVerifier {
    /// Reads a bundle, and says the verdict on it; then on each of its cuts and flips, where it is another one than "refused".
    private static let program = """
        import importlib.util, pathlib, sys
        verifier, policy, bundle, step, scratch = sys.argv[1:]
        spec = importlib.util.spec_from_file_location("verify_bundle", verifier)
        v = importlib.util.module_from_spec(spec); spec.loader.exec_module(v)
        trusted = v.Policy(pathlib.Path(policy).read_text().split("\\n")[:-1])
        whole, file = pathlib.Path(bundle).read_bytes(), pathlib.Path(scratch)
        print(v.attempt(bundle, trusted, 600)["verdict"])
        for at in range(0, len(whole), int(step)):
            flipped = bytearray(whole); flipped[at] ^= 1 << at % 8
            for how, damaged in (("cut", whole[:at]), ("flipped", bytes(flipped))):
                file.write_bytes(damaged); verdict = v.attempt(file, trusted, 600)["verdict"]
                if verdict != "refused": print(how, "at byte", at, "it is", verdict)
        """

    /// The verdict on the bundle, then a sentence for each damaged one that is not refused, of those damaged at every so many bytes.
    static func verdicts(of bundle: [UInt8], policy: WitnessPolicy, every step: Int) async throws -> [String] {
        let folder = try TestRoot.makeDirectory("second-verifier")
        let (policyFile, file) = (folder + "/policy", folder + "/bundle")
        try Data(policy.lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: policyFile))
        try Data(bundle).write(to: URL(fileURLWithPath: file))
        let ended = try await ClientProgram.run(
            try await python(),
            [
                "-c", program, Repository.path("docs/verify/verify_bundle.py"), policyFile, file, "\(step)",
                folder + "/x",
            ],
            in: folder)
        guard ended.status == 0 else { throw Unexpected("the second verifier fell over: \(ended.errors)") }
        return ended.lines
    }

    /// The first Python that has the library.
    static func python() async throws -> String {
        for candidate in ["python3", "/usr/bin/python3"] {
            let ended = try await ClientProgram.run(candidate, ["-c", "import cryptography"], in: try TestRoot.path)
            if ended.status == 0 { return candidate }
        }
        throw Unexpected("no python3 with the library \"cryptography\" was found")
    }
}
