import Bundles
import CanonicalJSON
import Record
import Terminal
import Wording

extension BundleReport {
    /// What the bundle is about, in a few words.
    var subject: String {
        switch header.scope {
        case .forum: "the record of \(TerminalText.line(header.forum)), \(counted(eventCount, "event"))"
        case .proposal(let ref):
            "\(TerminalText.line(ref)) of \(TerminalText.line(header.forum)), \(counted(versions[ref] ?? 0, "event"))"
        }
    }

    /// The report for programs.
    var json: JSONObject {
        var object: JSONObject = [
            "verdict": .string(verdict.rawValue), "forum": .string(header.forum), "events": .integer(eventCount),
            "checkpoint": .object(checkpoint.json),
            "log": .string(log.name), "own_policy": .bool(isPolicyOwn),
            "skew": .integer(skew), "irregularity_count": .integer(Int64(irregularityCount)),
            "administrator_acts": .integer(Int64(administratorActs)),
        ]
        // Where no quorum is asked for, nothing is witnessed and nothing is missing.
        if asksForWitnesses { object["witnessed_size"] = .integer(witnessedSize) }
        switch header.scope {
        case .forum: object["scope"] = "forum"
        case .proposal(let ref):
            object["scope"] = "proposal"
            object["ref"] = .string(ref)
        }
        if !breaks.isEmpty {
            object["breaks"] = .array(
                breaks.map {
                    .object([
                        "old": .object($0.old.json), "new": .object($0.new.json), "reason": .string($0.reason),
                    ])
                })
        }
        var witnesses: JSONObject = [:]
        for (name, seconds) in cosigned { witnesses[name] = .integer(seconds) }
        object["cosigned"] = .object(witnesses)
        object["irregularities"] = .array(
            irregularities.map {
                .object([
                    "kind": .string($0.kind.rawValue), "event": .integer($0.index), "stream": .string($0.stream),
                    "sentence": .string($0.sentence),
                ])
            })
        object["personal"] = [
            "opened": .integer(Int64(disclosures.opened)), "erased": .integer(Int64(disclosures.erased)),
            "withheld": .integer(Int64(disclosures.withheld)),
        ]
        object["signed"] = .array(
            signed.map {
                .object([
                    "event": .integer($0.index), "stream": .string($0.stream), "account": .string($0.account),
                    "fingerprint": .string($0.fingerprint),
                ])
            })
        return object
    }
}

extension Checkpoint {
    fileprivate var json: JSONObject {
        ["origin": .string(origin), "size": .integer(size), "root": .string(root.hex)]
    }
}
