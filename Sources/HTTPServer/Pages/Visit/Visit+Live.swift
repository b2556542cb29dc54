import Requests
import WebPages

extension Visit {
    /// Notes where the events of the page begin that is about to be read, so that nothing happens unnoticed between the two.
    mutating func follow() async {
        guard let login, let own = ownForum, let shown = LiveTarget(page: target.parts, own: own) else { return }
        switch shown {
        case .proposal(let ref):
            guard let cursor = await login.end(own) else { return }
            live = PageFrame.Live(
                events: PageAddress.events(ofProposal: ref, after: cursor), see: PageAddress.proposal(ref, "history"))
        case .forum(let forum):
            guard let cursor = await login.end(forum) else { return }
            live = PageFrame.Live(events: PageAddress.events(ofForum: forum, after: cursor))
        }
    }
}
