import CanonicalJSON
import CivilTime
import Lifecycle

/// A control of a form, as its template reads it: a label, what is asked, what stands in it, and what is wrong with it.
struct Control: PageContent {
    let id: String
    let name: String
    let label: String
    let isRequired: Bool
    /// That it may be left out, where others may not.
    let isOptional: Bool
    let help: String?
    let source: String?
    let fault: String?
    /// The ids of its help and its fault, for those who hear the page.
    let describedBy: String?
    var input: Input?
    var area: Area?
    var choice: Choices?
    var select: Choices?
    var checks: Choices?
    var money: Money?
    var rows: Rows?
    var nested: [Control]?
    var upload: Upload?

    struct Upload: PageContent {
        let accepts: String
    }

    struct Input: PageContent {
        let type: String
        let value: String
        let limit: Int?
        let minimum: String?
        let maximum: String?
        let example: String?
    }

    struct Area: PageContent {
        let value: String
        let height: Int
    }

    struct Choices: PageContent {
        let groups: [Group]
    }

    struct Group: PageContent {
        let heading: String?
        let options: [Option]
    }

    struct Option: PageContent {
        let id: String
        let value: String
        let label: String
        let isChosen: Bool
    }

    struct Money: PageContent {
        let amount: String
        let currency: String
    }

    struct Rows: PageContent {
        let rows: [Row]
    }

    struct Row: PageContent {
        let number: Int
        let cells: [Cell]
    }

    struct Cell: PageContent {
        let id: String
        let name: String
        let label: String
        var text: Written?
        var long: Written?
        var options: [Option]?
    }

    /// What stands in a box, which is there also where that is nothing.
    struct Written: PageContent {
        let value: String
    }
}

/// Makes controls, filled with what stands in the proposal, or with what was typed where a form comes back.
struct ControlMaker {
    let around: FormSurroundings
    /// What was typed; nil where the form is shown for the first time.
    let typed: FormValues?
    /// What is wrong, by name.
    let faults: [String: String]
    /// Whether it is told what may be left out.
    var tellsOptional = true

    /// - Parameter label: as it is shown, like the help.
    func control(
        _ kind: ControlKind, name: String, label: String, value: JSONValue? = nil, isRequired: Bool = false,
        help: String? = nil, source: String? = nil, offers: [String] = []
    ) -> Control {
        let id = "c-" + String(name.map { $0.isLetter && $0.isASCII || $0.isNumber && $0.isASCII ? $0 : "-" })
        let fault = faults[name]
        let hint = [help, ControlMaker.hint(kind)].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
        let described = [hint.isEmpty ? nil : id + "-help", fault == nil ? nil : id + "-fault"].compactMap(\.self)
        var control = Control(
            id: id, name: name, label: label, isRequired: isRequired,
            isOptional: !isRequired && tellsOptional,
            help: hint.isEmpty ? nil : hint,
            source: source.flatMap { $0.isEmpty ? nil : PageText.source($0) },
            fault: fault, describedBy: described.isEmpty ? nil : described.joined(separator: " "))
        let text = typed?.raw(name) ?? ControlMaker.text(value)
        switch kind {
        case .text(let limit):
            if limit > 300 {
                control.area = Control.Area(value: text, height: limit > 2000 ? 7 : 4)
            } else {
                control.input = input("text", text, limit: limit)
            }
        case .address(let limit): control.input = input("url", text, limit: limit, example: "https://…")
        case .date: control.input = input("date", text)
        case .instant:
            control.input = input("datetime-local", typed == nil ? String(text.prefix(16)) : text)
        case .integer(let minimum, let maximum):
            control.input = Control.Input(
                type: "number", value: text, limit: nil, minimum: String(minimum), maximum: String(maximum),
                example: nil)
        case .money:
            control.money = Control.Money(
                amount: typed?.raw(name + ".amount") ?? value?["amount"]?.string ?? "",
                currency: typed?.raw(name + ".currency") ?? value?["currency"]?.string ?? "EUR")
        case .one(let choices):
            let chosen = [typed.map { $0.text(name) ?? "" } ?? value?.string].compactMap(\.self)
            let groups = ControlMaker.groups(choices, id, chosen)
            // Among buttons nobody can choose nothing again.
            if choices.count > 6 || !isRequired {
                control.select = Control.Choices(groups: groups)
            } else {
                control.choice = Control.Choices(groups: groups)
            }
        case .some(let choices):
            let chosen = typed?.all(name) ?? value?.strings ?? []
            control.checks = Control.Choices(groups: ControlMaker.groups(choices, id, chosen))
        case .lines:
            let lines = (value?.array ?? []).map { ControlMaker.text($0) }
            control.area = Control.Area(value: typed?.raw(name) ?? lines.joined(separator: "\n"), height: 4)
        case .organisers: control.rows = organisers(name, id, value)
        case .file(let accepts): control.upload = Control.Upload(accepts: accepts)
        case .answers: control.rows = answers(name, id, value, offers)
        case .changes(let fields):
            control.nested = fields.map { field in
                self.control(
                    ControlKind(field.type, around), name: "\(name).\(field.key)", label: PageText.heading(field.label),
                    value: value?[field.key], help: PageText.label(field.help, atMost: 800))
            }
        }
        return control
    }

    private func input(_ type: String, _ value: String, limit: Int? = nil, example: String? = nil) -> Control.Input {
        Control.Input(type: type, value: value, limit: limit, minimum: nil, maximum: nil, example: example)
    }

    private static func hint(_ kind: ControlKind) -> String? {
        switch kind {
        case .text(let limit):
            limit > 300 ? tr(limit, one: "At most \(limit) character.", many: "At most \(limit) characters.") : nil
        case .instant: tr("A day and a time in UTC.")
        case .integer(let minimum, let maximum): tr("A whole number from \(minimum) to \(maximum).")
        case .lines: tr("One a line.")
        case .address: tr("The address of a page.")
        case .organisers: tr("A partner or an organisation in each row; leave the others empty.")
        case .date, .money, .one, .some, .answers, .file, .changes: nil
        }
    }

    /// What stands in a control of one text.
    private static func text(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .object: value.map(ValueWords.typed) ?? ""
        case .null, .bool, .array, nil: ""
        }
    }

    private static func groups(_ choices: [ControlKind.Choice], _ id: String, _ chosen: [String]) -> [Control.Group] {
        var groups: [(heading: String?, options: [Control.Option])] = []
        for (index, choice) in choices.enumerated() {
            let option = Control.Option(
                id: "\(id)-\(index)", value: choice.id, label: PageText.line(choice.label),
                isChosen: chosen.contains(choice.id))
            if let place = groups.firstIndex(where: { $0.heading == choice.group }) {
                groups[place].options.append(option)
            } else {
                groups.append((choice.group, [option]))
            }
        }
        return groups.map { Control.Group(heading: $0.heading.map { PageText.line($0) }, options: $0.options) }
    }

    private func organisers(_ name: String, _ id: String, _ value: JSONValue?) -> Control.Rows {
        let given = value?.array ?? []
        let count = max(given.count + 2, (typed?.rows(name).last ?? -1) + 1, 3)
        return Control.Rows(
            rows: (0..<count).map { row in
                func cell(_ key: String, _ label: String) -> Control.Cell {
                    let cellName = "\(name).\(row).\(key)"
                    let text = typed?.raw(cellName) ?? (row < given.count ? given[row][key]?.string : nil) ?? ""
                    var cell = Control.Cell(id: "\(id)-\(row)-\(key)", name: cellName, label: label)
                    if key == "partner" {
                        cell.options = around.partners.map {
                            Control.Option(
                                id: "", value: $0.id, label: PageText.line($0.label), isChosen: $0.id == text)
                        }
                    } else {
                        cell.text = Control.Written(value: text)
                    }
                    return cell
                }
                return Control.Row(
                    number: row + 1,
                    cells: [
                        cell("partner", tr("Partner")), cell("organisation", tr("or organisation")),
                        cell("body", tr("Ministry or body")), cell("contact", tr("Contact")),
                    ])
            })
    }

    private func answers(_ name: String, _ id: String, _ value: JSONValue?, _ offers: [String]) -> Control.Rows {
        let given = value?.array ?? []
        let known = given.compactMap { $0["ref"]?.string }
        let refs = known + offers.filter { !known.contains($0) }
        let count = max(refs.count + 1, (typed?.rows(name).last ?? -1) + 1)
        return Control.Rows(
            rows: (0..<count).map { row in
                let (ref, answer) = ("\(name).\(row).ref", "\(name).\(row).answer")
                var first = Control.Cell(id: "\(id)-\(row)-ref", name: ref, label: tr("Proposal that looks like it"))
                first.text = Control.Written(value: typed?.raw(ref) ?? (row < refs.count ? refs[row] : ""))
                var second = Control.Cell(id: "\(id)-\(row)-answer", name: answer, label: tr("How this one differs"))
                second.long = Control.Written(
                    value: typed?.raw(answer) ?? (row < given.count ? given[row]["answer"]?.string : nil) ?? "")
                return Control.Row(number: row + 1, cells: [first, second])
            })
    }
}
