import Bundles
import Record

extension FuzzTarget {
    /// A bundle. One that ends in `sha256 =` is closed with its digest, which no mutation would find.
    static let bundle = FuzzTarget(
        "bundle", longest: 16384, verdicts: ["faulty", "refused", "sound"], shown: closed
    ) { bytes throws(Finding) in
        let bytes = closed(bytes)
        let whole = try? BundleVerifier.verify(bytes, trusted: nil)
        var verifier = BundleVerifier(trusted: nil)
        let inTwo = try? {
            try verifier.take(Array(bytes[..<(bytes.count / 2)]))
            try verifier.take(Array(bytes[(bytes.count / 2)...]))
            return try verifier.finish()
        }()
        try must(whole?.verdict == inTwo?.verdict, "another verdict where the bytes come in two parts")
        return whole?.verdict.rawValue ?? "refused"
    }

    private static func closed(_ bytes: [UInt8]) -> [UInt8] {
        let end = Array("sha256 =\n".utf8)
        guard bytes.suffix(end.count).elementsEqual(end) else { return bytes }
        let body = Array(bytes.dropLast(end.count))
        return body + Array("sha256 \(Digest.sha256(body).hex)\n".utf8)
    }

    /// Events that follow a history, one a line; the others are read with them in a bundle that is signed.
    static let history = FuzzTarget(
        "history", longest: 8192, verdicts: ["faulty", "sound"], shown: { TrialHistory.shared.bundle(with: $0) },
        check: { bytes throws(Finding) in TrialHistory.shared.faults(of: bytes).isEmpty ? "sound" : "faulty" })
}
