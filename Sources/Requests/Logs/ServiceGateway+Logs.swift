import Bundles
package import LineProtocol
import ProposalService
package import Record

extension ServiceGateway: LogGateway {
    package func checkpoint(of log: ForumLog) async -> Result<[UInt8], Failure> {
        await answered(.checkpoint, log) { () throws(ServiceFailure) in
            let published = try await service.checkpoint(log.forum, .newest, nil).published
            return (published.checkpoint.origin, published.note.bytes)
        }
    }

    package func tile(_ tile: Tile, of log: ForumLog) async -> Result<[UInt8], Failure> {
        await answered(.proof, log) { () throws(ServiceFailure) in
            let seen = try await service.tile(tile, log.forum, nil)
            return (seen.origin, seen.hashes.flatMap(\.bytes))
        }
    }

    /// What a log has, where it is the one that the record goes on in: the files of an epoch that ended are no longer kept.
    private func answered(
        _ verb: Verb, _ log: ForumLog,
        _ read: () async throws(ServiceFailure) -> (origin: String, bytes: [UInt8])
    ) async -> Result<[UInt8], Failure> {
        do throws(ServiceFailure) {
            let (origin, bytes) = try await read()
            let epoch = EpochBreak.number(ofOrigin: origin)
            guard epoch == log.epoch else {
                throw ServiceFailure(
                    .notFound, "the record of \(log.forum) is in its epoch \(epoch): its log is \(origin) now")
            }
            return .success(bytes)
        } catch {
            return .failure(Failure(error, of: Request(tag: RequestTag(number: 0), verb: verb), by: nil, report))
        }
    }
}
