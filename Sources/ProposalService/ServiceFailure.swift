package import CanonicalJSON

/// Why a request was not answered as asked. Each code is one of the line protocol's.
package struct ServiceFailure: Error, Sendable, Hashable {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        case badToken, tokenExpired, tokenRevoked, notLoggedIn
        /// What a connection shows of its client opens no account.
        case unknownPeer
        case badField, missing, extra, unsupported, notFound, forbidden, refused, versionConflict
        case keyReused, keySpent
        /// The forum is a trial that was closed.
        case forumClosed
        case badCursor, cursorGone, recordDiverged
        case busy, shuttingDown, storeUnavailable, effectUnknown, internalError
        /// The database refused what the server wrote; nothing of it is stored.
        case rejected
    }

    package var code: Code
    package var message: String
    /// Every requirement that is not met, where it is a refusal.
    package var unmet: [SeatedFinding] = []
    /// What else the answer carries: `field`, `version`, ….
    package var details: JSONObject

    package init(_ code: Code, _ message: String, details: JSONObject = [:]) {
        self.code = code
        self.message = message
        self.details = details
    }

    /// A member or option of a request that is wrong: which, and what to do.
    package static func wrong(_ field: String, _ message: String) -> ServiceFailure {
        ServiceFailure(.badField, "\"\(field)\": \(message)", details: ["field": .string(field)])
    }
}

extension ServiceFailure {
    /// What a failure of the store means to whoever asked.
    init(_ error: StoreError) {
        switch error {
        case .unavailable(let why): self.init(.storeUnavailable, "the database is out of reach: \(why)")
        case .rejected(let why):
            self.init(.rejected, "the database refused the write, and nothing was written: \(why)")
        case .effectUnknown(let why):
            self.init(.effectUnknown, "whether this was committed could not be learned: \(why)")
        case .corrupt(let why):
            self.init(.recordDiverged, "the database holds what Chancery did not write: \(why)")
        case .outdated:
            self.init(.storeUnavailable, "the database went back to an earlier state a moment ago")
        case .unreadable(let event): self = event.failure
        }
    }
}

/// Runs something of the store; its errors become failures of the service.
func storing<Value>(_ body: () async throws(StoreError) -> Value) async throws(ServiceFailure) -> Value {
    do { return try await body() } catch { throw ServiceFailure(error) }
}
