package import LineClient
import LineProtocol

/// Connections to the server, each logged in; one after the other they take the tokens given.
package struct Fleet: Sendable {
    package let clients: [LineClient]

    /// How many log in at the same time: a server refuses those that its backlog cannot hold.
    private static let atOnce = 32

    package static func connect(
        to address: ServerAddress, count: Int, tokens: [String], timeout: Duration, readsObjects: Bool = true
    ) async throws -> Fleet {
        var clients: [LineClient] = []
        while clients.count < count {
            let first = clients.count
            let numbers = first..<min(first + atOnce, count)
            let batch = try await withThrowingTaskGroup(of: (Int, LineClient).self) { group in
                for number in numbers {
                    group.addTask {
                        let token = tokens.isEmpty ? nil : tokens[number % tokens.count]
                        let client = try await connect(
                            to: address, token: token, timeout: timeout, readsObjects: readsObjects)
                        return (number, client)
                    }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
            clients += numbers.compactMap { batch[$0] }
        }
        return Fleet(clients: clients)
    }

    /// One connection, logged in where there is a token.
    ///
    /// - Parameter readsObjects: whether what is answered is read, and not only that it was.
    package static func connect(
        to address: ServerAddress, token: String?, timeout: Duration, readsObjects: Bool = true
    ) async throws -> LineClient {
        var options = ClientOptions()
        options.readsObjects = readsObjects
        options.connectTimeout = .seconds(60)
        options.requestTimeout = timeout
        let client = try await LineClient.connect(to: address, options: options)
        if let token { try await client.authenticate(token: token) }
        return client
    }

    package func close() async {
        for client in clients { await client.close() }
    }
}
