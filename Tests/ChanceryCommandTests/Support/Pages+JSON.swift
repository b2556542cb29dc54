import CanonicalJSON
import LineProtocol

@testable import ClientCommands
@testable import ImportFiles
@testable import Terminal

/// Pages of answers as a server sends them, or of parts of such.
extension ShowPage {
    init(_ proposal: JSONObject, _ labels: LifecycleLabels, _ paint: Paint, isFull: Bool = false) {
        self.init(ShownProposal(proposal), labels, paint, isFull: isFull)
    }

    func roundLines(_ round: JSONObject, after lead: String) -> [String] { roundLines(ShownRound(round), after: lead) }
}

extension RoundPage {
    init(_ rows: [JSONObject], _ round: JSONObject, _ labels: LifecycleLabels, _ paint: Paint) {
        self.init(rows.map { ShownPosition($0) }, Verbs.Show.Round(round), labels, paint)
    }
}

extension HistoryPage {
    init(
        _ rows: [JSONObject], _ proposal: JSONObject, _ labels: LifecycleLabels, _ paint: Paint,
        after fields: JSONObject = JSONObject(), isFull: Bool = false
    ) {
        self.init(
            rows.map { ShownEvent($0) }, ShownProposal(proposal), labels, paint, after: fields, isFull: isFull)
    }
}

extension WatchText {
    func lines(_ pushed: JSONObject) -> [String] { lines(Verbs.Watch.Row(pushed)) }
}

extension WhyPage {
    init(
        _ rows: [JSONObject], _ answer: JSONObject, _ labels: LifecycleLabels, _ paint: Paint, asker: String? = nil
    ) {
        self.init(
            rows.map { Verbs.Why.Row($0) }, Verbs.Why.End(answer), labels, paint, mark: answer["mark"]?.string,
            asker: asker)
    }
}

extension PacketText {
    init(_ proposal: JSONObject, _ labels: LifecycleLabels, checklist: [JSONObject]) {
        self.init(ShownProposal(proposal), labels, checklist: checklist.map { Verbs.Why.Sentence($0) })
    }
}

extension RequirementText {
    func lines(_ requirement: JSONObject, indent: Int) -> [String] {
        lines(JudgedRequirement(requirement), indent: indent)
    }

    static func who(_ requirement: JSONObject) -> [String] { who(JudgedRequirement(requirement)) }
}

extension LifecyclePage {
    init(_ definition: JSONObject, _ answer: JSONObject, _ paint: Paint) {
        var shown = Verbs.Lifecycle.Definition(answer)
        shown.json = definition
        self.init(shown, paint)
    }
}

extension ViewPage {
    init(_ rows: [JSONObject], _ answer: JSONObject, _ paint: Paint) {
        self.init(rows, Verbs.View.End(answer), paint)
    }
}

extension WhoamiCommand {
    static func lines(_ login: JSONObject, _ paint: Paint) -> [String] { lines(Verbs.Auth.End(login), paint) }
}

extension PartnerNames {
    init(rows: [JSONObject], spellings: [String: Meaning] = [:]) {
        self.init(rows.map { ShownPartner($0) }, spellings: spellings)
    }
}

extension Tables {
    static func proposals(_ rows: [JSONObject], _ paint: Paint) throws -> [String] {
        try proposals(rows.map { ListedProposal($0) }, paint)
    }
}
