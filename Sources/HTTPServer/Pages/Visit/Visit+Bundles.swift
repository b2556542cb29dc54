import LineProtocol
import Requests
import WebPages

extension Visit {
    /// A bundle as a file to keep. What is short goes out whole, with its length.
    func bundle(_ verb: Verbs.Export, name: String) async throws(PageEnd) -> PageAnswer {
        let text: SentText
        do throws(Failure) { text = SentText(try await begin(verb)) } catch { throw end(error) }
        var first: [UInt8] = []
        while first.count < SentText.piece {
            guard let part = await text.next() else {
                if let failure = text.failure { throw end(failure) }
                return .kept(first, name: name)
            }
            first += part
        }
        var answer = PageAnswer.kept(first, name: name)
        answer.rest = text
        return answer
    }

    /// Begins a request whose rows are read while they come; it is given up with the visit.
    func begin(_ verb: some ReadVerb) async throws(Failure) -> OpenAnswer {
        let answer = await desk.begin(try asLine(try verb.request()), by: login?.login, at: peer)
        answers?.add(answer)
        return answer
    }

    /// Begins a request that goes on once the visit is answered.
    func beginUnattended(_ verb: some ReadVerb) async throws(Failure) -> OpenAnswer {
        await desk.begin(try asLine(try verb.request()), by: login?.login, at: peer, isUnattended: true)
    }
}
