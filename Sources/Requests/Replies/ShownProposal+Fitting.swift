import CanonicalJSON
package import LineProtocol

/// How a proposal stays within one line: what is long and stands elsewhere as well is left out, and `left_out` says where it stands.
extension ShownProposal {
    /// The same within so many bytes, where that can be. What is only published is short. Almost all are short enough as they are, so the
    /// length is looked at once, and again only after something was left out.
    package func fitting(within limit: Int) -> ShownProposal {
        guard let record, isLonger(than: limit) else { return self }
        var fitting = self
        var shorter = record
        for step in record.steps(of: ref) {
            step(&shorter)
            guard shorter != fitting.record else { continue }
            fitting.record = shorter
            if !fitting.isLonger(than: limit) { break }
        }
        return fitting
    }

    private func isLonger(than limit: Int) -> Bool { object.canonicalBytes.count > limit }
}

extension ShownRecord {
    fileprivate func steps(of ref: String) -> [(inout ShownRecord) -> Void] {
        let (history, present) = ("HISTORY \(ref)", presentRound(of: ref))
        var steps: [(inout ShownRecord) -> Void] = [
            { record in
                record.change("positions", \.positions, present) { $0?.mapValues { $0.map(\.withoutReasons) } }
            },
            { record in record.change("invitations", \.invitations, history) { $0.map(\.withoutPositions) } },
            { record in record.change("facts", \.facts, history) { $0.map(\.withoutInputs) } },
            { record in record.change("moves", \.moves, history) { $0.map(\.withoutInputs) } },
        ]
        for count in [1000, 100] {
            // What came last is kept.
            steps += [
                { $0.change("facts", \.facts, history) { $0.suffix(count) } },
                { $0.change("moves", \.moves, history) { $0.suffix(count) } },
                { $0.change("invitations", \.invitations, history) { $0.suffix(count) } },
                { $0.change("documents", \.documents, history) { $0.suffix(count) } },
                { $0.change("editorial_revisions", \.editorialRevisions, history) { $0.suffix(count) } },
                { $0.change("rounds", \.rounds, history) { $0.suffix(count) } },
            ]
        }
        steps.append { $0.change("positions", \.positions, present) { _ in [:] } }
        steps.append { $0.change("source", \.source, history) { _ in nil } }
        return steps
    }

    private func presentRound(of ref: String) -> String {
        let present = round ?? rounds.last { $0.ended != "undone" }?.number ?? 0
        return "SHOW \(ref) round=\(present)"
    }

    private mutating func change<Value: Equatable>(
        _ name: String, _ member: WritableKeyPath<ShownRecord, Value>, _ place: String, _ change: (Value) -> Value
    ) {
        let changed = change(self[keyPath: member])
        guard changed != self[keyPath: member] else { return }
        self[keyPath: member] = changed
        leftOut = (leftOut ?? [:]).merging([name: place]) { $1 }
    }
}

extension ShownPosition {
    fileprivate var withoutReasons: ShownPosition {
        var short = self
        let left = [("reason", reason), ("resolves", resolves)].filter { $0.1 != nil }.map(\.0)
        (short.reason, short.resolves) = (nil, nil)
        if !left.isEmpty { short.leftOut = left }
        return short
    }
}

extension ShownInvitation {
    fileprivate var withoutPositions: ShownInvitation {
        var short = self
        guard positions != nil else { return self }
        short.positions = nil
        short.leftOut = ["positions"]
        return short
    }
}

extension ShownFact {
    fileprivate var withoutInputs: ShownFact {
        guard inputs != nil else { return self }
        var short = self
        short.inputs = nil
        short.leftOut = ["inputs"]
        return short
    }
}

extension ShownMove {
    fileprivate var withoutInputs: ShownMove {
        var short = self
        let left = [("inputs", inputs), ("changes", changes)].filter { $0.1 != nil }.map(\.0)
        (short.inputs, short.changes) = (nil, nil)
        if !left.isEmpty { short.leftOut = left }
        return short
    }
}
