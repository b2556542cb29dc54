import CanonicalJSON
import Lifecycle
import LineProtocol
import ProposalService
import Proposals

extension CallerRequestHandler {
    /// LISTING: `refs` draws a list up, `submit` submits it.
    func listing(_ reader: inout RequestReader) throws(ServiceFailure) -> RegistryWork {
        let group = try reader.argument("group")
        guard let year = try reader.integer("year") else { throw reader.missing("year") }
        let submits = try reader.flag("submit") ?? false
        guard let given = try reader.array("refs") else {
            guard submits else { throw reader.wrong("refs", "give \"refs\" to draw it up, or \"submit\":true") }
            return .command(.submitList(group: group, year: year))
        }
        guard !submits else { throw reader.wrong("submit", "draw the list up first, then submit it") }
        var refs: [String] = []
        for value in given {
            guard let ref = value.string else { throw reader.wrong("refs", "give a list of refs") }
            refs.append(RefText.canonical(ref))
        }
        return .drawList(group: group, year: year, refs: refs)
    }

    /// CONTACT: `end` ends one, `circulate` records that all went round, anything else sets one.
    func contact(_ reader: inout RequestReader) throws(ServiceFailure) -> RegistryWork {
        if try reader.flag("circulate") ?? false { return .command(.circulateContacts) }
        if let number = try reader.integer("end") {
            return .command(.endContact(number: number, until: try reader.requiredDay("until")))
        }
        return .setContact(
            ContactPoint(
                subject: try reader.requiredText("subject"), about: try reader.requiredLine("about"),
                partner: try reader.requiredText("partner"), nameCommitment: "",
                from: try reader.requiredDay("from"), until: try reader.day("until")),
            name: try reader.requiredLine("name"), address: try reader.line("address"),
            body: try reader.saidText("body"))
    }
}
