import PostgresStore
import ProposalService
import Terminal

/// Brings a database to this program's schema and opens the server's own registry in it.
struct DatabaseSetup {
    let conninfo: String

    func migrate() async throws -> Migrator.Outcome {
        do { return try await Migrator(conninfo: conninfo).migrate() } catch {
            throw ServeFault.failure(error)
        }
    }

    /// Checks that the schema is this program's, and that the user of the connection may serve.
    func verify() async throws {
        do { try await Migrator(conninfo: conninfo).verify() } catch { throw ServeFault.failure(error) }
        let store = PostgresStore(conninfo: conninfo)
        do throws(ServiceFailure) {
            _ = try await ProposalService(store: store).now()
            await store.close()
        } catch {
            await store.close()
            throw CommandFailure.notDone([
                error.message,
                "serving needs a user who may act as \(StoreRole.app): GRANT \(StoreRole.app) TO that user",
            ])
        }
    }

    /// Acts in a role that the user of the connection has: whoever sets up a database need not be a member of the serving one.
    ///
    /// - Parameter again: issues another token where nobody has done anything with the first.
    /// - Returns: the administrator's token where one was issued now.
    func openServer(as role: String = StoreRole.app, again: Bool = false) async throws -> String? {
        var options = StoreOptions()
        options.role = role
        let store = PostgresStore(conninfo: conninfo, options: options)
        let service = ProposalService(store: store)
        do throws(ServiceFailure) {
            let token = try await service.bootstrap(again: again)
            await service.drain()
            await store.close()
            return token
        } catch {
            await store.close()
            throw CommandFailure.notDone([error.message])
        }
    }
}
