import NIOHTTP1
import WebCalls

/// One request to a witness.
struct WitnessRequest: Sendable {
    /// Bytes of an answer that are read: many signatures, and no more.
    private static let most = 64 << 10

    let address: WitnessAddress
    /// What the witness is told that asks it.
    let name: String

    func post(_ body: [UInt8]) async throws(WebCall.Fault) -> AddCheckpoint.Answer {
        let call = WebCall(address.web, path: address.path, name: name, most: WitnessRequest.most)
        let answer = try await call.post(body, [("content-type", "text/plain; charset=utf-8")])
        return AddCheckpoint.answer(
            status: answer.status, type: answer.headers.first(name: "content-type"), body: answer.body)
    }
}
