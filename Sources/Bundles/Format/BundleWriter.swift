import CanonicalJSON
package import Record

/// Writes a bundle line by line; memory does not grow with it.
package struct BundleWriter {
    private let header: BundleHeader
    private let sink: ([UInt8]) throws -> Void
    private let size: Int64
    private var digest = Digest.Stream()
    private var remaining: Int64

    /// A checkpoint of the bundle, and the proof that it extends the one before it (for one proposal's bundle).
    package struct Stage {
        package let note: SignedNote
        package let checkpoint: Checkpoint
        package let proof: ConsistencyProof?

        package init(note: SignedNote, proof: ConsistencyProof? = nil) throws(NoteFault) {
            self.note = note
            self.proof = proof
            checkpoint = try Checkpoint(text: note.text)
        }
    }

    /// Why nothing can be written: what was asked for is no bundle.
    package struct Misuse: Error, CustomStringConvertible {
        package let description: String
    }

    /// Begins a bundle of so many events. `stages` are in the order of their sizes; the last one is what the bundle proves. `sink`
    /// takes the bytes in order.
    package init(
        _ header: BundleHeader, policy: WitnessPolicy, breaks: [SignedNote] = [], stages: [Stage], eventCount: Int64,
        sink: @escaping ([UInt8]) throws -> Void
    ) throws {
        guard let last = stages.last else { throw Misuse(description: "a bundle needs a checkpoint") }
        self.header = header
        self.sink = sink
        size = last.checkpoint.size
        remaining = eventCount
        try line(BundleHeader.heading)
        try line("forum \(header.forum)")
        switch header.scope {
        case .forum: try line("scope forum")
        case .proposal(let ref): try line("scope proposal \(ref)")
        }
        for text in policy.lines { try line("policy \(text)") }
        for note in breaks { try write(note, as: "break") }
        for (index, stage) in stages.enumerated() {
            try write(stage.note, as: "checkpoint")
            guard case .proposal = header.scope, index > 0 else { continue }
            guard let proof = stage.proof else { throw Misuse(description: "a checkpoint without its proof") }
            try line(
                "consistency \(proof.oldSize) \(proof.newSize)" + proof.path.map { " " + $0.hex }.joined())
        }
        try line("events \(eventCount)")
    }

    /// Writes the next event, with its proof in a bundle of one proposal, and what is known of its commitments.
    package mutating func event(
        _ index: Int64, _ bytes: [UInt8], proof: InclusionProof? = nil,
        disclosing: (Digest) -> Disclosure = { _ in .withheld }
    ) throws {
        guard remaining > 0 else { throw Misuse(description: "more events than were announced") }
        remaining -= 1
        try line(Array("event \(index) ".utf8) + bytes)
        if case .proposal = header.scope {
            guard let proof, proof.index == index, proof.size == size else {
                throw Misuse(description: "event \(index) without its proof")
            }
            try line("proof" + proof.path.map { " " + $0.hex }.joined())
        }
        for commitment in Commitments.found(in: bytes) {
            switch disclosing(commitment) {
            case .value(let salt, let text):
                let json = JSONValue.string(text).canonicalText
                try line("personal \(commitment.hex) \(Hexadecimal.encode(salt)) \(json)")
            case .erased: try line("erased \(commitment.hex)")
            case .withheld: try line("withheld \(commitment.hex)")
            }
        }
    }

    /// Closes the bundle.
    package mutating func close() throws {
        guard remaining == 0 else { throw Misuse(description: "\(remaining) events are missing") }
        try sink(Array("sha256 \(digest.value.hex)\n".utf8))
    }

    private mutating func write(_ note: SignedNote, as word: String) throws {
        let lines = note.bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
        try line("\(word) \(lines.count)")
        for text in lines { try line(Array("note ".utf8) + text) }
    }

    private mutating func line(_ text: String) throws { try line(Array(text.utf8)) }

    private mutating func line(_ bytes: [UInt8]) throws {
        let bytes = bytes + [0x0A]
        digest.update(bytes)
        try sink(bytes)
    }
}
