import CanonicalJSON
import CivilTime
import Lifecycle
import Proposals

/// A charter brought to a place by real commands, with what the test itself knows of it. It is 17 hours on 10 April 2026.
struct CharterScene: Sendable {
    enum Text: CaseIterable { case complete, noPurpose, oneHost }
    enum Hearing { case nobody, all, missing, objection }

    var name: String
    var world: World
    var state: String
    var text = Text.complete
    var hearing = Hearing.nobody
    /// Whether the deadline of the open round has passed; nil where there is none.
    var isPast: Bool?
    var standing: String?
    var last: String?
    var undoer: Office?
    /// The last move that stands can be undone only by a lifecycle that allows it.
    var lastTransition = ""
    var textChanged = false
    var isOpened = false
    var lapses: String?

    private static let ref = World.charter

    private init(
        _ name: String, _ state: String, last: (String, String, Office)? = nil,
        _ steps: (inout World) throws -> Void
    ) throws {
        var world = try World.league()
        try steps(&world)
        if world.now < World.instant("2026-04-10T17:00:00Z") { try world.holdMoot() }
        self.name = name
        self.world = world
        self.state = state
        if let last { (lastTransition, standing, self.last, undoer) = (last.0, last.1, last.1, last.2) }
    }

    private static func fields(_ text: Text) -> JSONObject {
        var fields = Texts.charter
        switch text {
        case .complete: break
        case .noPurpose: fields["purpose"] = nil
        case .oneHost: fields["hosts"] = ["VEN"]
        }
        return fields
    }

    static func all() throws -> [CharterScene] { try pencilled() + tabled() + agreed() }

    private static func pencilled() throws -> [CharterScene] {
        var scenes: [CharterScene] = []
        for text in Text.allCases {
            var scene = try CharterScene("pencilled, \(text)", "pencilled") { try $0.pencil(fields(text)) }
            scene.text = text
            scenes.append(scene)
        }
        let sendBack = Command.advance("send-back", ["why": "W"])
        let sent = ("send-back", "2026-03-10", Office.registrar)
        scenes.append(
            try CharterScene("sent back", "pencilled", last: sent) {
                try $0.pencil()
                try $0.table()
                try $0.act(sendBack, on: ref, as: .registrar)
            })
        var revised = try CharterScene("sent back, revised", "pencilled", last: sent) {
            try $0.pencil()
            try $0.table()
            try $0.act(sendBack, on: ref, as: .registrar)
            try $0.act(.revise(fields: ["purpose": .null], kind: nil, decidedAt: nil), on: ref, as: .mover("VEN"))
        }
        revised.text = .noPurpose
        revised.textChanged = true
        var unmade = try CharterScene("tabling unmade", "pencilled") {
            try $0.pencil()
            try $0.table()
            try $0.act(.advance("unmake"), on: ref, as: .mover("VEN"))
        }
        unmade.last = "2026-03-10"
        let shelved = try CharterScene("shelved", "shelved", last: ("shelve", "2026-03-10", .mover("VEN"))) {
            try $0.pencil()
            try $0.act(.advance("shelve", ["why": "W"]), on: ref, as: .mover("VEN"))
        }
        return scenes + [revised, unmade, shelved]
    }

    private static func tabled() throws -> [CharterScene] {
        let tabling = ("table", "2026-03-10", Office.mover("VEN"))
        func scene(
            _ name: String, _ hearing: Hearing, isPast: Bool?, closesIn days: Int = 10,
            _ steps: (inout World) throws -> Void
        ) throws -> CharterScene {
            var scene = try CharterScene("tabled, \(name)", "tabled", last: tabling) {
                try $0.pencil()
                try $0.table(closesIn: days)
                try steps(&$0)
            }
            scene.hearing = hearing
            scene.isPast = isPast
            return scene
        }
        func speak(_ world: inout World) throws {
            for city in ["BRG", "GNT", "LUB", "GEN"] { try world.say(city, .support) }
        }
        var again = try scene("again", .missing, isPast: nil) {
            try speak(&$0)
            try $0.act(.advance("table-again", ["why": "W"]), on: ref, as: .mover("VEN"))
        }
        again.lastTransition = "table-again"
        var closed = try scene("its round closed", .nobody, isPast: nil) {
            try speak(&$0)
            try $0.act(
                .revise(fields: ["purpose": .null], kind: .substantive, decidedAt: nil), on: ref, as: .mover("VEN"))
        }
        closed.text = .noPurpose
        return [
            try scene("two silent", .all, isPast: true) {
                try speak(&$0)
                try $0.acknowledge("VEN", "PIS")
            },
            try scene("one unheard", .missing, isPast: true) {
                try speak(&$0)
                try $0.acknowledge("VEN")
            },
            try scene("one objects", .objection, isPast: true) {
                try speak(&$0)
                try $0.acknowledge("VEN")
                try $0.say("PIS", .objection)
            },
            try scene("still open", .all, isPast: false, closesIn: 60) {
                try speak(&$0)
                try $0.say("VEN", .support)
                try $0.say("PIS", .reservation)
            },
            try scene("open and silent", .missing, isPast: false, closesIn: 60) {
                try speak(&$0)
                try $0.acknowledge("VEN", "PIS")
            }, again, closed,
        ]
    }

    private static func agreed() throws -> [CharterScene] {
        func scene(
            _ name: String, _ state: String, _ last: (String, String, Office),
            _ steps: (inout World) throws -> Void
        ) throws -> CharterScene {
            var scene = try CharterScene(name, state, last: last) {
                try $0.reachAgreement()
                try steps(&$0)
            }
            scene.hearing = .all
            scene.isPast = true
            return scene
        }
        func seal(_ world: inout World) throws {
            try world.holdMoot()
            try world.act(World.seal, on: ref, as: .doge("GEN"))
        }
        let agreement = ("agree", "2026-03-21", Office.registrar)
        let sealing = ("seal", "2026-04-10", Office.doge("GEN"))
        let opened = Command.fact("opened", ["day": "2026-04-09"])
        var unmade = try scene("agreement unmade", "tabled", ("table", "2026-03-10", .mover("VEN"))) {
            try $0.act(.advance("unmake"), on: ref, as: .registrar)
        }
        (unmade.last, unmade.undoer) = ("2026-03-21", nil)
        var contested = try scene("agreed, contested", "agreed", agreement) {
            try $0.act(.revise(fields: ["seats": 4], kind: .editorial, decidedAt: nil), on: ref, as: .mover("VEN"))
            try $0.act(.contestRevision(nil, decidedAt: nil), on: ref, as: .voice("PIS"))
        }
        (contested.hearing, contested.isPast) = (.nobody, nil)
        var scenes = [unmade, contested, try scene("agreed", "agreed", agreement) { _ in }]
        for lapses in [nil, "2026-04-08", "2026-12-31"] {
            for isOpened in [false, true] {
                var sealed = try scene("sealed", "sealed", sealing) {
                    try seal(&$0)
                    if let lapses {
                        try $0.act(
                            .revise(fields: ["lapses": .string(lapses)], kind: nil, decidedAt: nil), on: ref,
                            as: .mover("VEN"))
                    }
                    if isOpened { try $0.act(opened, on: ref, as: .mover("BRG")) }
                }
                (sealed.lapses, sealed.isOpened) = (lapses, isOpened)
                if lapses != nil { (sealed.hearing, sealed.isPast) = (.nobody, nil) }
                scenes.append(sealed)
            }
        }
        var closed = try scene("closed", "closed", ("close", "2026-04-10", .mover("BRG"))) {
            try seal(&$0)
            try $0.act(.revise(fields: ["lapses": "2026-12-31"], kind: nil, decidedAt: nil), on: ref, as: .mover("VEN"))
            try $0.act(opened, on: ref, as: .mover("BRG"))
            try $0.act(.advance("close"), on: ref, as: .mover("BRG"))
        }
        (closed.lapses, closed.isOpened, closed.hearing, closed.isPast) = ("2026-12-31", true, .nobody, nil)
        return scenes + [closed]
    }
}
