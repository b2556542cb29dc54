package import Postgres
package import PostgresStore

extension StoreOptions {
    /// For a machine that is busy with other things: nothing is given up because it takes long.
    package static let patient: StoreOptions = {
        var options = StoreOptions()
        options.acquireTimeout = .seconds(3000)
        options.tripTimeout = .seconds(3000)
        options.commitTimeout = .seconds(3000)
        options.refusalTimeout = .seconds(3000)
        options.lockTimeout = .seconds(3000)
        options.resolveTimeout = .seconds(3000)
        options.idleInTransactionTimeout = .seconds(3000)
        return options
    }()
}

extension PostgresConfiguration {
    /// The same of a single connection.
    package var patient: PostgresConfiguration {
        var patient = self
        patient.lockTimeout = nil
        patient.idleInTransactionTimeout = nil
        return patient
    }
}
