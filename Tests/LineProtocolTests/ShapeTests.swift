import Testing

@testable import LineProtocol

/// What requests and answers tell of their own members.
@Suite("Shapes of requests and answers")
struct ShapeTests {
    private func asked(_ verb: Verb) throws -> ObjectShape { try verb.askedShape.shape() }

    private func names(_ shape: ObjectShape) -> [String] { shape.members.map(\.name) }

    private func needed(_ shape: ObjectShape) -> [String] { shape.members.filter(\.isRequired).map(\.name) }

    @Test("a request tells what each member is, and which there must be")
    func requests() throws {
        let note = try asked(.note)
        #expect(names(note) == ["text", "decided_at", "decided_by"] && needed(note) == ["text"])
        #expect(note.member("text")?.value == .text && note.member("decided_at")?.value == .instant)
        #expect(note.member("decided_by")?.value == .object && !note.isOpen)
        let deadline = try asked(.deadline)
        #expect(needed(deadline) == ["closes", "reason"] && deadline.member("closes")?.value == .instant)
        let draft = try asked(.draft)
        #expect(draft.isOpen && draft.member("fields")?.value == .object && needed(draft).isEmpty)
        #expect(try asked(.revise).member("kind")?.value == .word(["editorial", "substantive"]))
        #expect(try asked(.migration).member("states")?.value == .map(.text))
        #expect(try asked(.partner).member("joined")?.value == .day)
        #expect(try asked(.token).member("expires")?.value == .moment)
        #expect(try needed(asked(.import)) == ["fields", "source"])
        #expect(try needed(asked(.file)) == ["name", "type", "size", "digest"])
    }

    @Test("members that stand only beside others are told of as well, and none of them must be there")
    func eitherOr() throws {
        let contact = try asked(.contact)
        #expect(contact.members.count > 8 && needed(contact).isEmpty)
        #expect(contact.member("end")?.value == .integer && contact.member("circulate")?.value == .flag)
        let appointing = try asked(.appoint)
        #expect(appointing.member("role")?.isRequired == false && appointing.member("end") != nil)
        #expect(try needed(asked(.listing)) == ["year"] && names(asked(.listing)) == ["year", "submit", "refs"])
        let forum = try asked(.forum)
        #expect(forum.member("close")?.value == .flag && forum.member("ref_prefix")?.value == .text)
        #expect(try names(asked(.invite)).contains("invitee") && names(asked(.invite)).contains("decision"))
        let row = try #require(Verb.why.rowShape).shape()
        #expect(row.member("transition") != nil && row.member("fact") != nil)
        #expect(needed(row) == ["allowed"] && row.member("to")?.mayBeNull == true)
        let moved = try #require(Verb.migration.rowShape).shape()
        #expect(moved.member("stays") != nil && moved.member("to_state") != nil && needed(moved) == ["ref"])
        let listed = try #require(Verb.list.rowShape).shape()
        #expect(listed.member("published")?.value == .flag && listed.member("version")?.isRequired == false)
        let written = try #require(Verb.key.writtenShape).shape()
        #expect(written.member("until")?.mayBeNull == true)
    }

    @Test("parts are told of by name, in requests and in answers")
    func parts() throws {
        let accounts = try asked(.account)
        guard case .list(.part(let appointment))? = accounts.member("appointments")?.value else {
            Issue.record("no appointments")
            return
        }
        #expect(appointment.name == "AppointmentRequest" && appointment.isAsked)
        #expect(try needed(appointment.shape()) == ["role"])
        guard case .map(.part(let group))? = try asked(.forum).member("groups")?.value else {
            Issue.record("no groups")
            return
        }
        #expect(try group.name == "Forum.GroupRequest" && names(group.shape()) == ["attributes", "partners"])
        #expect(Verb.show.endShape?.name == "Show.End" && Verb.list.endShape?.name == "PageEnd")
        #expect(Verb.why.rowShape?.name == "Why.Row" && Verb.note.writtenShape?.name == "WrittenProposal")
        #expect(Verb.note.endShape == nil && Verb.fetch.rowShape == nil && Verb.quit.writtenShape == nil)
    }

    @Test("an option tells what it is where it is more than text")
    func options() throws {
        #expect(try Verb.checkpoint.optionShapes() == ["witnessed": .flag])
        #expect(try Verb.list.optionShapes() == ["state": .list(.text), "from": .day, "to": .day])
        #expect(try Verb.replay.optionShapes() == ["at": .instant])
        #expect(try Verb.proof.optionShapes().isEmpty)
    }

    @Test("every verb can be told of, and what it answers too")
    func all() throws {
        for verb in Verb.allCases {
            let shape = try asked(verb)
            #expect(verb.shape.object != .required || !shape.members.isEmpty || shape.isOpen, "\(verb)")
            for part in [verb.rowShape, verb.endShape, verb.writtenShape].compactMap({ $0 }) {
                let shape = try part.shape()
                #expect(!shape.members.isEmpty || shape.isOpen, "\(verb): \(part.name)")
            }
        }
    }

    @Test("what an argument is made of is what the parser takes")
    func atoms() throws {
        let atom = try Regex("^\(Request.atomCharacters){1,512}$")
        for byte in UInt8(0x20)...0x7E {
            let word = "a" + String(UnicodeScalar(byte)) + "z"
            let request = try? Request(.show, .init(word))
            #expect((request != nil) == (word.wholeMatch(of: atom) != nil), "\(word)")
        }
    }
}

extension Request.Parts {
    fileprivate init(_ argument: String) {
        self.init(usage: "")
        arguments = [argument]
    }
}
