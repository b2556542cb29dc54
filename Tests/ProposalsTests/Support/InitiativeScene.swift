import CanonicalJSON
import Lifecycle
import Proposals

/// A proposal of the initiative's lifecycle brought to a place by real commands, with what the test itself knows of it.
struct InitiativeScene: Sendable {
    enum Text: String, CaseIterable { case complete, noGoals, noAsia, waived }
    enum Hearing { case nobody, all, missing, objection, closed }

    var name: String
    var world: World
    var state: String
    var track: String?
    var text = Text.complete
    /// How the round stands; `nobody` where none was opened.
    var hearing = Hearing.nobody
    /// The day of the last move that stands, and of the last one at all.
    var standing: String?
    var last: String?
    /// The office that made the last move, where that can be undone.
    var undoer: Office?
    /// Whether undoing the last move would open a round on another text.
    var textChanged = false
    var isPublished = false
    /// The status of `implemented` and its last day.
    var implemented: (status: String, day: String?)?

    private init(_ name: String, _ state: String, _ steps: (inout World) throws -> Void) throws {
        var world = try World.asem()
        try steps(&world)
        self.name = name
        self.world = world
        self.state = state
    }

    static func fields(_ text: Text) -> JSONObject {
        var fields = Texts.initiative
        switch text {
        case .complete: break
        case .noGoals: fields["goals"] = nil
        case .noAsia: fields["organisers"] = [["partner": "FR"]]
        case .waived:
            fields["organisers"] = [["partner": "FR"]]
            fields["counterpart_waiver"] = "Not suitable."
        }
        return fields
    }

    /// The revision that leads from the complete text to another one; something always changes.
    private static func change(_ text: Text) -> JSONObject {
        var changes = fields(text)
        if changes["goals"] == nil { changes["goals"] = .null }
        changes["audience"] = "Others."
        return changes
    }

    private static let ref = World.ref

    /// Every scene, all at 18 hours of 25 March 2026, the last day of a SOM, or after the SOM of October.
    static func all() throws -> [InitiativeScene] {
        try drafts() + circulated() + decided()
    }

    private static func drafts() throws -> [InitiativeScene] {
        var scenes: [InitiativeScene] = []
        for text in Text.allCases {
            var drafted = try InitiativeScene("drafted, \(text)", "drafted") {
                try $0.draft(fields(text))
                try $0.holdSOM()
            }
            drafted.text = text
            var returned = try InitiativeScene("returned, \(text)", "drafted") {
                try $0.reachConsensus()
                try $0.act(World.move("return"), on: ref, as: .coordinator("ASEAN"))
                if text != .complete {
                    try $0.act(.revise(fields: change(text), kind: nil, decidedAt: nil), on: ref, as: .proposer("FR"))
                }
                try $0.holdSOM()
            }
            returned.text = text
            returned.textChanged = text != .complete
            returned.track = "work-programme"
            returned.hearing = .closed
            (returned.standing, returned.last, returned.undoer) = ("2026-03-11", "2026-03-11", .coordinator("ASEAN"))
            scenes += [drafted, returned]
        }
        var recalled = try InitiativeScene("circulation recalled", "drafted") {
            try $0.draft()
            try $0.circulate()
            try $0.act(World.recall(), on: ref, as: .proposer("FR"))
            try $0.holdSOM()
        }
        recalled.last = "2026-03-10"
        recalled.hearing = .closed
        return scenes + [recalled]
    }

    private static func circulated() throws -> [InitiativeScene] {
        var scenes: [InitiativeScene] = []
        for text in Text.allCases {
            var information = try InitiativeScene("information, \(text)", "circulated") {
                try $0.draft(fields(text))
                try $0.circulate(track: "information")
                try $0.holdSOM()
            }
            information.text = text
            information.track = "information"
            information.hearing = .missing
            scenes.append(information)
            if text == .complete {
                var cancelled = information
                try cancelled.world.act(
                    .fact("implemented", ["status": "cancelled", "reason": "R"]), on: ref, as: .proposer("FR"))
                cancelled.name = "information, cancelled"
                cancelled.implemented = ("cancelled", nil)
                scenes.append(cancelled)
            }
            for state in ["circulated", "consensus"] {
                scenes.append(try inRound("\(state), closed, \(text)", state, text, .closed))
            }
        }
        for state in ["circulated", "consensus"] {
            for hearing in [Hearing.all, .missing, .objection] {
                scenes.append(try inRound("\(state), \(hearing)", state, .complete, hearing))
            }
        }
        for index in scenes.indices where scenes[index].state == "circulated" {
            (scenes[index].standing, scenes[index].last) = ("2026-03-10", "2026-03-10")
            scenes[index].undoer = .proposer("FR")
        }
        var recalled = try InitiativeScene("confirmation recalled", "circulated") {
            try $0.reachConsensus()
            try $0.act(World.recall(), on: ref, as: .coordinator("ASEAN"))
            try $0.holdSOM()
        }
        recalled.track = "work-programme"
        recalled.hearing = .all
        (recalled.standing, recalled.last) = ("2026-03-10", "2026-03-11")
        return scenes + [recalled]
    }

    private static func inRound(
        _ name: String, _ state: String, _ text: Text, _ hearing: Hearing
    ) throws -> InitiativeScene {
        var scene = try InitiativeScene(name, state) { world in
            if state == "consensus" {
                try world.reachConsensus()
            } else {
                try world.draft()
                try world.circulate()
                try world.hearAll()
            }
            switch hearing {
            case .nobody, .all: break
            case .missing: try world.act(.position(nil), on: ref, as: .contactPoint("JP"))
            case .objection: try world.hear("JP", .objection)
            case .closed:
                try world.act(
                    .revise(fields: change(text), kind: .substantive, decidedAt: nil), on: ref, as: .proposer("FR"))
            }
            try world.holdSOM()
        }
        scene.text = text
        scene.hearing = hearing
        scene.track = "work-programme"
        (scene.standing, scene.last, scene.undoer) = ("2026-03-11", "2026-03-11", .coordinator("ASEAN"))
        return scene
    }

    private static func decided() throws -> [InitiativeScene] {
        var deferred = try InitiativeScene("deferred", "consensus") {
            try $0.reachConsensus()
            try $0.holdSOM()
            try $0.act(
                .advance("defer", ["meeting": "som-2026-1", "reason": "R"]), on: ref, as: .somLeader("DE"))
        }
        var blessed = try InitiativeScene("blessed", "som-blessed") { try $0.reachBlessing() }
        var revised = try InitiativeScene("blessed, revised", "som-blessed") {
            try $0.reachBlessing()
            try $0.act(
                .revise(fields: ["location": "Elsewhere"], kind: nil, decidedAt: nil), on: ref, as: .proposer("FR"))
        }
        var published = try InitiativeScene("published", "som-blessed") {
            try $0.reachBlessing()
            try $0.act(World.published, on: ref, as: .infoboard)
        }
        published.isPublished = true
        var held = try InitiativeScene("implemented", "som-blessed") {
            try $0.reachBlessing()
            try $0.holdSecondSOM()
            try $0.act(World.implemented, on: ref, as: .proposer("FR"))
        }
        held.implemented = ("held", "2026-06-03")
        var cancelled = try InitiativeScene("cancelled", "som-blessed") {
            try $0.reachBlessing()
            try $0.holdSecondSOM()
            try $0.act(.fact("implemented", ["status": "cancelled", "reason": "R"]), on: ref, as: .proposer("FR"))
        }
        cancelled.implemented = ("cancelled", nil)
        func standsOnTheRound(_ scene: inout InitiativeScene) {
            scene.hearing = .all
            scene.track = "work-programme"
            (scene.standing, scene.last, scene.undoer) = ("2026-03-25", "2026-03-25", .somLeader("DE"))
        }
        standsOnTheRound(&deferred)
        standsOnTheRound(&blessed)
        standsOnTheRound(&revised)
        standsOnTheRound(&published)
        standsOnTheRound(&held)
        standsOnTheRound(&cancelled)
        revised.hearing = .closed
        var reported = try InitiativeScene("reported", "reported") { try $0.reachReport() }
        reported.isPublished = true
        reported.implemented = ("held", "2026-06-03")
        reported.hearing = .all
        reported.track = "work-programme"
        (reported.standing, reported.last, reported.undoer) = ("2026-10-15", "2026-10-15", .proposer("VN"))
        var withdrawn = try InitiativeScene("withdrawn", "withdrawn") {
            try $0.reachConsensus()
            try $0.act(World.move("withdraw"), on: ref, as: .proposer("FR"))
            try $0.holdSOM()
        }
        withdrawn.hearing = .closed
        withdrawn.track = "work-programme"
        (withdrawn.standing, withdrawn.last, withdrawn.undoer) = ("2026-03-11", "2026-03-11", .proposer("FR"))
        return [deferred, blessed, revised, published, held, cancelled, reported, withdrawn]
    }
}
