import Testing

@testable import WebPages

/// What a template makes of a page's members.
@Suite struct RenderingTests {
    private struct Item: PageContent {
        let name: String
        let note: String?
        let isNew: Bool
    }

    private enum Colour: String, PageContent { case red, blue }

    private struct Sample: PageContent {
        let title = "Floods & <fires>"
        let name = "outer"
        let note: String? = "outer note"
        let missing: String? = nil
        let empty = ""
        let count = 3
        let colour = Colour.blue
        let isOpen = true
        let isShut = false
        let words = ["a", "b"]
        let none: [String] = []
        let item: Item? = Item(name: "inner", note: nil, isNew: true)
        let items = [Item(name: "x", note: "y", isNew: false), Item(name: "z", note: nil, isNew: true)]
    }

    private static func written(
        _ text: String, _ others: [String: String] = [:], of page: some PageContent = Sample()
    ) throws -> String {
        var templates = ["page": try PageTemplate(text)]
        for (name, text) in others { templates[name] = try PageTemplate(text) }
        var writer = TemplateWriter(templates)
        writer.write("page", with: PageEncoder.value(of: page))
        return String(decoding: writer.page, as: UTF8.self)
    }

    @Test(
        arguments: [
            ("{{title}}!", "Floods &amp; &lt;fires&gt;!"), ("{{count}} {{isOpen}} {{colour}}", "3 true blue"),
            ("{{missing}}{{unknown}}{{items}}{{item}}", ""), ("{{item.name}}", "inner"),
            ("{{item.note}}{{missing.name}}{{name.name}}", ""),
            // What is there; a flag and a value, a text without a letter, and nothing.
            ("{{#isOpen}}1{{/isOpen}}{{#isShut}}2{{/isShut}}{{#count}}3{{/count}}{{#empty}}4{{/empty}}", "134"),
            ("{{#missing}}1{{/missing}}{{#unknown}}2{{/unknown}}{{#none}}3{{/none}}", ""),
            ("{{^missing}}1{{/missing}}{{^unknown}}2{{/unknown}}{{^none}}3{{/none}}{{^isShut}}4{{/isShut}}", "1234"),
            (
                "{{^title}}1{{/title}}{{^items}}2{{/items}}{{^item}}3{{/item}}{{^isOpen}}4{{/isOpen}}{{^empty}}5{{/empty}}",
                ""
            ),
            // Whether there is anything.
            (
                "{{#hasTitle}}1{{/hasTitle}}{{#hasItems}}2{{/hasItems}}{{#hasItem}}3{{/hasItem}}{{#hasCount}}4{{/hasCount}}",
                "1234"
            ),
            (
                "{{#hasEmpty}}1{{/hasEmpty}}{{#hasNone}}2{{/hasNone}}{{#hasMissing}}3{{/hasMissing}}{{#hasUnknown}}4{{/hasUnknown}}",
                ""
            ),
            // Once for each of a list.
            ("{{#words}}<{{.}}>{{/words}}", "<a><b>"),
            ("{{#items}}{{name}}{{#isNew}}*{{/isNew}},{{/items}}", "x,z*,"),
            // A name is looked for further out, a member that is nil is not.
            ("{{#item}}{{name}} {{count}} {{note}}.{{/item}}{{note}}", "inner 3 .outer note"),
            ("{{#items}}{{#note}}{{.}}{{/note}}{{^note}}-{{/note}}{{/items}}", "y-"),
        ]) func valuesAndSections(_ template: String, _ page: String) throws
    {
        #expect(try Self.written(template) == page)
    }

    @Test func templatesWithinTemplates() throws {
        let others = ["one": "[{{name}}]", "blue": "({{name}})"]
        #expect(try Self.written("{{#items}}{{>one}}{{/items}}{{>none}}", others) == "[x][z]")
        #expect(try Self.written("{{#item}}{{>*colour}}{{>*missing}}{{>*count}}{{/item}}", others) == "(inner)")
    }

    /// A tag that stands alone on its line leaves no empty line.
    @Test(
        arguments: [
            ("a\n{{#isOpen}}\nb\n{{/isOpen}}\nc\n", "a\nb\nc\n"), ("a\n  {{#isOpen}} \nb\n\t{{/isOpen}}\nc", "a\nb\nc"),
            ("{{#isOpen}}\nb\n{{/isOpen}}", "b\n"), ("a\n{{#words}}{{.}}\n{{/words}}\nb", "a\na\nb\nb"),
            ("{{#isOpen}}b{{/isOpen}}\nc", "b\nc"), ("a {{#isOpen}}\nb{{/isOpen}}\nc", "a \nb\nc"),
            ("{{name}}{{#isOpen}}\nb{{/isOpen}}", "outer\nb"), ("{{name}}\n{{count}}\n", "outer\n3\n"),
            ("a\n{{>other}}\nb", "a\nb"),
        ]) func aTagAloneOnItsLine(_ template: String, _ page: String) throws
    {
        #expect(try Self.written(template) == page)
    }

    @Test(
        arguments: [
            "{{#a}}b", "b{{/a}}", "{{#a}}{{#b}}{{/a}}{{/b}}", "{{a", "{{a}", "{{}}", "{{ a }}", "{{{a}}}", "{{&a}}",
            "{{=<% %>=}}",
            "{{#}}{{/}}", "{{>}}", "{{..}}", "{{.a}}", "{{a.}}", "{{a..b}}", "{{#.a}}{{/.a}}", "{{>..}}",
        ]) func whatIsNoTemplate(_ template: String)
    {
        #expect(throws: TemplateFault.self) { try PageTemplate(template) }
    }

    private struct Numbers: PageContent {
        let seconds = Int64(-3)
        let byte = UInt8(7)
        let large = UInt64.max
        let share = 0.25
        let half: Float? = 0.5
        let bytes: [UInt8] = [1, 2]
        let none: Int32? = nil
    }

    /// Every number of the language ends where it is asked for its value.
    @Test func numbersOfAnyType() throws {
        let text = "{{seconds}} {{byte}} {{large}} {{share}} {{half}} {{#bytes}}<{{.}}>{{/bytes}}{{^none}}!{{/none}}"
        #expect(try Self.written(text, of: Numbers()) == "-3 7 18446744073709551615 0.25 0.5 <1><2>!")
    }

    private enum Shape: PageContent {
        case circle(radius: Int)
        case named(text: String, in: Colour)
        case point
    }

    private struct Shapes: PageContent {
        let first = Shape.circle(radius: 3)
        let all = [Shape.named(text: "x", in: .red), .point]
        let grid = [[1, 2], [3]]
    }

    /// A value is under the name of its case, with what is associated with it.
    @Test func casesWithValues() throws {
        let text = "{{#first}}{{#circle}}{{radius}}{{/circle}}{{^named}}-{{/named}}{{/first}}"
        #expect(try Self.written(text, of: Shapes()) == "3-")
        let all =
            "{{#all}}{{#named}}{{text}} {{in}}{{/named}}{{#point}}.{{/point}}{{/all}}{{#grid}}[{{#.}}{{.}}{{/.}}]{{/grid}}"
        #expect(try Self.written(all, of: Shapes()) == "x red.[12][3]")
    }

    /// What writes its members by hand is read as it wrote them.
    private struct Own: PageContent {
        enum Key: String, CodingKey { case words, inner, list }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            var inner = container.nestedContainer(keyedBy: Key.self, forKey: .inner)
            var words = container.nestedUnkeyedContainer(forKey: .words)
            try words.encode("a")
            var list = words.nestedUnkeyedContainer()
            try words.encode("c")
            try list.encode("b")
            try inner.encode(5, forKey: .list)
        }
    }

    @Test func whatIsWrittenByHand() throws {
        let text = "{{inner.list}}{{#words}}{{.}}{{/words}}"
        #expect(try Self.written(text, of: Own()) == "5ac", "a list within a list is no text")
        guard case .node(let node) = PageEncoder.value(of: Own()), case .list(let words)? = node["words"],
            case .list(let list) = words[1], case .text("b") = list[0]
        else {
            Issue.record("the inner list is not in its place")
            return
        }
    }

    /// The compiler's list of members is that of a mirror: nothing that a struct stores is out of a template's reach.
    @Test func everyStoredMemberIsThere() throws {
        guard case .node(let node) = PageEncoder.value(of: Sample()) else {
            Issue.record("a struct is a node")
            return
        }
        for child in Mirror(reflecting: Sample()).children {
            let label = try #require(child.label)
            #expect(node[label] != nil, "\(label)")
        }
    }
}
