import Foundation
import Testing

/// Links between README.md and the pages in docs/, and from them to files.
@Suite("Links")
struct LinkTests {
    @Test("each leads to a file that is there, and to a heading in it")
    func links() throws {
        let pages = try SourceTree.files(under: "docs", ending: ".md")
        #expect(pages.count >= 8)
        for page in pages + ["README.md"] {
            for match in try SourceTree.text(page).matches(of: /\]\(([^)\s]+)\)/) {
                let link = String(match.1)
                guard !link.contains("://") else { continue }
                let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                let target = parts[0].isEmpty ? page : LinkTests.resolved(parts[0], from: page)
                let isThere = FileManager.default.fileExists(atPath: SourceTree.path(target))
                #expect(isThere, "\(page): \(link)")
                guard isThere, parts.count > 1 else { continue }
                let anchors = try Page(target).lines.filter { $0.hasPrefix("#") }.map(LinkTests.anchor)
                #expect(anchors.contains(parts[1]), "\(page): \(link)")
            }
        }
    }

    private static func resolved(_ link: String, from page: String) -> String {
        var parts = page.split(separator: "/").dropLast().map(String.init)
        for part in link.split(separator: "/") {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }

    /// A heading as GitHub links to it.
    private static func anchor(_ heading: String) -> String {
        heading.drop { $0 == "#" }.dropFirst().lowercased().filter {
            $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_"
        }.replacing(" ", with: "-")
    }
}
