import NIOHTTP1
import Requests
import WebCalls

/// What a browser is answered at an address, as far as a test needs it.
enum Fetched {
    /// Where an address leads on to.
    static func location(_ address: String) async -> String? {
        guard let web = WebAddress(address, mayQuery: true) else { return nil }
        return try? await WebCall(web, name: "browser", most: 1 << 16).get().headers["location"].first
    }

    /// What a provider gave a browser.
    static func answer(_ location: String) -> ProviderAnswer {
        var fields: [String: String] = [:]
        for pair in (location.split(separator: "?").last ?? "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1)
            fields[String(sides[0])] = sides.count > 1 ? String(sides[1]) : ""
        }
        return ProviderAnswer(
            code: fields["code"], state: fields["state"], issuer: fields["iss"], error: fields["error"])
    }
}
