import CanonicalJSON
import CivilTime
import Documents
import Lifecycle
import Proposals
import Record
import Testing

@testable import ProposalService

/// Documents sent in parts, decided by the service's own batches: what is kept on the way, and what is not.
@Suite struct DocumentUploadTests {
    private static let part = DocumentRules.largestPart

    /// A text of so many bytes that no other seed has.
    private static func content(_ size: Int, seed: UInt8 = 0) -> [UInt8] {
        (0..<size).map { UInt8(97 + ($0 / 7 + Int(seed)) % 26) }
    }

    private static func document(_ content: [UInt8], _ name: String = "paper.txt") -> Document {
        Document(name: name, type: "text/plain", size: content.count, digest: Digest.sha256(content).hex)
    }

    private static func work(_ document: Document, _ step: DocumentUpload.Step) -> WriteRequest.Work {
        .file(ref: MiniForum.ref, DocumentUpload(document: document, step: step))
    }

    /// The requests that send a document whole.
    private static func parts(_ content: [UInt8], as document: Document) -> [WriteRequest.Work] {
        stride(from: 0, to: content.count, by: part).map { start in
            work(document, .part(offset: start, bytes: Array(content[start..<min(start + part, content.count)])))
        }
    }

    private static func drafted() throws -> MiniForum {
        var forum = try MiniForum()
        try forum.done(
            MiniForum.proposer, .draft(lifecycle: nil, partner: nil, fields: MiniForum.fields, decidedAt: nil))
        return forum
    }

    private func send(
        _ works: [WriteRequest.Work], _ forum: inout MiniForum, as office: Office = MiniForum.proposer
    ) throws -> [Result<JSONObject, ServiceFailure>] { try forum.batch(works.map { (office, $0) }) }

    private func failure(_ answer: Result<JSONObject, ServiceFailure>?) -> ServiceFailure? {
        if case .failure(let failure) = answer { failure } else { nil }
    }

    @Test(arguments: [true, false]) func inOneBatchOrInMany(_ inOne: Bool) throws {
        var forum = try Self.drafted()
        let content = Self.content(3 * Self.part + 17)
        let document = Self.document(content)
        let works = Self.parts(content, as: document)
        var answers: [Result<JSONObject, ServiceFailure>] = []
        if inOne {
            answers = try send(works, &forum)
        } else {
            for work in works {
                answers += try send([work], &forum)
                if answers.count < works.count {
                    #expect(forum.uploads.count == 1 && forum.documents.isEmpty && forum.lastWrites.events.isEmpty)
                }
            }
        }
        let received = try answers.map { try $0.get()["received"]?.integer }
        #expect(received == (1...3).map { Int64($0 * Self.part) } + [Int64(content.count)])
        #expect(try answers.last?.get()["events"] == ["filed"])
        #expect(forum.uploads.isEmpty && forum.documents == [document.digest: content])
        #expect(forum.proposals[MiniForum.ref]?.documents.map(\.document) == [document])
        // In one batch nothing is staged: the parts go straight into the document.
        if inOne { #expect(forum.lastWrites.uploads.isEmpty) }
    }

    @Test func howFarItHasComeIsAnswered() throws {
        var forum = try Self.drafted()
        let content = Self.content(2 * Self.part)
        let document = Self.document(content)
        let works = Self.parts(content, as: document)
        #expect(try send([Self.work(document, .ask)], &forum).first?.get()["received"] == 0)
        #expect(forum.lastWrites.isEmpty, "a question writes nothing")
        _ = try send([works[0]], &forum)
        #expect(try send([Self.work(document, .ask)], &forum).first?.get()["received"] == .integer(Int64(Self.part)))
        // The same bytes again, or later ones: refused, with where to go on.
        for wrong in [works[0], Self.work(document, .part(offset: Self.part + 1, bytes: Array(content.suffix(9))))] {
            let refused = try #require(failure(try send([wrong], &forum).first))
            #expect(refused.code == .badField && refused.details["field"] == "offset")
            #expect(refused.details["received"] == .integer(Int64(Self.part)))
        }
        #expect(try send([works[1]], &forum).first?.get()["events"] == ["filed"])
    }

    @Test func whatIsWrongAtTheEndIsNotKept() throws {
        var forum = try Self.drafted()
        let content = Self.content(Self.part + 5000)
        var changed = content
        changed[9] ^= 1
        let document = Self.document(content)
        let answers = try send(Self.parts(changed, as: document), &forum)
        #expect(failure(answers.last)?.details["field"] == "digest")
        #expect(forum.uploads.isEmpty && forum.documents.isEmpty && forum.lastWrites.events.isEmpty)
        // Also when the beginning had been stored before.
        let works = Self.parts(changed, as: document)
        _ = try send([works[0]], &forum)
        #expect(forum.uploads.count == 1)
        #expect(failure(try send([works[1]], &forum).first)?.details["field"] == "digest")
        #expect(forum.uploads.isEmpty && forum.documents.isEmpty)
        // More bytes than announced.
        _ = try send([works[0]], &forum)
        let more = Self.work(document, .part(offset: Self.part, bytes: Array(repeating: 97, count: 5001)))
        #expect(failure(try send([more], &forum).first)?.details["field"] == "size")
        #expect(forum.uploads.isEmpty)
        // A text that begins as one, and is none.
        var binary = content
        binary[Self.part + 3] = 0
        let disguised = Self.document(binary)
        #expect(failure(try send(Self.parts(binary, as: disguised), &forum).last)?.details["field"] == "type")
        #expect(forum.uploads.isEmpty && forum.documents.isEmpty)
    }

    @Test func partsAreNeitherTooSmallNorTooLarge() throws {
        var forum = try Self.drafted()
        let content = Self.content(3 * Self.part)
        let document = Self.document(content)
        for count in [0, 1, DocumentRules.smallestPart - 1, Self.part + 1] {
            let part = Self.work(document, .part(offset: 0, bytes: Array(content.prefix(count))))
            #expect(failure(try send([part], &forum).first)?.details["field"] == "data", "\(count)")
        }
        var announced = document
        announced.size += 1
        _ = try send([Self.parts(content, as: document)[0]], &forum)
        let other = Self.work(announced, .part(offset: Self.part, bytes: Array(content[Self.part..<(2 * Self.part)])))
        #expect(failure(try send([other], &forum).first)?.details["field"] == "size")
        #expect(forum.uploads.values.map(\.received) == [Self.part])
    }

    @Test func aFalseBeginningIsRefusedAtOnce() throws {
        var forum = try Self.drafted()
        let content = Self.content(2 * Self.part)
        let document = Document(
            name: "a.pdf", type: "application/pdf", size: content.count, digest: Digest.sha256(content).hex)
        #expect(failure(try send([Self.parts(content, as: document)[0]], &forum).first)?.details["field"] == "type")
        #expect(forum.uploads.isEmpty)
    }

    @Test func anAccountHasFewOpen() throws {
        var forum = try Self.drafted()
        let contents = (0..<6).map { Self.content(2 * Self.part, seed: $0) }
        let begins = contents.map { Self.parts($0, as: Self.document($0))[0] }
        for (index, work) in begins.prefix(5).enumerated() {
            let answer = try send([work], &forum).first
            #expect((failure(answer) == nil) == (index < StagedUpload.mostOpen), "\(index)")
            if index == 4 { #expect(failure(answer)?.code == .refused) }
        }
        #expect(Set(forum.uploads.values.map(\.slot)) == [1, 2, 3, 4])
        // One that is given up makes room, and its number is used again.
        let second = Self.document(contents[1])
        #expect(try send([Self.work(second, .drop)], &forum).first?.get()["received"] == 0)
        #expect(forum.uploads.count == 3)
        _ = try send([begins[4]], &forum).map { try $0.get() }
        #expect(Set(forum.uploads.values.map(\.slot)) == [1, 2, 3, 4])
        // Others have places of their own.
        let coordinator = Office(role: "regional-coordinator", partner: "VN")
        try forum.done(
            MiniForum.proposer,
            .advance(transition: "circulate", inputs: ["track": "information"], decidedAt: nil, signature: nil))
        #expect(failure(try send([begins[0]], &forum, as: coordinator).first) == nil)
        #expect(forum.uploads.count == 5)
        // After a day without a byte they are given up where a new one begins: one's own, and everybody's.
        forum.now = forum.now.advanced(byMicroseconds: StagedUpload.lifetime + 1)
        _ = try send([begins[5]], &forum).map { try $0.get() }
        #expect(forum.uploads.keys.map(\.digest) == [Self.document(contents[5]).digest])
    }

    @Test func othersUploadsTellNothing() throws {
        var forum = try Self.drafted()
        try forum.done(
            MiniForum.proposer,
            .advance(transition: "circulate", inputs: ["track": "information"], decidedAt: nil, signature: nil))
        let coordinator = Office(role: "regional-coordinator", partner: "VN")
        let content = Self.content(2 * Self.part)
        let document = Self.document(content)
        let works = Self.parts(content, as: document)
        _ = try send([works[0]], &forum)
        let asked = try send([Self.work(document, .ask)], &forum, as: coordinator).first
        #expect(try asked?.get()["received"] == 0)
        // Both send it; who is first files it, and of the other nothing stays.
        _ = try send([works[0]], &forum, as: coordinator)
        #expect(forum.uploads.count == 2)
        _ = try send([works[1]], &forum)
        let late = failure(try send([works[1]], &forum, as: coordinator).first)
        #expect(late?.code == .refused && forum.uploads.isEmpty)
        #expect(forum.proposals[MiniForum.ref]?.documents.count == 1)
    }

    @Test func twoInOneBatchAreStoredOnce() throws {
        var forum = try Self.drafted()
        let content = Self.content(100)
        let document = Self.document(content)
        let other = Self.document(content, "again.txt")
        let answers = try send(Self.parts(content, as: document) + Self.parts(content, as: other), &forum)
        #expect(failure(answers[0]) == nil && failure(answers[1])?.code == .refused)
        #expect(forum.lastWrites.documents.count == 1 && forum.lastWrites.events.count == 1)
    }

    @Test func whoMayNotFileStagesNothing() throws {
        var forum = try Self.drafted()
        let content = Self.content(2 * Self.part)
        let works = Self.parts(content, as: Self.document(content))
        #expect(failure(try send([works[0]], &forum, as: MiniForum.point("FR")).first)?.code == .forbidden)
        #expect(failure(try send([works[0]], &forum, as: MiniForum.leader).first)?.code == .notFound)
        #expect(forum.uploads.isEmpty)
    }
}
