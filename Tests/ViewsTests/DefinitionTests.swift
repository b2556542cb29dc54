import CanonicalJSON
import DefinitionFiles
import DefinitionTree
import Testing
import ViewDefinitions

@Suite struct DefinitionTests {
    @Test func dataAreReadAsWritten() throws {
        #expect(try Datum("ref") == .ref)
        #expect(
            try Datum("overdue 90 fact implemented ends else field ends")
                == .overdue(days: 90, .first([.fact("implemented", input: "ends"), .field("ends")])))
        #expect(try Datum("attribute region field organisers") == .attribute("region", .field("organisers")))
        #expect(try Datum("field a else year-of field b else ref-year").parts.count == 6)
        #expect(try Datum("groups-of proposer") == .groups(.proposer))
    }

    @Test(arguments: [
        ("", "nothing is named"), ("colour", "is not something that a view reads"), ("field", "a field is missing"),
        ("fact a", "inputs is missing"), ("overdue x field a", "is not a number of days"),
        ("ref ref", "follows what is complete"), ("field a else", "something to read is missing"),
        ("else field a", "is missing"), ("days-until", "is missing"),
    ])
    func faultsOfData(text: String, part: String) {
        do {
            _ = try Datum(text)
            Issue.record("\(text) was read")
        } catch {
            #expect(error.sentence.contains(part), "\(error.sentence)")
        }
    }

    private static let head = "id: v\nlabel: V\n"

    @Test(arguments: [
        ("kind: poem", "\"poem\" is not one"), ("kind: table", "needs \"columns\""),
        ("kind: table\ncolumns: [{key: a, label: A, of: ref}]\nsort: [-b]", "there is no \"b\" here"),
        ("kind: table\ncolumns: [{key: a, label: A, of: ref}, {key: a, label: A, of: ref}]", "appears twice"),
        ("kind: table\ncolumns: [{key: a, label: A, of: status}]", "has no \"statuses\""),
        ("kind: table\ncolumns: [{key: a, label: A, of: ref}]\nwhere: 1", "unknown key \"where\""),
        ("kind: table\ncolumns: [{key: a, label: A, of: ref}]\nselect: {origin: past}", "live or archive"),
        ("kind: table\ncolumns: [{key: a, label: A, of: ref}]\nselect: {where: [{of: ref}]}", "asks something"),
        ("kind: tally", "needs \"groupings\""),
        (
            "kind: tally\ngroupings: [{id: g, label: G, by: [{key: count, label: C, of: ref}]}]",
            "is the name of a figure"
        ),
        (
            "kind: tally\nshare: cost\ngroupings: [{id: g, label: G, by: [{key: a, label: C, of: ref}]}]",
            "there is no \"cost\" here"
        ),
        (
            "kind: tally\ngroupings: [{id: g, label: G, by: [{key: a, label: C, of: ref}], "
                + "printed: {source: S, rows: [{group: [x], figures: {count: lots}}]}}]", "is not a figure"
        ),
        (
            "kind: tally\ngroupings: [{id: g, label: G, by: [{key: a, label: C, of: ref}], "
                + "printed: {source: S, rows: [{group: [x, y], figures: {count: 1}}]}}]", "names 1 value"
        ),
        ("kind: waiting\nwaits: [{states: [a], for: luck}]", "not somebody to wait for"),
        ("kind: calendar\ntitle: ref\nstarts: ref\nends: ref", "needs \"feed\""),
        ("kind: calendar\ntitle: ref\nstarts: ref\nends: ref\nfeed: {id: here, author: A}", "not an absolute address"),
        ("kind: interests\nexpressed: {fact: a}", "needs \"answered\""),
    ])
    func faultsOfViews(rest: String, part: String) throws {
        let faults = try Reading.faults(Self.head + rest + "\n")
        #expect(faults.contains { $0.contains(part) }, "\(faults)")
    }

    /// What a forum's file says is what its settings keep and the server reads again.
    @Test(arguments: ["asem"]) func filesAndSettingsAgree(forum: String) throws {
        let views = try Repository.forum(forum).views
        #expect(views.count >= 13)
        for view in views {
            let kept = try JSONValue.parse(view.json.canonicalBytes)
            #expect(try ViewDefinition(json: kept) == view.definition)
        }
    }

    @Test func parametersAreKnown() throws {
        let view = try Reading.view(
            Self.head + "kind: tally\nselect: {where: [{of: field starts, from: $since, to: $until}]}\n"
                + "groupings: [{id: g, label: G, by: [{key: a, label: C, of: ref}]}]\n")
        #expect(view.parameters == ["by", "since", "until"])
    }

    @Test func namesThatAForumLacksAreFaults() throws {
        let text = try Repository.text("schema/forums/asem/views.yaml")
        #expect(text.contains("select: {states: [consensus]}"))
        let folder = Repository.path("Tests/ViewsTests/Definitions/misfit")
        do {
            _ = try ForumFile.load(folder)
            Issue.record("the forum was loaded")
        } catch {
            let sentences = error.faults.map(\.sentence).joined(separator: "\n")
            for part in [
                "\"granted\" is not a state", "\"colour\" is not a field", "\"sealed\" is not a fact",
                "\"height\" is not an attribute of partners", "\"moot\" is not a kind of meeting",
                "\"duke\" is not an appointment", "the forum has no \"listing\"", "two views called \"twice\"",
            ] { #expect(sentences.contains(part), "\(part)\n\(sentences)") }
            #expect(error.faults.allSatisfy { $0.line > 0 })
        }
    }
}
