import CanonicalJSON
import CivilTime
package import Lifecycle
package import Proposals

extension ProposalText {
    /// The text of a proposal as it is listed, searched and compared.
    package init(
        _ proposal: Proposal, _ definition: LifecycleDefinition, _ registry: Registry,
        form: Int = ProposalWords.presentForm
    ) {
        self.init(ListedText(proposal, definition, registry), ProposalWords(proposal, definition, form: form))
    }
}

extension ProposalWords {
    /// The words of a proposal's texts. Partners are found by their names, which are the registry's.
    init(_ proposal: Proposal, _ definition: LifecycleDefinition, form: Int = presentForm) {
        let fields = proposal.fields
        let searchable = definition.form.fields.compactMap { field -> String? in
            switch field.type {
            case .text: field.isPersonal ? nil : fields[field.key]?.string
            case .place: fields[field.key].flatMap(PlaceText.line)
            case .organisers: form < 4 || field.isPersonal ? nil : Self.organisers(fields[field.key])
            case .date, .integer, .money, .choice, .choices, .partners, .documents, .answers, .reference: nil
            }
        }
        self.init(
            title: fields["title"]?.string ?? "", in: proposal.forum, text: searchable.joined(separator: "\n"),
            form: form)
    }

    /// Organisations and bodies that organise, by their names. Who is to be asked there is personal.
    private static func organisers(_ value: JSONValue?) -> String? {
        let names = (value?.array ?? []).flatMap { [$0["organisation"]?.string, $0["body"]?.string] }
        return names.compactMap(\.self).joined(separator: "\n")
    }
}

extension ListedText {
    /// The attribute of partners that lists are filtered by.
    static let regionAttribute = "region"

    fileprivate init(_ proposal: Proposal, _ definition: LifecycleDefinition, _ registry: Registry) {
        let fields = proposal.fields
        let insiders = proposal.insiders(definition)
        self.init(
            title: fields["title"]?.string ?? "", proposer: proposal.proposer, insiders: insiders,
            pillar: fields["pillar"]?.string, focusAreas: fields["focus_areas"]?.strings ?? [],
            regions: ListedText.regions(of: insiders, in: registry),
            starts: fields["starts"]?.string.flatMap { CivilDate($0) },
            ends: fields["ends"]?.string.flatMap { CivilDate($0) })
    }

    /// The regions of partners as the registry has them now.
    static func regions(of partners: [String], in registry: Registry) -> [String] {
        regions(of: partners) { registry.partners[$0]?.attributes[regionAttribute] }
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
