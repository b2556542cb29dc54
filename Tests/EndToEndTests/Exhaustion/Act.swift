import CanonicalJSON
import CivilTime

/// Everything that a lifecycle lets somebody do by name: its transitions and its facts.
enum Act: String, Sendable, CaseIterable {
    case circulate, recirculate, confirm, bless
    case deferral = "defer"
    case report, close
    case giveBack = "return"
    case withdraw, recall
    case published, implemented

    /// The request that does it.
    func words(_ ref: String) -> String {
        switch self {
        case .published: "PUBLISH \(ref)"
        case .implemented: "IMPLEMENTED \(ref)"
        default: "ADVANCE \(ref) \(rawValue)"
        }
    }

    /// What is given with it when nothing is left out.
    func inputs(_ today: CivilDate) -> JSONObject {
        let day = JSONValue.string(today.description)
        switch self {
        case .circulate: return ["track": "work-programme"]
        case .recirculate, .giveBack, .withdraw, .recall: return ["reason": "For a reason."]
        case .confirm, .close: return [:]
        case .bless: return ["meeting": "SOM-1", "minute": "Item 7"]
        case .deferral: return ["meeting": "SOM-1", "reason": "Later."]
        case .report:
            return ["outcomes": "They met.", "partners_participating": 4, "meeting": "SOM-1", "channel": "direct"]
        case .published: return ["url": "https://example.org", "fields": ["title"]]
        case .implemented: return ["starts": day, "ends": day]
        }
    }

    /// Who may do it where, told once more in other words than the lifecycle's file.
    func doers(_ standing: Standing) -> Set<String> {
        switch self {
        case .circulate: return [.complete, .returned].contains(standing) ? ["pr-FR"] : []
        case .recirculate: return standing.isCirculated || standing.isConsensus ? ["pr-FR"] : []
        case .confirm: return standing == .heard ? ["rc-ASEAN", "rc-EEAS"] : []
        case .bless: return [.agreed, .deferred].contains(standing) ? ["som-TH"] : []
        case .deferral: return standing.isConsensus ? ["som-TH", "som-FR"] : []
        case .report: return standing == .implemented ? ["pr-FR", "pr-DE", "pr-JP"] : []
        case .close: return standing == .calledOff ? ["pr-FR", "pr-DE", "pr-JP"] : []
        case .giveBack:
            return standing.isCirculated || standing.isConsensus ? ["rc-ASEAN", "rc-EEAS", "som-TH", "som-FR"] : []
        case .withdraw: return standing.isDraft || standing.isCirculated || standing.isConsensus ? ["pr-FR"] : []
        case .recall:
            switch standing {
            case .circulated, .heard, .objected, .informed, .closed: return ["pr-FR"]
            case .agreed, .broken, .returned: return ["rc-ASEAN"]
            case .deferred, .blessed, .implemented, .calledOff: return ["som-TH"]
            case .bare, .complete, .published, .reported, .cancelled, .withdrawn: return []
            }
        // A fact may be recorded again: other fields are made public, dates are put right.
        case .published: return [.blessed, .published, .calledOff].contains(standing) ? ["board"] : []
        case .implemented:
            return [.blessed, .published, .implemented, .calledOff, .informed].contains(standing)
                ? ["pr-FR", "pr-DE", "pr-JP"] : []
        }
    }

    /// Whether it can be done without giving anything.
    var needsNothing: Bool { self == .confirm || self == .close }
}
