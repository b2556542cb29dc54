import DefinitionTree
import Testing

@testable import DefinitionFiles

/// Definitions with one fault each. The first line of each says where the fault is and a phrase of the sentence about it.
@Suite struct FaultyDefinitionTests {
    static let files = Repository.files(in: "Tests/DefinitionFilesTests/Faulty", ending: ".yaml")

    @Test func corpusIsLarge() { #expect(Self.files.count >= 45) }

    @Test(arguments: files)
    func oneFaultIsFoundWhereItIs(_ path: String) throws {
        let first = try #require(try SourceText.load(path).split(separator: "\n").first)
        let expected = try #require(first.wholeMatch(of: #/# line (\d+): (.+)/#))
        let line = try #require(Int(expected.1))
        let (definition, faults) = LifecycleFile.check(path: path)
        #expect(definition == nil)
        #expect(faults.count == 1, "\(DefinitionFaults(faults))")
        let fault = try #require(faults.first)
        #expect(fault.file == path)
        #expect(fault.line == line, "\(fault)")
        #expect(fault.sentence.contains(expected.2), "\(fault)")
    }
}
