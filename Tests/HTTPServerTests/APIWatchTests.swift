import CanonicalJSON
import LineProtocol
import TestWeb
import Testing

@testable import HTTPServer

@Suite("The time, and how many watches an account may have", .timeLimit(.minutes(60)))
struct APIWatchTests {
    private static let login = ["Authorization": "Bearer good"]

    @Test("an account has as many watches as a connection of lines, and one more when another has ended")
    func watches() async throws {
        try await withWeb { web in
            var open: [RawHTTP] = []
            for _ in 0..<Limits().watches {
                let client = try await web.connect()
                try await client.send(RawHTTP.request("GET", "/api/v1/watch/asem", Self.login))
                #expect(try await client.head()?.status == 200)
                open.append(client)
            }
            let refused = try await web.ask("GET", "/api/v1/watch/asem", Self.login)
            #expect(refused.status == 429 && refused.json["code"] == "TOO_MANY_WATCHES", "\(refused.text)")
            // Other requests of the account are answered all the same.
            #expect(try await web.ask("GET", "/api/v1/show/R-1", Self.login).status == 200)
            await open.removeLast().close()
            var isLetIn = false
            while !isLetIn {
                let client = try await web.connect()
                try await client.send(RawHTTP.request("GET", "/api/v1/watch/asem", Self.login))
                isLetIn = try await client.head()?.status == 200
                if isLetIn { open.append(client) } else { await client.close() }
            }
            for client in open { await client.close() }
        }
    }

    @Test("PING tells the time to everybody")
    func ping() async throws {
        try await withWeb { web in
            let answer = try await web.ask("GET", "/api/v1/ping")
            #expect(answer.status == 200 && answer.json["now"]?.string?.hasSuffix("Z") == true, "\(answer.text)")
            #expect(try await web.ask("HEAD", "/api/v1/ping").status == 200)
            #expect(try await web.ask("GET", "/api/v1/ping?now=1").json["code"] == "EXTRA_ARGUMENT")
            #expect(try await web.ask("GET", "/api/v1/ping/now").json["code"] == "EXTRA_ARGUMENT")
            #expect(try await web.ask("POST", "/api/v1/ping").status == 405)
            #expect(web.gateway.requests.isEmpty)
        }
    }
}
