import Lifecycle
import Proposals
import Terminal
import Wording

extension Event.PositionTaken: ToldBody {
    var reasons: [String] { words.reasons }

    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        let (partner, stance) = (entry.speaker(partner), TerminalText.line(stance.rawValue))
        let late = isLate ? " (late)" : ""
        return EventText.Headline(
            plain: "\(partner): \(stance)\(late)", painted: "\(partner): \(text.paint.stance(stance))\(late)")
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] { words.told(text) }
}

extension Event.InvitationPosition: ToldBody {
    var reasons: [String] { words.reasons }

    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        let stance = TerminalText.line(stance?.rawValue ?? "retracted")
        let lead = "invitation \(invitation), \(entry.speaker(partner)): "
        return EventText.Headline(plain: lead + stance, painted: lead + text.paint.stance(stance))
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] { words.told(text) }
}

extension Event.PositionRetracted: ToldBody {
    var reasons: [String] { words.reasons }

    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.plain("\(entry.speaker(partner)): position retracted")
    }
}

extension Event.PositionContested: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        let relayed = TerminalText.line(stance?.rawValue ?? "retraction")
        let now = restores.map { "\(TerminalText.line($0.stance.rawValue)) stands again" } ?? "not heard"
        let place = invitation.map { " on invitation \($0)" } ?? ""
        return text.plain("\(entry.speaker(partner)): relayed \(relayed) contested, \(now)\(place)")
    }
}

extension Event.Acknowledged: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.plain("\(entry.speaker(partner)): receipt acknowledged")
    }
}

extension Event.TacitRecorded: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.plain("silent after the deadline: \(counted(partners.count, "partner"))")
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] { [text.list(partners)] }
}

extension PositionWords {
    fileprivate var reasons: [String] { [reason, resolves].compactMap(\.self) }

    fileprivate func told(_ text: EventText) -> [String] {
        var lines: [String] = []
        if let reason { lines.append("reason: " + text.told(reason)) }
        if let resolves { lines.append("lifted by: " + text.told(resolves)) }
        if let relayed {
            lines.append(
                "relayed from \(TerminalText.line(relayed.from)), received \(TimeText.minute(relayed.receivedAt)) UTC, "
                    + "digest " + TerminalText.line(String(relayed.digest.prefix(12))))
        }
        return lines
    }
}
