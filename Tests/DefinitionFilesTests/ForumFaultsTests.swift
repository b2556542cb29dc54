import DefinitionTree
import Glibc
import TestSupport
import Testing

@testable import DefinitionFiles

/// Forums with one fault each, made from one that has none.
@Suite struct ForumFaultsTests {
    static let forum = """
        forum: grants
        name: Grants
        ref_prefix: GR
        appointments:
          - {role: applicant, of: partner}
          - {role: member, of: partner}
          - {role: board, of: group}
          - {role: admin, of: forum}
          - {role: auditor, of: forum}
        duties: {publishing: admin, meetings: admin, accounts: admin, audit: auditor}
        attributes: [side, group]
        groups:
          - {id: all, attributes: {group: [g]}}
        meeting_kinds: [council]
        lifecycles: [grant.yaml]
        files: {partners: partners.csv}
        """
    static let partners = "partner_id,name,side,group\nA,Alpha,left,g\nB,Beta,right,g\nNO,Norway,left,g\n"

    /// The faults of the forum in which a text of one of its files is replaced.
    private func faults(in file: String, _ old: String, _ new: String) throws -> [DefinitionFault] {
        let base = try TestRoot.makeDirectory("forum")
        var texts = [
            "forum.yaml": Self.forum, "partners.csv": Self.partners,
            "grant.yaml": try SourceText.load(Repository.path("Tests/DefinitionFilesTests/Good/grant.yaml")),
        ]
        defer {
            for name in texts.keys { unlink("\(base)/\(name)") }
            rmdir(base)
        }
        let parts = try #require(texts[file]).split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        texts[file] = parts.joined(separator: new)
        defer { unlink("\(base)/pipe") }
        try #require(mkfifo("\(base)/pipe", 0o600) == 0)
        for (name, text) in texts {
            let handle = try #require(fopen("\(base)/\(name)", "wb"))
            fputs(text, handle)
            fclose(handle)
        }
        return ForumFile.check(path: base).1
    }

    @Test func theForumItselfHasNone() throws {
        let faults = try faults(in: "forum.yaml", "Grants", "Grants")
        #expect(faults.isEmpty, "\(DefinitionFaults(faults))")
    }

    @Test(arguments: [
        ("forum.yaml", "groups:\n  - {id: all, attributes: {group: [g]}}", "groups: []", 7, "no \"groups\""),
        ("forum.yaml", "name: Grants", "name: \"Gr\\e[31mants\"", 2, "U+001B"),
        ("forum.yaml", "[grant.yaml]", "[../../../etc/passwd]", 15, "leads outside"),
        ("forum.yaml", "partners.csv}", "/etc/passwd}", 16, "leads outside"),
        ("partners.csv", "\nA,Alpha,left,g\nB,Beta,right,g\nNO,Norway,left,g\n", "\n", 1, "there is no partner"),
        ("partners.csv", "Alpha", "\"Al\npha\"", 2, "U+000A"),
        ("grant.yaml", "field: partners, count: 2", "field: partners, count: 4", 15, "at least 4 partners"),
        ("grant.yaml", "require: deadline-passed,", "require: quorum, with: {count: 4},", 15, "a quorum of 4 partners"),
        (
            "forum.yaml", "audit: auditor", "audit: admin", 10,
            "keeps the accounts and the meetings too, and an auditor changes nothing"
        ),
        ("forum.yaml", "audit: auditor", "audit: nobody", 10, "nobody can be appointed as \"nobody\""),
        ("forum.yaml", ", audit: auditor", "", 10, "needs \"audit\""),
        ("forum.yaml", "ref_prefix: GR", "ref_prefix: GR\nmark: TRY IT", 4, "\"TRY IT\" cannot be kept"),
        ("forum.yaml", "{id: all,", "{id: all of them,", 13, "\"all of them\" cannot be kept"),
        ("forum.yaml", "partners.csv}", "nowhere.csv}", 16, "\"nowhere.csv\" cannot be opened"),
        ("forum.yaml", "partners.csv}", ".}", 16, "\".\" is a folder"),
        ("forum.yaml", "partners.csv}", "partners.csv, views: pipe}", 16, "\"pipe\" is a named pipe"),
        ("forum.yaml", "partners.csv}", "partners.csv, coordinators: pipe}", 16, "\"pipe\" is a named pipe"),
        ("forum.yaml", "partners.csv}", "partners.csv, meetings: pipe}", 16, "\"pipe\" is a named pipe"),
        ("forum.yaml", "partners.csv}", "partners.csv, initiatives: nowhere.jsonl}", 16, "cannot be opened"),
        ("forum.yaml", "partners.csv}", "pipe}", 16, "\"pipe\" is a named pipe"),
        ("forum.yaml", "[grant.yaml]", "[pipe]", 15, "\"pipe\" is a named pipe"),
        ("forum.yaml", "[grant.yaml]", "[.]", 15, "\".\" is a folder"),
        ("partners.csv", "side,group\n", "side,\"group, or so\"\n", 1, "is missing"),
        ("partners.csv", "B,Beta,right,g", "B,Beta,right", 3, "nothing stands for \"group\""),
        ("partners.csv", "B,Beta,right,g", "B,Beta,right,g,x", 3, "put a cell that holds a comma in quotes"),
        ("partners.csv", "B,Beta", "B,TBC", 3, "\"TBC\" is no name"),
        ("partners.csv", "Alpha", "Al\u{00AD}pha", 2, "U+00AD"),
        ("partners.csv", "Alpha", "Alpha\u{200F}", 2, "U+200F"),
        ("forum.yaml", "name: Grants", "name: Gr\u{200B}ants", 2, "U+200B"),
    ])
    func eachFaultIsToldWhereItIs(_ file: String, _ old: String, _ new: String, _ line: Int, _ phrase: String) throws {
        let faults = try faults(in: file, old, new)
        #expect(faults.count == 1, "\(DefinitionFaults(faults))")
        #expect(faults.first?.line == line, "\(DefinitionFaults(faults))")
        #expect(faults.first?.sentence.contains(phrase) ?? false, "\(DefinitionFaults(faults))")
    }
}
