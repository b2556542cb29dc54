import CanonicalJSON
import DefinitionTree
import Lifecycle
import Testing

@testable import DefinitionFiles

@Suite struct LifecycleFileTests {
    static let good =
        Repository.files(in: "schema/lifecycles", ending: ".yaml")
        + Repository.files(in: "Tests/DefinitionFilesTests/Good", ending: ".yaml")
        + ["norm", "note"].map { Repository.path("Tests/LifecycleTests/Definitions/\($0).yaml") }

    @Test(arguments: good)
    func goodDefinitionLoadsClean(_ path: String) {
        let (definition, faults) = LifecycleFile.check(path: path)
        #expect(faults == [])
        #expect(definition != nil)
    }

    @Test(arguments: good)
    func definitionSurvivesItsCanonicalBytes(_ path: String) throws {
        let definition = try LifecycleFile.load(path)
        let bytes = definition.canonicalBytes
        let back = try LifecycleDefinition(jsonBytes: bytes)
        #expect(back == definition)
        #expect(back.canonicalBytes == bytes)
    }

    @Test func initiativeHasItsStatesAndFields() throws {
        let definition = try LifecycleFile.load(Repository.path("schema/lifecycles/asem-initiative.yaml"))
        let states = ["drafted", "circulated", "consensus", "som-blessed", "reported", "cancelled", "withdrawn"]
        #expect(definition.states.map(\.id) == states)
        #expect(definition.form.fields.count == 24)
        #expect(definition.consensus.silence == .never)
        #expect(definition.checklist.count == 10)
    }

    /// The checklist quotes paragraph 25 word for word: preamble and eight bullets, the last of them in two lines.
    @Test func checklistIsTheWholeParagraph() throws {
        let definition = try LifecycleFile.load(Repository.path("schema/lifecycles/asem-initiative.yaml"))
        let text = definition.checklist.map(\.text).joined(separator: " ")
        let quoted =
            "To be included in the ASEM work programme, any proposed ASEM initiative should have the support of all "
            + "ASEM partners, and should be in line with the principles, objectives and priorities set out in this "
            + "AECF. the proposed initiative should be of mutual benefit, and must receive the full consensus of all "
            + "ASEM partners; it should contribute to advance the overall objectives and perspectives of the ASEM "
            + "process; the participation of a large number of ASEM partners must be ensured; the proposal should "
            + "clearly state goals, prime actors (government, business, civil society), target audience, likely cost, "
            + "and possible means of finance; duplication with existing ASEM initiatives should be avoided; "
            + "initiatives should, where suitable, have a counterpart Asian and European partner; participation will "
            + "be open to ASEM partners only, though SOM may, on a case-by case basis and with the consensus of all "
            + "ASEM partners, agree to extend an invitation to a non-ASEM country as well as appropriate "
            + "international organizations and institutions to take part in a specific event; the activity must "
            + "receive SOM’s blessing and its results reported to the ASEM SOM."
        #expect(text == quoted)
    }

    @Test func missingFileIsOneFault() {
        let path = Repository.path("schema/lifecycles/nothing.yaml")
        let (definition, faults) = LifecycleFile.check(path: path)
        #expect(definition == nil)
        #expect(faults.count == 1)
        #expect(faults.first?.sentence.contains("cannot be opened") ?? false)
    }

    @Test func jsonThatIsNoLifecycleIsRefusedInWords() {
        for text in ["[]", "{}", "{\"lifecycle\":5", "null", "{\"states\":[1,{}],\"form\":{\"fields\":[[]]}}"] {
            #expect(throws: DefinitionFaults.self) { try LifecycleDefinition(jsonBytes: Array(text.utf8)) }
        }
    }

    /// What one fault hides is little: independent ones are all told at once, each at its line.
    @Test func everyFaultIsToldAtOnce() throws {
        let text = """
            lifecycle: pair
            version: 0
            title: Pair
            colour: red
            initial: open
            form: {form: pair, version: 1, fields: [{key: text, type: text, writers: [nobody]}]}
            states:
              - {id: open}
              - {id: aside, revision: often}
              - {id: closed, final: true}
            roles:
              - {id: writer, held_by: [writer]}
              - {id: reader, held_by: [reader], scope: roster-partner}
            positions: {role: reader}
            consensus: {counting: [support]}
            transitions:
              - {id: close, from: [open, ajar], to: closed, roles: [writer, queen]}
            """
        let outcome = DefinitionReader.read(try YAMLTree.parse(text, file: "pair.yaml"), file: "pair.yaml")
        #expect(outcome.definition == nil)
        #expect(outcome.faults.map(\.line) == [2, 4, 6, 9, 9, 17, 17])
    }

    @Test func faultOfAFormHasTheFormsFileAndLine() throws {
        let lifecycle = try SourceText.load(Repository.path("Tests/LifecycleTests/Definitions/norm.yaml"))
        let form = try SourceText.load(Repository.path("Tests/LifecycleTests/Definitions/norm-form.yaml"))
        let changed = form.replacing("{key: fee, label: Fee, type: money}", with: "{key: fee, label: Fee, kind: money}")
        let outcome = DefinitionReader.read(
            try YAMLTree.parse(lifecycle, file: "norm.yaml"), file: "norm.yaml",
            form: .document(file: "norm-form.yaml", root: try YAMLTree.parse(changed, file: "norm-form.yaml")))
        #expect(outcome.faults.map(\.file) == ["norm-form.yaml", "norm-form.yaml"])
        #expect(outcome.faults.map(\.line) == [11, 11])
        #expect(outcome.faults.map(\.description).first?.hasPrefix("norm-form.yaml:11: unknown key \"kind\"") ?? false)
    }

    @Test func formThatCannotBeReadIsOneFault() throws {
        let lifecycle = try SourceText.load(Repository.path("Tests/LifecycleTests/Definitions/norm.yaml"))
        let root = try YAMLTree.parse(lifecycle, file: "norm.yaml")
        let unreadable = DefinitionReader.read(root, file: "norm.yaml", form: .unreadable)
        #expect(unreadable.faults == [])
        let alone = DefinitionReader.read(root, file: "norm.yaml")
        #expect(alone.definition == nil)
        #expect(alone.faults.map(\.line) == [6])
    }

    @Test func deepAndLargeTextsAreRefused() {
        let deep = String(repeating: "[", count: 20) + String(repeating: "]", count: 20)
        let bomb = "a: &a [1]\nb: &b [*a, *a]\nc: [*b, *b]\n"
        for (text, phrase) in [
            (deep, "nested more"), (bomb, "anchors and aliases"), ("", "empty"), ("? [a]\n: b", "a key"),
        ] {
            let fault = #expect(throws: DefinitionFault.self) { try YAMLTree.parse(text, file: "x.yaml") }
            #expect(fault?.sentence.contains(phrase) ?? false, "\(text)")
        }
    }
}
