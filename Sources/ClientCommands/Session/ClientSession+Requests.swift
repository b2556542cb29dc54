import CanonicalJSON
import CivilTime
import LineProtocol
import Terminal

extension ClientSession {
    /// The rows and the object of a request that must succeed.
    @discardableResult
    func ask(_ asked: some VerbRequest) async throws -> (rows: [JSONObject], object: JSONObject) {
        try await ask(try ClientSession.request(asked))
    }
}

extension ClientSession {
    /// The words of a request.
    static func request(
        _ asked: some VerbRequest, key: String? = nil, if version: Int64? = nil
    ) throws -> Request {
        do throws(Failure) { return try asked.request(key: key, if: version) } catch {
            throw CommandFailure.refused(error)
        }
    }
}

extension CivilDate {
    /// A day that goes into a request as it was given; one that is none is refused in the server's words.
    init(sent text: String, _ key: String) throws {
        do throws(Failure) { self = try CivilDate(asked: text, key) } catch { throw CommandFailure.refused(error) }
    }

    /// The same of a day that goes into the line as an option, which is one word.
    init(sentOption text: String, _ key: String) throws {
        let word = try RequestWords.option(text, as: key)
        do throws(Failure) { self = try CivilDate(asked: word, key, since: 1) } catch {
            throw CommandFailure.refused(error)
        }
    }
}

extension Moment {
    /// A moment that goes into a request as it was given; one that is none is refused in the server's words.
    init(sent text: String, _ key: String, endOfDay: Bool) throws {
        do throws(Failure) { self = try Moment(asked: text, key, endOfDay: endOfDay) } catch {
            throw CommandFailure.refused(error)
        }
    }
}
