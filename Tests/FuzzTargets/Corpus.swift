/// The kept inputs of a target: one a line in `Tests/Fuzz/Corpus`, with `\xNN` for bytes that are no visible ASCII.
package enum Corpus {
    package static func inputs(of target: FuzzTarget) -> [[UInt8]] {
        Repository.bytes("Tests/Fuzz/Corpus/\(target.name).txt").split(separator: 0x0A).map { decoded($0) }
    }

    static func decoded(_ line: some Collection<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = line[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "x"):
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                rest = rest.dropFirst(2)
                bytes.append(UInt8(digits, radix: 16) ?? 0)
            case let other: bytes.append(other ?? 0)
            }
        }
        return bytes
    }
}

extension FuzzTarget {
    /// Writes inputs as another reader is given them into a folder, and beside them in `verdicts` what became of each here:
    /// what `Tests/Fuzz/readers` compares.
    package func lay(_ inputs: [[UInt8]], in folder: String) throws(Finding) {
        var verdicts = ""
        for (index, input) in inputs.enumerated() {
            Repository.write(shown(input), to: "\(folder)/\(index)")
            verdicts += "\(index) \(try check(input))\n"
        }
        Repository.write(Array(verdicts.utf8), to: "\(folder)/verdicts")
    }
}
