import DefinitionFiles
import DefinitionTree
import Glibc
import Testing

@testable import Lifecycle

@Suite struct RenderingTests {
    static func definitions() throws -> [LifecycleDefinition] {
        try Files.lifecycles().map { try Files.lifecycle($0) } + [try Files.norm(), try Files.note()]
    }

    /// The page shows what the code renders; where they differ, put the rendering into the page.
    @Test func pageShowsTheDiagramAndTheTable() throws {
        let page = try Files.text("docs/lifecycle.md")
        let definition = try Files.initiative()
        let diagram = "```mermaid\n" + definition.mermaid + "```\n"
        #expect(page.contains(diagram), "docs/lifecycle.md must hold:\n\(diagram)")
        #expect(
            page.contains(definition.transitionTable), "docs/lifecycle.md must hold:\n\(definition.transitionTable)")
    }

    /// Each other lifecycle has a page of its own under docs/lifecycles, held to its file in the same way.
    @Test(arguments: Files.lifecycles().filter { $0 != "asem-initiative" })
    func eachLifecycleHasItsPage(_ name: String) throws {
        let page = try Files.text("docs/lifecycles/\(name).md")
        let definition = try Files.lifecycle(name)
        let diagram = "```mermaid\n" + definition.mermaid + "```\n"
        #expect(page.contains(diagram), "docs/lifecycles/\(name).md must hold:\n\(diagram)")
        #expect(
            page.contains(definition.transitionTable),
            "docs/lifecycles/\(name).md must hold:\n\(definition.transitionTable)")
        #expect(try Files.text("docs/lifecycle.md").contains("(lifecycles/\(name).md)"))
    }

    /// Somebody who writes a lifecycle has this page alone.
    @Test func pageNamesTheWholeVocabulary() throws {
        let page = try Files.text("docs/lifecycle.md")
        for kind in RequirementKinds.all {
            #expect(page.contains("| `\(kind.name)` |"), "\(kind.name)")
            for parameter in kind.parameterNames { #expect(page.contains("`\(parameter)`"), "\(parameter)") }
        }
        let words =
            FieldWord.allCases.map(\.rawValue) + InputWord.allCases.map(\.rawValue) + ScopeWord.allCases.map(\.rawValue)
            + TransitionDefinition.Effect.allCases.map(\.rawValue) + Stance.allCases.map(\.rawValue)
            + StateDefinition.RevisionRule.allCases.map(\.rawValue)
            + StateDefinition.Visibility.allCases.map(\.rawValue) + ConsensusRule.Silence.allCases.map(\.rawValue)
        for word in words { #expect(page.contains("`\(word)`"), "\(word)") }
    }

    /// The example on the page is a lifecycle.
    @Test func exampleOnThePageLoads() throws {
        let page = try Files.text("docs/lifecycle.md")
        let begin = try #require(page.firstRange(of: "```yaml\n# A working paper"))
        let rest = page[begin.lowerBound...].dropFirst("```yaml\n".count)
        let end = try #require(rest.firstRange(of: "```"))
        let root = try YAMLTree.parse(String(rest[..<end.lowerBound]), file: "page")
        let outcome = DefinitionReader.read(root, file: "page")
        #expect(outcome.faults == [])
        #expect(outcome.definition?.states.count == 4)
    }

    @Test func mermaidHasEveryStateAndArrow() throws {
        for definition in try Self.definitions() {
            let lines = definition.mermaid.split(separator: "\n")
            #expect(lines.first == "stateDiagram-v2")
            #expect(lines.filter { $0.contains(" as s_") }.count == definition.states.count)
            let arrows = definition.transitions.filter { $0.to != nil }.reduce(0) { $0 + $1.from.count }
            let ends = definition.states.filter(\.isFinal).count
            #expect(lines.filter { $0.contains(" --> ") }.count == arrows + ends + 1)
        }
    }

    @Test func labelsCannotBreakADiagram() throws {
        var definition = try Files.note()
        definition.states[0].label = "\"open\": {#1; <b>}\nnext"
        definition.transitions[0].roles = ["writer"]
        #expect(definition.mermaid.contains("state \"'open',   1,  b   next\" as s_open"))
    }

    @Test func scxmlIsWellFormedAndItsTargetsExist() throws {
        for definition in try Self.definitions() {
            let elements = try XMLReader.elements(of: definition.scxml)
            let root = try #require(elements.first)
            #expect(root.name == "scxml")
            #expect(root.attributes["xmlns"] == "http://www.w3.org/2005/07/scxml")
            #expect(root.attributes["version"] == "1.0")
            let states = elements.filter { ["state", "final"].contains($0.name) }
            let ids = states.compactMap { $0.attributes["id"] }
            #expect(ids == definition.states.map(\.id))
            #expect(root.attributes["initial"].map(ids.contains) ?? false)
            for element in elements.dropFirst() {
                switch element.name {
                case "state", "final":
                    #expect(element.parent == "scxml")
                    #expect(Set(element.attributes.keys) == ["id"])
                case "transition":
                    #expect(element.parent == "state")
                    #expect(Set(element.attributes.keys).isSubset(of: ["event", "cond", "target"]))
                    if let target = element.attributes["target"] { #expect(ids.contains(target)) }
                default: Issue.record("SCXML has no \(element.name) here")
                }
            }
        }
    }

    @Test func scxmlNamesEveryGuard() throws {
        let definition = try Files.initiative()
        let elements = try XMLReader.elements(of: definition.scxml)
        for transition in definition.transitions where transition.effect != .undo {
            let drawn = elements.filter { $0.attributes["event"] == transition.id }
            #expect(drawn.count == transition.from.count)
            for element in drawn {
                #expect(element.attributes["target"] == transition.to)
                let condition = try #require(element.attributes["cond"])
                for use in transition.requirements { #expect(condition.contains("guard('\(use.requirement.name)'")) }
                for role in transition.roles { #expect(condition.contains("'\(role)'")) }
            }
        }
        // A recall goes back along each move: return twice and into circulated three times, and so on.
        let recalls = elements.filter { $0.attributes["event"] == "recall" }
        let moves = definition.transitions.filter { move in
            move.to.map { ["drafted", "circulated", "consensus", "som-blessed"].contains($0) } ?? false
        }
        #expect(recalls.count == moves.reduce(0) { $0 + $1.from.count })
    }
}

/// A reader of the little XML that is written here; refuses what is not well-formed.
enum XMLReader {
    struct Element {
        var name: String
        var parent: String?
        var attributes: [String: String]
    }

    struct Malformed: Error { var rest: String }

    static func elements(of text: String) throws -> [Element] {
        var rest = text[...]
        let prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        guard rest.hasPrefix(prolog) else { throw Malformed(rest: String(rest.prefix(60))) }
        rest = rest.dropFirst(prolog.count)
        var open: [String] = []
        var elements: [Element] = []
        while let start = rest.firstIndex(of: "<") {
            guard rest[..<start].allSatisfy(\.isWhitespace) else { throw Malformed(rest: String(rest.prefix(60))) }
            rest = rest[start...]
            if let close = rest.prefixMatch(of: #/<\/([a-z]+)>/#) {
                guard open.popLast() == String(close.1) else { throw Malformed(rest: String(rest.prefix(60))) }
                rest = rest[close.range.upperBound...]
                continue
            }
            let pattern = #/<([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/#
            guard let tag = rest.prefixMatch(of: pattern) else { throw Malformed(rest: String(rest.prefix(60))) }
            var attributes: [String: String] = [:]
            for attribute in tag.2.matches(of: #/ ([a-z]+)="([^"]*)"/#) {
                guard attributes.updateValue(try value(attribute.2), forKey: String(attribute.1)) == nil else {
                    throw Malformed(rest: String(rest.prefix(60)))
                }
            }
            guard !open.isEmpty || elements.isEmpty else { throw Malformed(rest: String(rest.prefix(60))) }
            elements.append(Element(name: String(tag.1), parent: open.last, attributes: attributes))
            if tag.3.isEmpty { open.append(String(tag.1)) }
            rest = rest[tag.range.upperBound...]
        }
        guard open.isEmpty, rest.allSatisfy(\.isWhitespace) else { throw Malformed(rest: String(rest)) }
        return elements
    }

    private static func value(_ text: Substring) throws -> String {
        var result = String(text)
        for (entity, character) in [("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&#10;", "\n")] {
            result.replace(entity, with: character)
        }
        let plain = result.replacing("&amp;", with: "")
        guard !plain.contains("&") else { throw Malformed(rest: result) }
        return result.replacing("&amp;", with: "&")
    }
}
