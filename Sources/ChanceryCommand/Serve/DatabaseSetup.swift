import Postgres
import PostgresStore
import ProposalService

/// Brings a database to this program's schema and opens the server's own registry in it.
struct DatabaseSetup {
    private let configuration: PostgresConfiguration

    init(conninfo: String) { configuration = PostgresConfiguration(conninfo: conninfo) }

    func migrate() async throws -> Migrator.Outcome {
        do { return try await Migrator(configuration).migrate() } catch {
            throw CommandFailure.notDone(["\(error)"])
        }
    }

    func verify() async throws {
        do { try await Migrator(configuration).verify() } catch { throw CommandFailure.notDone(["\(error)"]) }
    }

    /// The administrator's token where the server's registry was opened now; nil where it was there.
    func openServer() async throws -> String? {
        let store = PostgresStore(configuration)
        let service = ProposalService(store: store)
        do throws(ServiceFailure) {
            let token = try await service.bootstrap()
            await service.drain()
            await store.close()
            return token
        } catch {
            await store.close()
            throw CommandFailure.notDone([error.message])
        }
    }
}
