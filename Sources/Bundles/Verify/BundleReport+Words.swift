import Record
import Wording

extension BundleReport {
    /// The report in plain words, a sentence a line.
    package var lines: [String] {
        ["verdict: \(verdict.rawValue)", "", "Proven:"] + proven.map { "- " + $0 } + ["", "By whom:"]
            + signers.map { "- " + $0 } + ["", "Against the rules:"] + against.map { "- " + $0 } + ["", "Not proven:"]
            + notProven.map { "- " + $0 }
    }

    private var proven: [String] {
        var result: [String] = []
        switch header.scope {
        case .forum:
            result.append(
                "These are all \(eventCount) events of the record of \(header.forum) up to its checkpoint of size "
                    + "\(checkpoint.size): none is missing, changed, added or moved.")
        case .proposal(let ref):
            result.append(
                "These \(eventCount) events of \(ref) and of the registry of \(header.forum) stand in the record of "
                    + "\(checkpoint.size) events, unchanged and in this order, without a gap from the first to version "
                    + "\(versions[ref] ?? 0).")
        }
        if asksForWitnesses, witnessedSize > 0 {
            result.append(
                "No time at which one of the first \(witnessedSize) events says it was recorded contradicts the times at which "
                    + "the witnesses saw the record by more than \(skew) seconds, unless listed below.")
        }
        if disclosures.opened > 0 {
            result.append("\(disclosures.opened) personal values are those that the events commit to.")
        }
        return result
    }

    private var signers: [String] {
        var result = ["The record: \(log.name)" + (isPolicyOwn ? "." : ", a key that the bundle itself names.")]
        for (name, seconds) in cosigned.sorted(by: { $0.key < $1.key }) {
            result.append("Witness \(name), who saw it at \(Brackets.moment(seconds)).")
        }
        for act in signed {
            result.append(
                "Event \(act.index) (\(act.stream)): signed by \(act.account) with the key \(act.fingerprint).")
        }
        return result
    }

    private var against: [String] {
        guard irregularityCount > 0 else { return ["Nothing was found."] }
        let rest = irregularityCount - irregularities.count
        return irregularities.map(\.description) + (rest > 0 ? ["… and \(rest) more."] : [])
    }

    private var notProven: [String] {
        var result: [String] = []
        if !isPolicyOwn {
            result.append("That the keys are the right ones: the bundle named them itself. Give a policy of your own.")
        }
        for one in breaks {
            result.append(
                "What the record held before it was broken: \(one.old.origin) was signed at \(one.old.size) events, and started again as "
                    + "\(one.new.origin) with \(one.new.size), because: \(one.reason).")
        }
        if case .proposal(let ref) = header.scope {
            result.append(
                "That nothing of \(ref) or of the registry follows before event \(checkpoint.size): only a bundle of the whole "
                    + "forum proves that.")
        }
        if !asksForWitnesses {
            result.append("That others were shown the same record: the policy asks for no witness.")
        } else if witnessedSize < checkpoint.size {
            result.append(
                "That others were shown the same record beyond its first \(witnessedSize) events: no quorum of witnesses "
                    + "cosigned the rest.")
        }
        if disclosures.erased > 0 { result.append("\(counted(disclosures.erased, "personal value")): erased.") }
        if disclosures.withheld > 0 {
            result.append("\(counted(disclosures.withheld, "personal value")): not in this bundle.")
        }
        if administratorActs > 0 {
            result.append(
                "That those who did \(counted(administratorActs, "act")) as administrators of the server were "
                    + "administrators: their appointments are in the server's own record.")
        }
        result.append("What happened after this checkpoint, and what nobody ever entered.")
        return result
    }
}
