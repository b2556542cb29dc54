/// Looks until something holds that nobody tells this process of. Once the test's time is over its task is cancelled, and nobody looks any longer.
package func waitUntil(_ holds: () async throws -> Bool) async throws {
    while try await !holds() {
        try Task.checkCancellation()
        await Task.yield()
    }
}
