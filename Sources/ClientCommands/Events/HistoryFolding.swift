import CanonicalJSON
import LineProtocol
import Proposals
import Terminal
import Wording

/// A history put together for reading: events of partners that say the same one after another are one entry, and a change of the text
/// is told with what stood there before.
struct HistoryFolding {
    /// Events that are told as one; most are one event.
    struct Entry {
        let first: ShownEvent
        /// What the first says; nil where it cannot be read.
        let body: (any EventBody)?
        /// What the fields that this changes were before.
        let before: JSONObject
        /// All of them.
        private(set) var events: [ShownEvent]
        /// The partners that say the same, where there are several.
        private(set) var partners: [String]

        init(_ event: ShownEvent, before: JSONObject = JSONObject()) {
            self.init(event, event.body, before: before)
        }

        fileprivate init(_ event: ShownEvent, _ body: (any EventBody)?, by partner: String? = nil, before: JSONObject) {
            first = event
            self.body = body
            self.before = before
            events = [event]
            partners = [partner].compactMap(\.self)
        }

        fileprivate mutating func fold(_ event: ShownEvent, by partner: String) {
            events.append(event)
            partners.append(partner)
        }

        /// Who says it: a partner by its id, several by how many they are.
        func speaker(_ partner: String) -> String {
            events.count > 1 ? counted(events.count, "partner") : TerminalText.line(partner)
        }
    }

    let entries: [Entry]

    /// - Parameter fields: the text before the first event; nothing for a history from its beginning.
    init(_ events: [ShownEvent], after fields: JSONObject, folds: Bool) {
        var entries: [Entry] = []
        var fields = fields
        var last: Saying?
        for event in events {
            let body = event.body
            if let opening = (body as? any OpeningBody)?.opening { fields = opening.fields }
            var before = JSONObject()
            for change in HistoryFolding.changes(body)?.members ?? [] {
                before[change.key] = fields[change.key]
                fields[change.key] = change.value.isNull ? nil : change.value
            }
            let saying = folds ? Saying(event, body) : nil
            if let saying, saying.content == last?.content {
                entries[entries.count - 1].fold(event, by: saying.partner)
            } else {
                entries.append(Entry(event, body, by: saying?.partner, before: before))
            }
            last = saying
        }
        self.entries = entries
    }

    /// What an event writes into the text.
    private static func changes(_ body: (any EventBody)?) -> JSONObject? {
        switch body {
        case let revised as Event.Revised: revised.changes
        case let moved as Event.Moved: moved.writes?.changes
        default: nil
        }
    }

    /// What a partner says, where there is nothing else to tell of it.
    private struct Saying {
        struct Content: Hashable {
            var position: Event.PositionTaken?
            var receipt: Event.Acknowledged?
            var decidedBy: ShownPastOffice?
            /// The day of the decision: told below an entry, so part of what it says.
            var decidedOn: String?
        }

        let partner: String
        private(set) var content = Content()

        /// Nil for every other event.
        init?(_ event: ShownEvent, _ body: (any EventBody)?) {
            switch body {
            case var position as Event.PositionTaken:
                guard position.reasons.isEmpty, !position.words.isRelayed else { return nil }
                partner = position.partner
                position.partner = ""
                content.position = position
            case var receipt as Event.Acknowledged:
                partner = receipt.partner
                receipt.partner = ""
                content.receipt = receipt
            default: return nil
            }
            content.decidedBy = event.actor?.decidedBy
            content.decidedOn = HistoryPage.decided(event).map { String($0.prefix(10)) }
        }
    }
}
