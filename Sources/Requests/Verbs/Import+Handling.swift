import CanonicalJSON
import LineProtocol
import ProposalService
import Proposals

extension Verbs.Import: WriteHandling {
    func work() throws(ServiceFailure) -> WriteRequest.Work {
        .begin(
            forum: forum,
            .importRecord(
                ImportedRecord(
                    lifecycle: lifecycle, partner: partner, fields: fields ?? [:], isArchive: archive, year: year,
                    source: source ?? .null)))
    }
}
