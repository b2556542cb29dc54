import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

/// What must be unmet, by a second telling of the initiative's rules that shares no code with the first: days are texts, offices
/// are compared as a whole, states are listed.
struct InitiativeOracle {
    let scene: InitiativeScene
    let act: Act
    let office: Office?

    /// Where each transition leads from each state that allows it; nil is where the last move came from.
    static let edges: [String: [String: String?]] = [
        "circulate": ["drafted": "circulated"],
        "recirculate": ["circulated": "circulated", "consensus": "circulated"],
        "confirm": ["circulated": "consensus"], "bless": ["consensus": "som-blessed"],
        "defer": ["consensus": "consensus"], "report": ["som-blessed": "reported"],
        "close": ["circulated": "cancelled", "som-blessed": "cancelled"],
        "return": ["circulated": "drafted", "consensus": "drafted"],
        "withdraw": ["drafted": "withdrawn", "circulated": "withdrawn", "consensus": "withdrawn"],
        "recall": ["drafted": nil, "circulated": nil, "consensus": nil, "som-blessed": nil],
        "published": ["som-blessed": "som-blessed"],
        "implemented": ["circulated": "circulated", "som-blessed": "som-blessed"],
        "interest": ["circulated": "circulated", "consensus": "consensus", "som-blessed": "som-blessed"],
        "interest-answered": ["circulated": "circulated", "consensus": "consensus", "som-blessed": "som-blessed"],
    ]

    private var today: String { String(scene.world.now.description.prefix(10)) }
    private var day: String { act.decidedAt.map { String($0.prefix(10)) } ?? today }

    private var mayAct: Bool {
        guard let office else { return false }
        let isProposer = office.role == "proposer" && office.partner == "FR"
        let organises = scene.text == .complete || scene.text == .noGoals
        let isOrganiser = isProposer || office.role == "proposer" && office.partner == "VN" && organises
        switch act.id {
        case "circulate", "recirculate", "withdraw": return isProposer
        case "confirm": return office.role == "regional-coordinator"
        case "bless", "defer": return office.role == "som-leader"
        case "report", "close", "implemented", "interest-answered": return isOrganiser
        case "interest": return office.role == "contact-point"
        case "return": return ["regional-coordinator", "som-leader"].contains(office.role)
        case "recall": return isProposer || ["regional-coordinator", "som-leader"].contains(office.role)
        default: return office.role == "infoboard-officer"
        }
    }

    var unmet: Set<String> {
        var unmet: Set<String> = []
        if InitiativeOracle.edges[act.id]?.keys.contains(scene.state) != true { unmet.insert("state") }
        if !mayAct { unmet.insert("role") }
        if !act.missing.isEmpty { unmet.insert("input") }
        let before = act.id == "recall" ? scene.last : scene.standing
        if let before, day < before { unmet.insert("decided-in-order") }
        switch act.id {
        case "circulate", "recirculate": unmet.formUnion(circulation)
        case "confirm":
            if scene.track != "work-programme" { unmet.insert("on-track") }
            if scene.track != "information", !consensus { unmet.insert("consensus") }
        case "bless":
            if !consensus { unmet.insert("consensus") }
            if !isHeldSOM { unmet.insert("meeting-held") }
            if !isDuringMeeting { unmet.insert("decided-during-meeting") }
            if office?.partner == "FR" { unmet.insert("not-own-partner") }
        case "defer":
            if act.inputs["meeting"]?.string == "som-1999" { unmet.insert("meeting") }
        case "report":
            if scene.implemented?.status != "held" { unmet.insert("fact-recorded") }
            if !isHeldSOM { unmet.insert("meeting-held") }
            if !isHeldAfterwards { unmet.insert("meeting-after-fact") }
        case "close":
            if scene.state == "circulated", scene.track != "information" { unmet.insert("on-track") }
            if scene.implemented?.status != "cancelled" { unmet.insert("fact-recorded") }
        case "recall":
            if scene.undoer == nil || office != scene.undoer { unmet.insert("same-office-as-last-move") }
            if scene.isPublished { unmet.insert("fact-absent") }
            if scene.textChanged { unmet.insert("text-unchanged") }
        case "published":
            if scene.track != "work-programme" { unmet.insert("on-track") }
            if scene.implemented?.status == "held" { unmet.insert("fact-absent") }
            if day > "2026-06-01" { unmet.insert("today-before") }
        case "implemented": unmet.formUnion(implementation)
        default: break
        }
        return unmet
    }

    private var circulation: Set<String> {
        var unmet: Set<String> = []
        let track = act.inputs["track"]?.string ?? scene.track ?? "work-programme"
        if act.inputs["closes"]?.string == Act.past { unmet.insert("closes-in-future") }
        guard track == "work-programme" else { return unmet }
        if scene.text == .noGoals { unmet.insert("form-complete") }
        if scene.text == .noAsia { unmet.insert("counterparts") }
        if !act.alike.isEmpty { unmet.insert("duplicates-answered") }
        return unmet
    }

    private var implementation: Set<String> {
        var unmet: Set<String> = []
        if scene.state == "circulated", scene.track != "information" { unmet.insert("on-track") }
        let inputs = act.inputs
        switch inputs["status"]?.string {
        case nil, "held": if inputs["starts"] == nil || inputs["ends"] == nil { unmet.insert("inputs-with") }
        default: if inputs["reason"] == nil { unmet.insert("inputs-with") }
        }
        if let starts = inputs["starts"]?.string {
            if let ends = inputs["ends"]?.string, ends < starts { unmet.insert("dates-in-order") }
            // Of what was postponed the new days lie ahead.
            let isHeld = [nil, "held"].contains(inputs["status"]?.string)
            if isHeld, starts > today { unmet.insert("dates-not-in-future") }
        }
        return unmet
    }

    /// Whether everybody was heard, on or before the day; all were heard on 10 March.
    private var consensus: Bool { scene.hearing == .all && day >= "2026-03-10" }

    private var held: (first: String, last: String)? {
        switch act.inputs["meeting"]?.string {
        case "som-2025-2": ("2025-11-04", "2025-11-05")
        case "som-2026-1": ("2026-03-24", "2026-03-25")
        case "som-2026-2": today > "2026-10-14" ? ("2026-10-13", "2026-10-14") : nil
        default: nil
        }
    }

    private var isHeldSOM: Bool { held != nil }

    private var isDuringMeeting: Bool {
        guard let held else { return false }
        // The clock stands in the evening UTC, so the day after in UTC is still the day of the meeting somewhere.
        return day >= held.first && day <= held.last
            || act.decidedAt == nil && today == "2026-10-15" && held.last == "2026-10-14"
    }

    private var isHeldAfterwards: Bool {
        guard let held, let last = scene.implemented?.day else { return false }
        return held.last >= last
    }
}
