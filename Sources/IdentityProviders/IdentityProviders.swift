package import CivilTime
package import Requests

/// The identity providers of the server's settings, as the pages use them.
package final class IdentityProviders: LoginProviders {
    package let offered: [OfferedProvider]
    private let providers: [String: Provider]
    private let tell: @Sendable (_ provider: String, LoginFault) -> Void

    /// - Parameters:
    ///   - name: what a provider is told that asks it.
    ///   - now: seconds since 1970.
    ///   - tell: is told of each login that came to nothing.
    package init(
        _ settings: [ProviderSettings], name: String, now: @escaping @Sendable () -> Int64,
        tell: @escaping @Sendable (_ provider: String, LoginFault) -> Void = { _, _ in }
    ) {
        offered = settings.map { OfferedProvider(name: $0.name, label: $0.label, issuer: $0.issuer) }
        providers = Dictionary(
            settings.map { ($0.name, Provider($0, name: name, now: now)) }, uniquingKeysWith: { first, _ in first })
        self.tell = tell
    }

    /// The same by a clock.
    package convenience init(
        _ settings: [ProviderSettings], name: String, clock: @escaping @Sendable () -> Instant,
        tell: @escaping @Sendable (_ provider: String, LoginFault) -> Void
    ) {
        self.init(settings, name: name, now: { clock().microseconds / 1_000_000 }, tell: tell)
    }

    package func address(_ provider: String, secret: String, callback: String) async throws(LoginFault) -> String {
        try await telling(provider) { (known) throws(LoginFault) in
            try await known.address(LoginSecrets(secret), callback: callback)
        }
    }

    package func proven(
        _ provider: String, secret: String, callback: String, _ answer: ProviderAnswer
    ) async throws(LoginFault) -> ProvenLogin {
        try await telling(provider) { (known) throws(LoginFault) in
            ProvenLogin(
                issuer: known.settings.issuer,
                subject: try await known.subject(LoginSecrets(secret), callback: callback, answer))
        }
    }

    private func telling<Value: Sendable>(
        _ name: String, _ body: (Provider) async throws(LoginFault) -> Value
    ) async throws(LoginFault) -> Value {
        do throws(LoginFault) {
            guard let provider = providers[name] else { throw .refused("there is no such provider") }
            return try await body(provider)
        } catch {
            tell(name, error)
            throw error
        }
    }
}
