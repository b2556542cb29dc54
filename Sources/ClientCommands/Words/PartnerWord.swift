import CanonicalJSON
import ImportFiles
import LineProtocol
import Terminal

extension ClientSession {
    /// The partners of a forum, to be found by what people call them.
    func partners(of forum: String) async throws -> PartnerLookup {
        let partners = try await read(Verbs.Partners(forum: forum)).rows
        let spellings = try ImportVocabulary.found(beside: "./-", forum: forum, name: nil, console).spellings
        return PartnerLookup(forum: forum, partners, spellings: spellings)
    }

    /// The partners of a forum where fields name some otherwise than by what looks like an id; a file or an editor may hold any.
    func partners(
        named texts: [String], mayNameAny: Bool, _ form: [FormField], of forum: String
    ) async throws -> PartnerLookup? {
        let isNamed = texts.contains { text in
            guard let equals = text.firstIndex(of: "="),
                let field = FormField.named(String(text[..<equals]), in: form),
                field.type == .partners || field.type == .organisers
            else { return false }
            let words = text[text.index(after: equals)...].split(separator: ",")
            return !words.allSatisfy { PartnerLookup.isLikeID(PartnerNames.trimmed($0)) }
        }
        return isNamed || mayNameAny ? try await partners(of: forum) : nil
    }

    /// The id of a partner that somebody named by its id in any case, by its name in the forum, or by a spelling of the forum's data.
    func partner(_ word: String, in forum: String) async throws -> String {
        // What looks like an id is taken for one: the server knows best whether there is such a partner.
        if PartnerLookup.isLikeID(word) { return word }
        let partners = try await partners(of: forum)
        guard let id = partners.id(word) else { throw CommandFailure.usage(TerminalText.line(partners.unknown(word))) }
        return id
    }

    /// The same for a partner of the forum of a proposal; nil where none is named.
    func partner(_ word: String?, of ref: String) async throws -> String? {
        guard let word else { return nil }
        if PartnerLookup.isLikeID(word) { return word }
        return try await partner(word, in: try await proposal(ref).forum)
    }

    /// The same request with the partner of an office of the past by its id, where it is named otherwise. A group stays as it is.
    func withPastOffice(_ request: Request) async throws -> Request {
        guard var office = request.object?["decided_by"]?.object, let word = office["of"]?.string,
            !PartnerLookup.isLikeID(word), let first = request.arguments.first
        else { return request }
        let forum = request.verb == .draft ? first : try await proposal(first).forum
        guard let id = try await partners(of: forum).id(word) else { return request }
        var request = request
        office["of"] = .string(id)
        request.object?["decided_by"] = .object(office)
        return request
    }
}
