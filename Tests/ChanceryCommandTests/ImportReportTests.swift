import CanonicalJSON
import CivilTime
import LineProtocol
import TestSupport
import Testing

@testable import ClientCommands
@testable import ImportFiles
@testable import Terminal

/// What an import tells of what it could not map.
@Suite struct ImportReportTests {
    private let plain = Paint(TerminalTraits())

    private func report() -> ImportReport {
        var report = ImportReport(file: "list.jsonl", kind: .initiatives)
        report.records = 12
        for line in 1...12 where line != 8 { report.count("archived", record: line) }
        for line in [1, 2, 3, 5, 9] {
            report.issues.append(ImportIssue(line: line, subject: "T\(line)", keys: ["kind"], reason: "no such field"))
        }
        report.issues.append(ImportIssue(line: 4, subject: "T4", keys: ["kind", "note"], reason: "no such field"))
        report.issues.append(
            ImportIssue(line: 7, subject: "T7\u{1B}[31m", keys: ["starts"], reason: "2009 is no day", kind: "no day"))
        report.refuse(.init(.badField, "\"ends\": wrong"), line: 8, subject: "T8")
        return report
    }

    @Test func reasonsComeWithTheirCountsAndEveryLine() {
        #expect(
            report().lines(plain, isVerbose: true) == [
                "list.jsonl: 12 initiatives: 11 archived, 1 refused", "",
                "── Not mapped, by reason ─────────────────────────────────────────────────────",
                "1  the server refused it", "6  no such field", "1  no day", "",
                "1 × the server refused it", "  line 8  T8", "    the server refused it: BAD_FIELD: \"ends\": wrong",
                "",
                "6 × no such field", "  kind: lines 1-5, 9", "  note: line 4", "",
                "1 × no day", "  line 7  T7\u{FFFD}[31m", "    starts: 2009 is no day",
            ])
    }

    /// Without being asked for everything it tells the first of each reason, and how to see the rest.
    @Test func aShortReportHasTheFirstOfEachReason() {
        var report = report()
        for line in 10...12 {
            report.issues.append(
                ImportIssue(line: line, subject: "T", keys: ["ends"], reason: "\(line) is no day", kind: "no day"))
        }
        #expect(
            report.lines(plain, isVerbose: false) == [
                "list.jsonl: 12 initiatives: 11 archived, 1 refused", "",
                "── Not mapped, by reason ─────────────────────────────────────────────────────",
                "1 × the server refused it", "    line 8  T8: the server refused it: BAD_FIELD: \"ends\": wrong",
                "6 × no such field", "    kind, note: lines 1-5, 9",
                "4 × no day", "    line 7  T7\u{FFFD}[31m: starts: 2009 is no day",
                "    line 10  T: ends: 10 is no day",
                "    and 2 more", "", "--verbose lists every line with its reason.",
            ])
        var small = ImportReport(file: "list.jsonl", kind: .initiatives)
        small.records = 1
        small.refuse(.init(.badField, "\"ends\": wrong"), line: 8, subject: "T8")
        #expect(!small.lines(plain, isVerbose: false).contains { $0.contains("--verbose") })
    }

    /// What the server refuses of a file's content is told with the file and the line.
    @Test func aRefusalHasItsLine() throws {
        var report = ImportReport(file: "c.csv", kind: .coordinators)
        report.records = 12
        for line in 2...13 { report.refuse(.init(.badField, "\"group\": wrong"), line: line, subject: "f/a") }
        let lines = try #require(report.failure).lines(plain)
        #expect(lines[0] == "chancery: c.csv:2: f/a: BAD_FIELD: \"group\": wrong")
        #expect(lines[9] == "c.csv:11: f/a: BAD_FIELD: \"group\": wrong" && lines[10] == "  and 2 more")
        #expect(report.failure?.status == .refused)
        var forbidden = ImportReport(file: "c.csv", kind: .coordinators)
        forbidden.refuse(.init(.forbidden, "only admin"), line: 2, subject: "f/a")
        #expect(forbidden.failure == .misfilled(.init(.forbidden, "only admin")))
    }

    @Test func aNarrowScreenBreaksLongLists() {
        let numbers = (1...60).filter { $0 % 2 == 0 }
        let group = ImportIssueGroup(
            kind: "no such field",
            issues: numbers.map { ImportIssue(line: $0, subject: "T", keys: ["kind"], reason: "no such field") })
        let lines = group.lines(Paint(TerminalTraits(isTerminal: true, columns: 40)))
        #expect(lines.count > 3)
        #expect(lines.allSatisfy { $0.columns <= 40 }, "\(lines)")
        let text = lines.dropFirst().joined(separator: " ")
        for number in numbers { #expect(text.contains(" \(number)"), "\(number)") }
    }

    @Test(arguments: [
        ([1], "1"), ([1, 2, 3], "1-3"), ([1, 3, 4, 9], "1, 3-4, 9"), ([5, 5, 6], "5-6"), ([], ""),
    ])
    func ranges(_ numbers: [Int], _ text: String) {
        #expect(ImportIssueGroup.ranges(numbers) == text)
    }

    /// Every issue of the real lists is named by its line under its reason.
    @Test func noLineOfTheRealListIsLeftUnnamed() throws {
        let vocabulary = try Repository.vocabulary()
        let mapper = InitiativeMapper(
            form: Repository.form,
            names: PartnerNames(rows: try Repository.partners(), spellings: vocabulary.spellings),
            areas: vocabulary.areas, today: try #require(.init("2026-03-01")))
        let file = JSONLines(try Repository.text("schema/forums/asem/initiatives.jsonl"))
        let issues = file.records.flatMap { mapper.map($0.object, line: $0.line).issues }
        let groups = ImportIssueGroup.groups(of: issues)
        #expect(groups.map(\.issues.count).reduce(0, +) == issues.count)
        // Few reasons, not one for each record.
        #expect(groups.count <= 12)
        for group in groups {
            let lines = group.lines(plain)
            for issue in group.issues where issue.isOwn {
                #expect(lines.contains { $0.hasPrefix("  line \(issue.line)  ") }, "\(issue)")
                #expect(lines.contains { $0.hasSuffix(issue.reason) }, "\(issue)")
            }
        }
        #expect(issues.allSatisfy { $0.json["line"]?.integer != nil && $0.json["kind"]?.string != nil })
    }

    /// Names of partners stand in forum.yaml, names of bodies within them in import.yaml, and no name in both.
    @Test func eachNameStandsOnce() throws {
        let folder = Repository.path("schema/forums/asem")
        let forum = try ImportVocabulary(file: folder + "/forum.yaml")
        let lists = try ImportVocabulary(file: folder + "/import.yaml")
        #expect(forum.spellings.count > 20 && forum.spellings.values.allSatisfy { $0.body == nil })
        #expect(lists.spellings.count == 4 && lists.spellings.values.allSatisfy { $0.body != nil })
        #expect(Set(forum.spellings.keys).isDisjoint(with: lists.spellings.keys))
        let partners = try Repository.partners().compactMap { $0["name"]?.string }.map(PartnerNames.key)
        #expect(Set(partners).isDisjoint(with: forum.spellings.keys))
    }

    @Test func aNameThatMeansTwoThingsIsRefused() throws {
        let file = try TestRoot.freePath("names.yaml")
        defer { Editor.remove(file) }
        for (text, fault) in [
            ("spellings: {KR: [Korea], KP: [korea]}\n", ":1: \"korea\" already means KR"),
            ("spellings:\n  KR: Korea\n", ":2: a partner has a list of its other names"),
            ("bodies:\n  EEAS: EU\n", ":2: a body names its partner"),
        ] {
            try LocalFile.writePrivate(text, to: file)
            do {
                _ = try ImportVocabulary(file: file)
                Issue.record("taken: \(text)")
            } catch let failure as CommandFailure {
                #expect(failure.lines(plain).first?.contains(fault) == true, "\(failure)")
            }
        }
    }
}
