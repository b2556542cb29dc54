import CanonicalJSON
package import Lifecycle
package import LineProtocol
import Proposals

/// The proof of a proposal: the digest of its text, the leaf of the event that wrote it, the way from there to the last checkpoint, and how
/// that is verified without this server.
package enum ProofPage {
    /// All that the page is made of.
    package struct Parts: Sendable {
        package var proposal: ShownProposal
        package var definition: LifecycleDefinition?
        package var partners: [ShownPartner] = []
        /// The event that wrote the present text; nil for whoever sees only what was published.
        package var event: ShownEvent?
        /// The last checkpoint, or why there is none.
        package var checkpoint: Result<Verbs.Checkpoint.End, Failure>
        /// That the event is in the checkpoint; nil where it is not.
        package var proof: Verbs.Proof.End?

        package init(_ proposal: ShownProposal, _ checkpoint: Result<Verbs.Checkpoint.End, Failure>) {
            self.proposal = proposal
            self.checkpoint = checkpoint
        }
    }

    package static func page(_ parts: Parts) -> WebPage {
        WebPage(tr("The proof of \(parts.proposal.ref)"), "proof", Content(parts))
    }

    /// The digest of the text that an event writes; nil where it writes none.
    package static func writtenText(_ event: ShownEvent) -> String? {
        switch EventWords.body(event) {
        case let opened as any OpeningBody: opened.opening.textDigest
        case let revised as Event.Revised: revised.textDigest
        case let moved as Event.Moved: moved.writes?.textDigest
        default: nil
        }
    }

    private struct Content: PageContent {
        let head: ProposalHead
        let back: String
        let leaf: Leaf?
        let unsigned: String?
        let checkpoint: Signed?
        let inclusion: [String]
        let isRoot: Bool
        let isLater: Bool
        let bundle: String?
        let file: String

        init(_ parts: Parts) {
            let proposal = parts.proposal
            let names = Dictionary(parts.partners.map { ($0.id, $0.name) }) { first, _ in first }
            head = ProposalHead(proposal, parts.definition, partners: names)
            back = PageAddress.proposal(proposal.ref)
            leaf = parts.event.map { Leaf($0, proposal) }
            switch parts.checkpoint {
            case .success(let end):
                checkpoint = Signed(end, forum: proposal.forum)
                unsigned = nil
            case .failure(let failure):
                checkpoint = nil
                unsigned = FailureWords.noCheckpoint(failure)
            }
            inclusion = parts.proof?.path.map { PageText.line($0) } ?? []
            isRoot = parts.proof.map { $0.path.isEmpty } ?? false
            isLater = parts.event != nil && checkpoint != nil && parts.proof == nil
            bundle = parts.event == nil ? nil : PageAddress.proposal(proposal.ref, "proof", "bundle")
            file = PageAddress.bundleName(proposal.ref)
        }
    }

    private struct Leaf: PageContent {
        let text: String
        let revision: Int?
        let version: Int
        let recorded: PageTime?
        let event: String?
        let position: String?
        let hash: String?

        init(_ event: ShownEvent, _ proposal: ShownProposal) {
            text = PageText.line(ProofPage.writtenText(event) ?? "")
            revision = proposal.record?.revision
            version = event.version
            recorded = PageTime(event.recordedAt)
            self.event = event.digest.map { PageText.line($0) }
            // The first of all is 0, which a template would take for nothing.
            position = event.position.map { "\($0)" }
            hash = event.leafHash.map { PageText.line($0) }
        }
    }

    private struct Signed: PageContent {
        /// How many events it is over, and who saw it.
        let over: String
        let note: String
        let record: String
        let diverged: String?

        init(_ end: Verbs.Checkpoint.End, forum: String) {
            let events = tr(end.size, one: "It is over \(end.size) event.", many: "It is over \(end.size) events.")
            let count = end.cosignatures.count
            let seen = tr(count, one: "\(count) witness saw it.", many: "\(count) witnesses saw it.")
            over = count == 0 ? events : events + " " + seen
            note = PageText.shown(end.note)
            record = PageAddress.forum(forum, "record")
            diverged = end.diverged.map { PageText.message($0) }
        }
    }
}
