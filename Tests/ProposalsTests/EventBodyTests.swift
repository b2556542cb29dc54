import CanonicalJSON
import Proposals
import Testing

/// The bodies of events: each kind has its own, which writes again what it reads.
@Suite struct EventBodyTests {
    private static func type(of kind: EventKind) -> any EventBody.Type {
        switch kind.body {
        case .opening(let type): type
        case .proposal(let type): type
        case .registry(let type): type
        }
    }

    @Test(arguments: EventKind.allCases) func aKindHasItsOwnBody(kind: EventKind) {
        #expect(Self.type(of: kind).kind == kind)
    }

    @Test(arguments: GoldenHistory.allCases) func whatIsReadIsWrittenAgain(history: GoldenHistory) throws {
        for line in try Repository.lines(history.events) {
            var event = try SealedEvent(bytes: Array(line.utf8)).event
            let body = try Self.type(of: event.kind).init(event.data)
            // Who decided it, where somebody else recorded it, is the event's, whatever its kind.
            event.data["decided_by"] = nil
            // A contest once said nothing of what it restores where that was nothing.
            if event.kind == .positionContested, event.data["restores"] == nil { event.data["restores"] = .null }
            #expect(body.data == event.data)
        }
    }

    /// What folding needs is asked for by name; what it never needed may be missing.
    @Test(
        arguments: [
            (.drafted, [:], "drafted: \"lifecycle\" is missing or of the wrong kind"),
            (.revised, ["changes": [:], "text_digest": "d", "effect": "x"], "a revision of an unknown effect"),
            (.moved, ["transition": "t", "writes": [:]], "writes: \"changes\" is missing or of the wrong kind"),
            (.moved, ["transition": "t", "undoes": [:]], "undoes: \"version\" is missing or of the wrong kind"),
            (.moved, ["transition": "t", "round": [:]], "round: \"number\" is missing or of the wrong kind"),
            (.moved, ["transition": "t", "round": [:], "undoes": ["version": 1]], nil),
            (.positionTaken, ["stance": "perhaps"], "an unknown stance"),
            (
                .positionTaken, ["stance": "support", "relayed": [:]],
                "relayed: \"from\" is missing or of the wrong kind"
            ),
            (.positionRetracted, ["partner": "JP", "relayed": [:]], nil),
            (.invitationPosition, ["invitation": 1, "partner": "JP", "retracted": true], nil),
            (
                .invitationPosition, ["invitation": 1, "partner": "JP"],
                "invitation-position: \"stance\" is missing or of the wrong kind"
            ),
            (.invitationDecided, ["invitation": 1, "outcome": "x"], "an unknown outcome of an invitation"),
            (.deadlineMoved, ["closes": "x"], "deadline-moved: \"closes\" is missing or of the wrong kind"),
            (.deadlinePassed, [:], nil), (.noted, [:], nil),
            (.filed, [:], "document: \"name\" is missing or of the wrong kind"),
            (.forumOpened, [:], "forum: \"name\" is missing or of the wrong kind"),
            (.meetingHeld, ["starts": "2026-03-02", "ends": "2026-03-01"], "meeting-held: ends before it starts"),
            (.appointmentMade, ["number": 1, "office": [:]], "an office without a role"),
            (.listDrawn, ["group": "g", "year": 2026, "items": [1]], "list-drawn: an item is not an object"),
            (.tokenRevoked, ["token": "t"], nil),
        ] as [(EventKind, JSONObject, String?)])
    func whatIsMissingIsNamed(kind: EventKind, data: JSONObject, message: String?) {
        var said: String?
        do { _ = try Self.type(of: kind).init(data) } catch { said = "\(error)" }
        #expect(said == message)
    }
}
