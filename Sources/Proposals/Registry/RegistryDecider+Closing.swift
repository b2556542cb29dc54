import CivilTime
import Lifecycle

/// What is said of the closing of a trial.
enum ClosingSentence: String, EngineSentence {
    static let room = "closing"

    case toClose = "close a trial"
    case noTrial = "{forum} is no trial: only a forum that was loaded as one, with a mark, can be closed"
}

extension RegistryDecider {
    /// Closes a trial for good. A body's own forum is never closed: what it decided stays in force.
    func close(at moment: Instant?) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, ClosingSentence.toClose)
        guard settings.mark != nil else {
            throw .unmet("trial", Reason(ClosingSentence.noTrial, ["forum": .text(registry.forum)]))
        }
        let moment = moment ?? context.now
        guard moment <= context.now else {
            throw .badField("closed", "a forum is not closed before that is decided")
        }
        var closed = settings
        closed.closed = moment
        return [event(Event.ForumChanged(settings: closed), actor)]
    }
}

extension Registry {
    /// Why nothing more can be done in the forum; nil while it is open.
    package var closing: Refusal? {
        guard let settings, let closed = settings.closed else { return nil }
        return Refusal(
            .closed,
            "the trial \(forum) was closed on \(closed.date), and nothing more is done in it; its name and the letters "
                + "\(settings.refPrefix) stay taken, and who audits it can still EXPORT, AUDIT and read each HISTORY")
    }
}
