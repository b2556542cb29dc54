import Testing

@testable import HTTPServer

/// Which pages are kept up to date while they are open, and by whose events.
@Suite struct LiveTargetTests {
    private static func parts(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }

    @Test(arguments: [
        ("/inbox", LiveTarget.forum("asem")), ("/p/X-1", .proposal("X-1")), ("/p/X-1/history", .proposal("X-1")),
        ("/p/X-1/position", .proposal("X-1")), ("/p/X-1/act/bless", .proposal("X-1")), ("/f/mini", .forum("mini")),
        ("/f/mini/proposals", .forum("mini")), ("/f/mini/views/board", .forum("mini")),
        ("/f/mini/meetings/SOM-1", .forum("mini")), ("/f/mini/group/ASEAN", .forum("mini")),
    ]) func pagesThatChange(_ path: String, _ target: LiveTarget) {
        #expect(LiveTarget(page: Self.parts(path), own: "asem") == target)
    }

    @Test(arguments: [
        "/", "/login", "/p/X-1@12", "/p/X-1/print", "/p/X-1/proof", "/p/X-1/diff/1..2", "/f/mini/record",
        "/f/mini/accounts", "/f/mini/audit", "/f/mini/new", "/f/mini/meetings/new", "/p", "/f",
    ]) func pagesThatDoNot(_ path: String) {
        #expect(LiveTarget(page: Self.parts(path), own: "asem") == nil)
    }

    @Test func streams() {
        #expect(LiveTarget(stream: ["p", "X-1", "events"]) == .proposal("X-1"))
        #expect(LiveTarget(stream: ["f", "mini", "events"]) == .forum("mini"))
        #expect(LiveTarget(page: ["inbox"], own: nil) == nil)
        for parts in [["p", "X-1"], ["p", "", "events"], ["x", "X-1", "events"], ["p", "X-1", "events", "x"]] {
            #expect(LiveTarget(stream: parts) == nil)
        }
    }
}
