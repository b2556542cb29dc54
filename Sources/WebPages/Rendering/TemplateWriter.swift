/// Writes a page: goes through a template with the values that stand around each place, the innermost last.
struct TemplateWriter {
    private let templates: [String: PageTemplate]
    private var scopes: [PageValue] = []
    private(set) var page: [UInt8] = []

    init(_ templates: [String: PageTemplate]) {
        self.templates = templates
        page.reserveCapacity(1 << 16)
    }

    mutating func write(_ template: String, with value: PageValue) {
        guard let template = templates[template] else { return }
        within(value) { $0.write(template.pieces) }
    }

    private mutating func write(_ pieces: [PageTemplate.Piece]) {
        for piece in pieces {
            switch piece {
            case .text(let bytes): page += bytes
            case .value(let path): if let value = find(path) { write(value) }
            case .section(let path, let inner):
                switch find(path) {
                case nil, .nothing?, .flag(false)?: break
                case .flag(true)?: write(inner)
                case .list(let values)?: for value in values { within(value) { $0.write(inner) } }
                case let value?: within(value) { $0.write(inner) }
                }
            case .absence(let path, let inner):
                switch find(path) {
                case nil, .nothing?, .flag(false)?: write(inner)
                case .list(let values)? where values.isEmpty: write(inner)
                case .flag(true)?, .list?, .number?, .text?, .node?: break
                }
            case .template(let name): if let template = templates[name] { write(template.pieces) }
            case .chosen(let path):
                if case .text(let name)? = find(path), let template = templates[name] { write(template.pieces) }
            }
        }
    }

    private mutating func within(_ value: PageValue, _ body: (inout TemplateWriter) -> Void) {
        scopes.append(value)
        body(&self)
        scopes.removeLast()
    }

    /// The first name is looked for from the innermost value outwards, each further one in what the name before it stands for.
    private func find(_ path: TemplatePath) -> PageValue? {
        guard let first = path.names.first else { return scopes.last }
        for scope in scopes.reversed() {
            guard case .node(let node) = scope, var value = node[first] else { continue }
            for name in path.names.dropFirst() {
                guard case .node(let node) = value, let member = node[name] else { return nil }
                value = member
            }
            return value
        }
        return nil
    }

    private mutating func write(_ value: PageValue) {
        switch value {
        case .text(let text): PageEscaping.write(text, to: &page)
        case .number(let number): page += "\(number)".utf8
        case .flag(let flag): page += "\(flag)".utf8
        case .nothing, .list, .node: break
        }
    }
}
