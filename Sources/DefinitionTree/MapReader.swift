import Wording

/// Reads the keys of one map, and notes every fault on the way: unknown and doubled keys, missing ones, values of the wrong kind.
package struct MapReader {
    package let reading: DefinitionReading
    package let path: DefinitionPath
    private let values: [String: DefinitionNode]
    /// How messages call this map (`a transition`).
    package let what: String

    /// Nil, with a fault, where the node is no map.
    package init?(
        _ node: DefinitionNode, at path: DefinitionPath, what: String, keys: [String], _ reading: DefinitionReading
    ) {
        guard case .map(let entries) = node.content else {
            reading.fault(
                at: path, "\(what) is written as a map (\(keys.joined(separator: ", "))), not as \(node.kindName)")
            return nil
        }
        self.reading = reading
        self.path = path
        self.what = what
        var values: [String: DefinitionNode] = [:]
        for entry in entries {
            if !keys.contains(entry.key) {
                reading.fault(
                    file: MapReader.file(of: path, reading), line: entry.line,
                    "unknown key \"\(entry.key)\" in \(what); use one of \(keys.listed)\(keys.hint(for: entry.key))")
            } else if values[entry.key] != nil {
                reading.fault(
                    file: MapReader.file(of: path, reading), line: entry.line,
                    "the key \"\(entry.key)\" appears twice in \(what)")
            } else {
                values[entry.key] = entry.value
            }
        }
        self.values = values
    }

    package func has(_ key: String) -> Bool { values[key] != nil }

    package func node(_ key: String) -> DefinitionNode? { values[key] }

    /// How many elements the list under a key has in the source; -1 where there is no list.
    package func count(_ key: String) -> Int {
        if case .list(let elements) = values[key]?.content { elements.count } else { -1 }
    }

    package func fault(_ key: String, _ sentence: String) { reading.fault(at: path[key], sentence) }

    /// Text that must not be empty; nil, with a fault, where it is missing.
    package func text(_ key: String) -> String? {
        guard let node = values[key] else {
            reading.fault(at: path, "\(what) needs \"\(key)\"")
            return nil
        }
        guard let text = plainText(node, key) else { return nil }
        guard text.utf8.contains(where: { $0 > 0x20 }) else {
            fault(key, "\"\(key)\" is empty")
            return nil
        }
        return text
    }

    /// Text that may be left out.
    package func text(_ key: String, default fallback: String) -> String {
        values[key] == nil ? fallback : text(key) ?? fallback
    }

    /// A name: what other parts refer to it by.
    package func name(_ key: String, _ form: NameForm = .name) -> String? {
        guard let text = text(key) else { return nil }
        return checked(text, form, at: path[key]) ? text : nil
    }

    package func flag(_ key: String, default fallback: Bool = false) -> Bool {
        guard let node = values[key] else { return fallback }
        switch node.content {
        case .scalar("true", isPlain: true): return true
        case .scalar("false", isPlain: true): return false
        case .scalar, .list, .map:
            fault(key, "\"\(key)\" is true or false, not \(node.kindName)")
            return fallback
        }
    }

    /// A whole number within bounds; nil where it is left out or wrong.
    package func integer(_ key: String, _ bounds: ClosedRange<Int64>) -> Int64? {
        guard let node = values[key] else { return nil }
        // Written as a number is written: 010 is eight to some readers, +1 and -0 are other texts than a number's own.
        guard case .scalar(let text, isPlain: true) = node.content, let value = Int64(text), String(value) == text,
            bounds.contains(value)
        else {
            fault(
                key,
                "\"\(key)\" is a whole number from \(bounds.lowerBound) to \(bounds.upperBound), not \(node.kindName)")
            return nil
        }
        return value
    }

    /// One of a closed set of words; another one leaves the section incomplete, so that nothing is said of what hangs on it.
    package func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, default fallback: Word, _ section: DefinitionSection? = nil
    ) -> Word where Word.RawValue == String {
        guard values[key] != nil else { return fallback }
        if let text = text(key) {
            if let word = Word(rawValue: text) { return word }
            let known = Word.allCases.map(\.rawValue)
            fault(key, "\"\(text)\" is not known for \"\(key)\"; use one of \(known.listed)\(known.hint(for: text))")
        }
        if let section { reading.leftOut(section) }
        return fallback
    }

    /// A list of texts; empty where it is left out.
    package func texts(_ key: String, _ form: NameForm? = nil) -> [String] {
        guard let node = values[key] else { return [] }
        guard case .list(let elements) = node.content else {
            fault(key, "\"\(key)\" is a list, not \(node.kindName)")
            return []
        }
        var result: [String] = []
        var places: [Int] = []
        for (index, element) in elements.enumerated() {
            guard let text = element.text, !text.isEmpty else {
                reading.fault(at: path[key][index], "\"\(key)\" lists texts, and here is \(element.kindName)")
                continue
            }
            if let form, !checked(text, form, at: path[key][index]) { continue }
            if result.contains(text) {
                reading.fault(at: path[key][index], "\"\(text)\" appears twice in \"\(key)\"")
                continue
            }
            result.append(text)
            places.append(index)
        }
        if places.count < elements.count { reading.keep(places, of: path[key]) }
        return result
    }

    /// A list of texts that must hold at least one.
    package func needed(_ key: String, _ form: NameForm? = nil) -> [String] {
        guard let node = values[key] else {
            reading.fault(at: path, "\(what) needs \"\(key)\"")
            return []
        }
        if case .list(let elements) = node.content, elements.isEmpty {
            fault(key, "\"\(key)\" is empty")
            return []
        }
        return texts(key, form)
    }

    /// A list of maps; elements that cannot be read are left out, and the section is marked.
    package func maps<Element>(
        _ key: String, _ section: DefinitionSection, what: String, keys: [String], _ read: (MapReader) -> Element?
    ) -> [Element] {
        guard let node = values[key] else { return [] }
        guard case .list(let elements) = node.content else {
            fault(key, "\"\(key)\" is a list, not \(node.kindName)")
            reading.leftOut(section)
            return []
        }
        var result: [Element] = []
        var places: [Int] = []
        for (index, element) in elements.enumerated() {
            let map = MapReader(element, at: path[key][index], what: what, keys: keys, reading)
            guard let map, let value = read(map) else {
                reading.leftOut(section)
                continue
            }
            result.append(value)
            places.append(index)
        }
        if places.count < elements.count { reading.keep(places, of: path[key]) }
        return result
    }

    /// A map under a key; nil where it is left out or no map.
    package func map(_ key: String, what: String, keys: [String]) -> MapReader? {
        values[key].flatMap { MapReader($0, at: path[key], what: what, keys: keys, reading) }
    }

    private func plainText(_ node: DefinitionNode, _ key: String) -> String? {
        if let text = node.text { return text }
        fault(key, node.isEmpty ? "\"\(key)\" is empty" : "\"\(key)\" is text, not \(node.kindName)")
        return nil
    }

    private func checked(_ text: String, _ form: NameForm, at path: DefinitionPath) -> Bool {
        if form.fits(text) { return true }
        reading.fault(at: path, "\"\(text)\" is not a name: \(form.rule)")
        return false
    }

    private static func file(of path: DefinitionPath, _ reading: DefinitionReading) -> String {
        path.steps.first == .key("form") ? reading.form?.file ?? reading.file : reading.file
    }
}
