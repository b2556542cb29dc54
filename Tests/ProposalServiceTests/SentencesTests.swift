import Foundation
import Testing

@testable import Lifecycle
@testable import ProposalService
@testable import Proposals

/// What findings say stands as codes with values; the sentences are made of these in one place.
@Suite struct SentencesTests {
    private static let rooms: [any EngineSentence.Type] = [
        AccessSentence.self, AccountSentence.self, ActSentence.self, ArchiveSentence.self, ChecklistSentence.self,
        ClosingSentence.self, ContactSentence.self, DeadlineSentence.self, DocumentSentence.self,
        DraftingSentence.self, FactSentence.self, ForumSentence.self, HoldingSentence.self, IdentitySentence.self,
        ErasureSentence.self,
        InboxSentence.self, InvitationSentence.self,
        KeySentence.self, ListSentence.self, MeetingSentence.self, MigrationSentence.self, MoveSentence.self,
        OfficeSentence.self, PastOfficeSentence.self, PlanningSentence.self, PositionSentence.self,
        SignatureSentence.self, SpeakerSentence.self, TextSentence.self, UploadSentence.self,
    ]

    /// A sentence, its code, the case in which it stands, and by what the files are known that say it.
    private struct Said {
        let code: String
        let name: String
        let marks: [String]
        let places: Set<String>
        let text: String
    }

    private static func said<Sentence: EngineSentence>(_ room: Sentence.Type) -> [Said] {
        room.allCases.map {
            Said(
                code: Reason($0).code, name: "\($0)", marks: ["enum \(room):", "\(room)."], places: $0.places,
                text: $0.rawValue)
        }
    }

    private static func said<Kind: Requirement>(_ kind: Kind.Type) -> [Said] {
        Kind.Says.allCases.map {
            Said(
                code: Reason(kind.name, $0).code, name: "\($0)", marks: ["struct \(kind): Requirement"],
                places: $0.places, text: $0.rawValue)
        }
    }

    private static var all: [Said] {
        rooms.flatMap { said($0) } + RequirementKinds.all.flatMap { said($0) }
    }

    /// The texts of the modules that say something.
    private static func sources() throws -> [String] {
        try ["Lifecycle", "Proposals", "ProposalService"].flatMap { module in
            let folder = MiniForum.root + "/Sources/" + module
            return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
                .map { try String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }
        }
    }

    @Test func noTwoSentencesShareACode() {
        let codes = Self.all.map(\.code)
        #expect(codes.count > 200)
        for (code, sentences) in Dictionary(grouping: codes, by: \.self) {
            #expect(sentences.count == 1, "\(code)")
        }
    }

    @Test func everyRoomIsKnownHere() throws {
        let declared = try Self.sources().flatMap { text in
            text.matches(of: #/enum (\w+): String, EngineSentence/#).map { String($0.1) }
        }
        #expect(declared.sorted() == Self.rooms.map { "\($0)" }.sorted())
    }

    @Test func everyPlaceIsWrittenAsOneIsRead() {
        for said in Self.all {
            let outside = said.text.replacing(#/\{\w+(\|or|\|quoted|\|[\w ]+\|[\w ]+)?\}/#, with: "")
            #expect(!outside.contains("{") && !outside.contains("}"), "\(said.code): \(said.text)")
        }
    }

    /// Whoever says a sentence gives a value for each of its places.
    @Test func everyPlaceIsFilledWhereItIsSaid() throws {
        // Each file with the names that stand in it after a dot.
        let files = try Self.sources().map { text in
            (text, Set(text.split(separator: ".").dropFirst().map { $0.prefix { $0.isLetter || $0.isNumber } }))
        }
        for said in Self.all {
            let sayers = files.filter { text, names in
                names.contains(said.name[...]) && said.marks.contains { text.contains($0) }
            }
            #expect(!sayers.isEmpty, "\(said.code) is said nowhere")
            for (text, _) in sayers {
                for place in said.places {
                    #expect(
                        text.contains("\"\(place)\":") || text.contains("[\"\(place)\"] ="),
                        "\(said.code) is said without \(place)")
                }
            }
        }
    }

    /// Rooms whose sentences no page shows.
    private static let unseen = ["migration", "past-office", "planning"]

    /// What pages show of all this is told in their other languages, with the same values, and nothing else stands in those catalogues.
    @Test(arguments: ["fr", "ar"]) func pagesTellEverySentence(_ language: String) throws {
        let file = MiniForum.root + "/Sources/WebPages/Catalogues/findings-\(language).json"
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        let entries = try JSONDecoder().decode([String: String].self, from: bytes)
        let shown = Self.all.filter { said in !Self.unseen.contains { said.code.hasPrefix($0 + ".") } }
        #expect(Set(entries.keys) == Set(shown.map(\.code)))
        for said in shown {
            let text = entries[said.code] ?? ""
            let places = text.matches(of: #/\{([a-z]+)(?:\|(?:or|quoted))?\}/#).map { String($0.1) }
            #expect(places.sorted() == said.places.sorted(), "\(said.code)")
        }
    }

    /// A part of a sentence may have a code of its own, and stands in it as it is said by itself.
    @Test func aPhraseIsSaidWithinASentence() {
        let reason = Reason.only(["a", "b"], may: TextSentence.toWrite, ["field": "Goals"])
        #expect(reason.english == "only a or b may write \"Goals\"")
        #expect(reason.code == "office.mayNot")
        #expect(reason.values["deed"] == .phrase(Reason(TextSentence.toWrite, ["field": "Goals"])))
        #expect(Reason(TextSentence.toWrite).english == "write \"{field}\"")
    }
}
