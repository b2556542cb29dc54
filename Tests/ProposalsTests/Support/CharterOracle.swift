import CanonicalJSON
import Lifecycle
import Proposals

/// What is asked of each scene of the charter's lifecycle, and a second telling of its rules that shares no code with the first.
struct CharterOracle {
    let scene: CharterScene
    let act: Act
    let office: Office?

    static let edges: [String: [String: String?]] = [
        "table": ["pencilled": "tabled"], "table-again": ["tabled": "tabled", "agreed": "tabled"],
        "agree": ["tabled": "agreed"], "seal": ["agreed": "sealed"], "close": ["sealed": "closed"],
        "send-back": ["tabled": "pencilled", "agreed": "pencilled"],
        "shelve": ["pencilled": "shelved", "tabled": "shelved"],
        "unmake": ["pencilled": nil, "tabled": nil, "agreed": nil, "sealed": nil], "opened": ["sealed": "sealed"],
    ]

    static func acts() -> [Act] {
        var acts: [Act] = []
        for closes in [nil, Act.past, Act.ahead] {
            var inputs: JSONObject = [:]
            inputs["closes"] = closes.map { .string($0) }
            acts.append(Act(id: "table", inputs: inputs, missing: closes == nil ? ["closes"] : []))
            acts.append(Act(id: "table-again", inputs: inputs, missing: ["why"]))
            inputs["why"] = "W"
            acts.append(Act(id: "table-again", inputs: inputs))
        }
        for moot in [nil, "moot-9", "fair-1", "moot-1"] {
            for wax: JSONObject in [[:], ["wax": "green"], ["wax": "green", "shade": "dark"]] {
                var inputs = wax
                inputs["moot"] = moot.map { .string($0) }
                for moment in [nil, Act.early] {
                    acts.append(
                        Act(id: "seal", inputs: inputs, missing: moot == nil ? ["moot"] : [], decidedAt: moment))
                }
            }
        }
        for id in ["send-back", "shelve"] {
            acts.append(Act(id: id, inputs: [:], missing: ["why"]))
            acts.append(Act(id: id, inputs: ["why": "W"]))
        }
        for moment in [nil, Act.early] {
            acts.append(Act(id: "table", inputs: ["closes": .string(Act.ahead)], decidedAt: moment))
            acts.append(Act(id: "agree", inputs: [:], decidedAt: moment))
            acts.append(Act(id: "close", inputs: [:], decidedAt: moment))
            acts.append(Act(id: "unmake", inputs: [:], decidedAt: moment))
            acts.append(Act(id: "opened", isFact: true, inputs: ["day": "2026-04-09"], decidedAt: moment))
        }
        acts.append(Act(id: "opened", isFact: true, inputs: ["day": "2026-05-01"]))
        acts.append(Act(id: "opened", isFact: true, inputs: [:], missing: ["day"]))
        return acts
    }

    private var day: String { act.decidedAt.map { String($0.prefix(10)) } ?? "2026-04-10" }

    private var mayAct: Bool {
        guard let office else { return false }
        let moves = office == .mover("VEN")
        let hosts = moves || office == .mover("BRG") && scene.text != .oneHost
        switch act.id {
        case "table", "table-again", "shelve": return moves
        case "agree": return office.role == "registrar"
        case "seal": return office.role == "doge"
        case "close", "opened": return hosts
        case "send-back": return office.role == "registrar" || office.role == "doge"
        default: return moves || office.role == "registrar" || office.role == "doge"
        }
    }

    var unmet: Set<String> {
        var unmet: Set<String> = []
        if CharterOracle.edges[act.id]?.keys.contains(scene.state) != true { unmet.insert("state") }
        if !mayAct { unmet.insert("role") }
        if !act.missing.isEmpty { unmet.insert("input") }
        if let before = act.id == "unmake" ? scene.last : scene.standing, day < before {
            unmet.insert("decided-in-order")
        }
        // By when it was decided: on the day before, that deadline still lay ahead.
        if act.inputs["closes"]?.string == Act.past, act.decidedAt != Act.early { unmet.insert("closes-in-future") }
        let isHeard = scene.hearing == .all && day >= "2026-03-21"
        switch act.id {
        case "table":
            if scene.text == .noPurpose { unmet.insert("form-complete") }
            if scene.text == .oneHost { unmet.insert("at-least") }
        case "agree":
            if scene.isPast != true || day < "2026-03-21" { unmet.insert("deadline-passed") }
            if !isHeard { unmet.insert("consensus") }
        case "seal":
            if !isHeard { unmet.insert("consensus") }
            let moot = act.inputs["moot"]?.string
            if moot != "moot-1" { unmet.insert("meeting-held") }
            if moot != "moot-1" || day != "2026-04-10" { unmet.insert("decided-during-meeting") }
            if act.inputs["wax"] == "green", act.inputs["shade"] == nil { unmet.insert("inputs-with") }
            if office?.partner == "VEN" { unmet.insert("not-own-partner") }
        case "close":
            if !scene.isOpened { unmet.insert("fact-recorded") }
            if day > scene.lapses ?? "" { unmet.insert("today-before") }
        case "unmake":
            if scene.undoer == nil || scene.undoer != office { unmet.insert("same-office-as-last-move") }
            if scene.undoer == nil || scene.lastTransition == "table-again" { unmet.insert("last-move-not") }
            if scene.isOpened { unmet.insert("fact-absent") }
            if scene.textChanged { unmet.insert("text-unchanged") }
        case "opened":
            if scene.isOpened { unmet.insert("fact-absent") }
            if act.inputs["day"] == "2026-05-01" { unmet.insert("dates-not-in-future") }
        default: break
        }
        return unmet
    }
}
