import Proposals
import Terminal

extension Event.InvitationProposed: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.plain("invitation \(invitation) proposed: " + TerminalText.line(invitee))
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] {
        ["event: \(TerminalText.line(event))"]
    }
}

extension Event.InvitationDecided: ToldBody {
    func headline(_ entry: HistoryFolding.Entry, _ text: EventText) -> EventText.Headline {
        text.plain("invitation \(invitation) " + TerminalText.line(outcome.rawValue))
    }

    func details(_ entry: HistoryFolding.Entry, _ text: EventText) -> [String] {
        meeting.map { ["meeting: " + TerminalText.line($0)] } ?? []
    }
}
