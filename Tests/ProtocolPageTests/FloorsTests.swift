import Foundation
import Testing

/// Sources held to the table of floors in docs/architecture.md.
@Suite("Floors")
struct FloorsTests {
    private struct Module {
        var floor: Int
        var mayImport: Set<String>
    }

    private static let pure: Set<String> = [
        "CanonicalJSON", "CivilTime", "DefinitionTree", "Documents", "Lifecycle", "Proposals", "Record",
        "Sharing", "ViewDefinitions", "Views", "Wording",
    ]
    /// Of the toolchain; everybody but the pure modules may have them.
    private static let toolchain: Set<String> = ["Glibc", "Darwin", "Synchronization"]

    private static let modifiers: Set<String> = ["package", "public", "internal", "private", "@preconcurrency"]

    private func modules() throws -> [String: Module] {
        let rows = try Page("docs/architecture.md").table(under: "The floors")
        return Dictionary(
            rows.map { row in
                let imports = (row.count > 2 ? row[2] : "").split(separator: ",").map {
                    $0.trimmingCharacters(in: .whitespaces)
                }
                return (row[0], Module(floor: Int(row[1]) ?? -1, mayImport: Set(imports.filter { !$0.isEmpty })))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// What the files of a module import: file and module.
    private func imports(of module: String) throws -> [(file: String, name: String)] {
        try SourceTree.files(under: "Sources/" + module, ending: ".swift").flatMap { file in
            try SourceTree.text(file).split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ").map(String.init)
                guard let place = words.firstIndex(of: "import"), place < 3, place + 1 < words.count,
                    words[..<place].allSatisfy({ Self.modifiers.contains($0) })
                else { return nil }
                return (file, words[place + 1])
            }
        }
    }

    @Test("the table has every module")
    func complete() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: SourceTree.path("Sources"))
        #expect(Set(try modules().keys) == Set(folders.filter { !$0.hasPrefix(".") }))
    }

    @Test("a module imports what the table allows, and nothing else")
    func imports() throws {
        let modules = try modules()
        for (name, module) in modules {
            let allowed = module.mayImport.union(Self.pure.contains(name) ? [] : Self.toolchain)
            for (file, imported) in try imports(of: name) {
                #expect(allowed.contains(imported), "\(file) imports \(imported)")
            }
        }
        #expect(try imports(of: "PostgresStore").count > 50)
    }

    @Test("a module imports everything that the table allows it")
    func noneAllowedInVain() throws {
        for (name, module) in try modules() {
            let imported = Set(try imports(of: name).map(\.name))
            for allowed in module.mayImport {
                #expect(imported.contains(allowed), "\(name) may import \(allowed) and does not")
            }
        }
    }

    @Test("the files that the page names are there")
    func namedFiles() throws {
        let page = try SourceTree.text("docs/architecture.md")
        let named = Set(page.matches(of: #/`([A-Z][A-Za-z]+(?:/[A-Za-z+]+)+\.swift)`/#).map { String($0.1) })
        #expect(named.count > 20)
        for module in try modules().keys {
            let files = Set(try SourceTree.files(under: "Sources/" + module, ending: ".swift"))
            for name in named where name.hasPrefix(module + "/") {
                #expect(files.contains("Sources/" + name), "\(name)")
            }
        }
    }

    @Test("what is allowed lies on a lower floor")
    func downwards() throws {
        let modules = try modules()
        for (name, module) in modules {
            for imported in module.mayImport {
                guard let floor = modules[imported]?.floor else { continue }
                #expect(floor < module.floor, "\(name) may import \(imported)")
            }
        }
        #expect(modules.filter { $0.value.mayImport.contains("CLibPQ") }.keys.sorted() == ["Postgres"])
        let hashing = modules.filter { $0.value.mayImport.contains("CLibCrypto") }.keys.sorted()
        #expect(hashing == ["Certificates", "Record"])
        let besides: [String: Set<String>] = ["Record": ["CLibCrypto"], "Proposals": ["HashTreeCollections"]]
        for name in Self.pure {
            let others = try #require(modules[name]).mayImport.subtracting(Self.pure)
            #expect(others == besides[name, default: []], "\(name)")
        }
    }

    /// What is listed and not imported would be built for nothing.
    @Test("a module imports each dependency that Package.swift lists for it, and each package serves one")
    func nothingForNothing() throws {
        let manifest = try SourceTree.text("Package.swift")
        let products = Dictionary(
            manifest.matches(of: /let (\w+) = Target\.Dependency\.product\(name: "(\w+)", package: "([\w-]+)"/).map {
                (String($0.1), (module: String($0.2), package: String($0.3)))
            }, uniquingKeysWith: { first, _ in first })
        let targets = manifest.matches(
            of: /(?:module|\.executableTarget)\(\s*(?:name: )?"(\w+)"(?:,\s*(?:dependencies: )?\[([^\]]*)\])?/)
        #expect(targets.count == (try modules().count) - 2, "the C libraries are listed otherwise")
        var used: Set<String> = []
        for target in targets {
            let imported = Set(try imports(of: String(target.1)).map(\.name))
            for word in (target.2 ?? "").split(whereSeparator: { " ,\n\"".contains($0) }).map(String.init) {
                let product = products[word]
                #expect(imported.contains(product?.module ?? word), "\(target.1) lists \(word) and does not import it")
                if let product { used.insert(product.package) }
            }
        }
        let packages = manifest.matches(of: /url: "[^"]*\/([\w-]+)"/).map { String($0.1) }
        #expect(packages.count > 3)
        for package in packages { #expect(used.contains(package), "no module needs \(package)") }
    }

    @Test("no body is named in the code but in examples of the command line's help")
    func names() throws {
        let names = try Regex(#"\b(asem|asean|mpac|som)\b"#).ignoresCase()
        for file in try SourceTree.files(under: "Sources", ending: ".swift") {
            let isCommand = file.hasPrefix("Sources/ClientCommands/") || file.hasPrefix("Sources/ServerCommands/")
            for (index, line) in try SourceTree.text(file).split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            where line.contains(names) {
                let isExample = isCommand && (line.contains("chancery ") || line.contains("ArgumentHelp("))
                #expect(isExample, "\(file):\(index + 1): \(line)")
            }
        }
    }
}
