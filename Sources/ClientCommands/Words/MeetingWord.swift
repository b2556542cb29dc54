import ImportFiles
import LineProtocol
import Terminal

extension ClientSession {
    /// The id of a meeting that somebody named by its id, or by what it is called in the forum.
    func meeting(_ word: String, in forum: String) async throws -> String {
        // What may be an id is taken for one: the server knows best whether there is such a meeting.
        let isLikeID = word.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "-._".utf8.contains(byte)
        }
        if isLikeID { return word }
        let meetings = try await pages(Verbs.Meetings(forum: forum)).rows.map {
            NamedThing(id: $0.id, label: $0.name)
        }
        if let id = NamedThing.id(of: word, in: meetings) { return id }
        let folded = NearWord.folded(word)
        let same = meetings.filter { NearWord.folded($0.label) == folded }
        guard same.isEmpty else {
            throw CommandFailure.usage(
                TerminalText.line(
                    "\"\(word)\" is the name of \(same.map(\.id).joined(separator: ", ")): give one of these"))
        }
        let near = NamedThing.advice(word, in: meetings)
        throw CommandFailure.usage(
            TerminalText.line(
                "there is no meeting \"\(word)\" in \(forum)"
                    + (near.isEmpty ? "; chancery meeting list lists them" : near)
            ))
    }
}
