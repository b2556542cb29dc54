/// Looks until something holds that nobody tells this process of, and does something after each look in vain. Once the test's time is over
/// its task is cancelled, and nobody looks any longer.
package func waitUntil(
    _ holds: () async throws -> Bool, meanwhile act: () async throws -> Void = {}
) async throws {
    while try await !holds() {
        try Task.checkCancellation()
        try await act()
        await Task.yield()
    }
}
