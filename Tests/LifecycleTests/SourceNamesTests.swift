import Testing

/// The program knows no body by name: those are data. Examples in help texts are the exception.
@Suite struct SourceNamesTests {
    private static func files(in folder: String) -> [String] {
        Files.names(in: folder).flatMap { name in
            name.hasSuffix(".swift") ? [folder + "/" + name] : files(in: folder + "/" + name)
        }
    }

    @Test func noSourceNamesABody() throws {
        let files = Self.files(in: "Sources")
        #expect(files.count > 200)
        let names = #/asem|asean|mpac|som\b/#.ignoresCase()
        for file in files {
            let isHelp = [
                "/ClientCommands/Commands/", "/ClientCommands/Tour/", "/ServerCommands/RestoreCommand.swift",
                "/ServerCommands/TLSCommand.swift",
            ]
            .contains { file.contains($0) }
            for (index, line) in try Files.text(file).split(separator: "\n", omittingEmptySubsequences: false)
                .enumerated()
            {
                // The standard library's compactMap and lowercaseMapping hold two of the names.
                let text = line.replacing("compactMap", with: "").replacing("CompactMap", with: "")
                    .replacing("caseMapping", with: "")
                guard text.contains(names) else { continue }
                let isExample = text.contains("chancery ") || text.contains("ArgumentHelp(")
                #expect(isHelp && isExample, "\(file):\(index + 1): \(line)")
            }
        }
    }
}
