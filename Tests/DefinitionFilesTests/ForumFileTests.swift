import CivilTime
import DefinitionTree
import Lifecycle
import Testing

@testable import DefinitionFiles

@Suite struct ForumFileTests {
    static func asem() throws -> ForumFile.Forum { try ForumFile.load(Repository.path("schema/forums/asem")) }

    @Test func asemHasItsPartners() throws {
        let forum = try Self.asem()
        #expect(forum.definition.id == "asem")
        #expect(forum.definition.refPrefix == "ASEM")
        #expect(forum.definition.mark == nil)
        #expect(forum.partners.count == 53)
        #expect(forum.partners.filter { $0.attributes["kind"] == "institution" }.map(\.id) == ["EU", "ASEANSEC"])
        #expect(forum.partners.filter { $0.attributes["region"] == "Europe" }.count == 31)
        let croatia = forum.partners.first { $0.id == "HR" }
        #expect(croatia?.joined?.description == "2014-01-01")
        #expect(croatia?.other == ["iso2": "HR", "iso3": "HRV"])
        #expect(forum.lifecycles.map(\.id) == ["asem-initiative"])
        #expect(forum.definition.duties.publishing == "infoboard-officer")
    }

    /// Every partner has somebody who coordinates its group.
    @Test func everyPartnerIsOfAGroup() throws {
        let forum = try Self.asem()
        var sizes: [String: Int] = [:]
        for partner in forum.partners {
            let groups = forum.definition.groups.filter { $0.contains(partner.id, partner.attributes) }
            #expect(!groups.isEmpty, "\(partner.id)")
            for group in groups { sizes[group.id, default: 0] += 1 }
        }
        #expect(sizes == ["ASEAN": 11, "NESA": 11, "EU-presidency": 27, "EEAS": 31])
    }

    @Test func coordinatorsAreDated() throws {
        let forum = try Self.asem()
        #expect(forum.coordinators.count == 7)
        let permanent = forum.coordinators.filter { $0.to == nil }
        #expect(permanent.map(\.group) == ["EEAS"])
        #expect(permanent.first?.holder == "EU")
        #expect(forum.coordinators.first { $0.group == "NESA" }?.note == "dates inferred")
    }

    @Test func misfitsAreToldAtTheirLines() throws {
        let text = """
            forum: asem
            name: Asia-Europe Meeting
            ref_prefix: asem
            appointments:
              - {role: proposer, of: partner}
              - {role: proposer, of: planet}
            duties: {publishing: infoboard-officer, meetings: host, accounts: admin, audit: auditor}
            attributes: [region, group]
            groups:
              - {id: ASEAN, attributes: {group: [ASEAN], colour: [red]}}
            lifecycles: [x.yaml]
            spellings: {KR: [Japan], XX: [Utopia]}
            files: {partners: partners.csv}
            """
        let reading = DefinitionReading(file: "f", root: try YAMLTree.parse(text, file: "f"))
        var definition = try #require(ForumReader.read(reading))
        #expect(reading.sorted.map(\.line) == [3, 6, 6])
        definition.disabledHouseRules = ["consensus"]
        var forum = try Self.asem()
        forum.definition = definition
        let checking = DefinitionReading(file: "f", root: try YAMLTree.parse(text, file: "f"))
        ForumChecks(forum: forum, reading: checking).run()
        let sentences = checking.sorted.map(\.description)
        func expect(_ line: Int, _ phrase: String) {
            #expect(sentences.contains { $0.hasPrefix("f:\(line):") && $0.contains(phrase) }, "\(sentences)")
        }
        expect(7, "nobody can be appointed as \"host\"")
        expect(10, "\"colour\" is not an attribute")
        expect(11, "needs the role \"som-leader\"")
        expect(11, "needs a meeting of the kind \"som\"")
        expect(12, "\"Japan\" already means JP")
        expect(12, "\"XX\" is not a partner")
        #expect(sentences.contains { $0.contains("\"consensus\" is not a house rule") })
    }

    /// Every forum in schema/ fits its lifecycles.
    @Test(arguments: ["asem", "asean", "asem-education", "mpac"])
    func forumLoadsClean(_ name: String) throws {
        let forum = try ForumFile.load(Repository.path("schema/forums/\(name)"))
        #expect(forum.definition.id == name)
        #expect(!forum.partners.isEmpty && forum.lifecycles.count >= 1)
    }

    /// The members of one forum, and those who stand beside them.
    @Test func partnersAreStatesAndBodies() throws {
        let projects = try ForumFile.load(Repository.path("schema/forums/asean"))
        #expect(projects.partners.filter { $0.attributes["kind"] == "member-state" }.count == 10)
        #expect(projects.partners.allSatisfy { $0.other["source"] != nil })
        let education = try ForumFile.load(Repository.path("schema/forums/asem-education"))
        #expect(education.partners.filter { $0.attributes["region"] != "none" }.count == 53)
    }

    /// What a lifecycle asks of a forum: somebody who drafts for a partner, and partners to be asked.
    @Test func lifecyclesMustFindTheirPeople() throws {
        let town = try ForumFile.load(Repository.path("Tests/LifecycleTests/Definitions/town"))
        func misfits(_ change: (inout ForumFile.Forum) -> Void) throws -> [String] {
            var forum = town
            change(&forum)
            let reading = DefinitionReading(file: "f", root: try YAMLTree.parse("a: b", file: "f"))
            ForumChecks(forum: forum, reading: reading).run()
            return reading.sorted.map(\.sentence)
        }
        #expect(try misfits { _ in } == [])
        let noDrafts = try misfits { forum in
            for index in forum.definition.appointments.indices { forum.definition.appointments[index].of = .forum }
        }
        #expect(noDrafts == ["nobody could draft a street-party: appoint host for a partner"])
        let noAttribute = try misfits { $0.lifecycles[0].positions.roster?.attribute = "colour" }
        #expect(noAttribute == ["street-party asks partners by \"colour\", which is not an attribute of partners"])
        let nobody = try misfits { $0.lifecycles[0].positions.roster?.values = ["east"] }
        #expect(nobody == ["street-party asks partners whose side is east, and there is none"])
    }

    @Test func everyFileIsReadFromTheFolder() {
        let (forum, faults) = ForumFile.check(path: Repository.path("schema/forums/nowhere"))
        #expect(forum == nil)
        #expect(faults.count == 1)
    }
}
