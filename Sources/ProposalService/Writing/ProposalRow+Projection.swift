import CanonicalJSON
import CivilTime
package import Lifecycle
package import Proposals

extension ProposalRow {
    /// The attribute of partners that lists are filtered by.
    static let regionAttribute = "region"

    /// The row that lists and searches read: a projection of the proposal, never more than it says.
    package init(
        _ proposal: Proposal, _ definition: LifecycleDefinition, _ registry: Registry, versionBefore: Int,
        wordsForm: Int = ProposalRow.presentWords
    ) {
        let fields = proposal.fields
        let title = fields["title"]?.string ?? ""
        let insiders = proposal.insiders(definition)
        let regions = ProposalRow.regions(of: insiders) {
            registry.partners[$0]?.attributes[ProposalRow.regionAttribute]
        }
        let round = proposal.runningRound(under: definition)
        let searchable = definition.form.fields.compactMap { field -> String? in
            switch field.type {
            case .text: field.isPersonal ? nil : fields[field.key]?.string
            case .place: fields[field.key].flatMap(PlaceText.line)
            case .date, .integer, .money, .choice, .choices, .partners, .organisers, .documents, .answers, .reference:
                nil
            }
        }
        self.init(
            forum: proposal.forum, ref: proposal.ref, version: proposal.version, versionBefore: versionBefore,
            lastDigest: proposal.lastDigest, lifecycle: proposal.lifecycle.digest,
            lifecycleID: proposal.lifecycle.id, state: proposal.state,
            isFinal: definition.state(proposal.state)?.isFinal ?? false, origin: proposal.origin.rawValue,
            title: title, proposer: proposal.proposer, insiders: insiders,
            isShared: proposal.isShared(definition),
            publishedFields: proposal.publishedFields, track: proposal.track(under: definition),
            pillar: fields["pillar"]?.string,
            focusAreas: fields["focus_areas"]?.strings ?? [], regions: regions,
            starts: fields["starts"]?.string.flatMap { CivilDate($0) },
            ends: fields["ends"]?.string.flatMap { CivilDate($0) }, closes: round?.closes,
            deadlineNoted: round?.deadlineNoted ?? false, hasOpenRound: round != nil,
            round: proposal.openRound?.number,
            notHeard: proposal.notHeard(under: definition), facts: Array(Set(proposal.facts.map(\.fact))).sorted(),
            searchText: searchable.joined(separator: "\n"), titleWords: [], recordedAt: proposal.recordedAt,
            meetings: proposal.meetings(definition), activity: proposal.activity(under: definition))
        write(in: wordsForm)
    }

    /// The regions of partners, each once, in the order of the partners.
    static func regions(of partners: [String], _ region: (String) -> String?) -> [String] {
        var regions: [String] = []
        for partner in partners {
            guard let region = region(partner), !regions.contains(region) else { continue }
            regions.append(region)
        }
        return regions
    }
}
