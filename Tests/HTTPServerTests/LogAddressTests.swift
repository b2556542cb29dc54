import Record
import Requests
import Testing

@testable import HTTPServer

/// The addresses of C2SP tlog-tiles, as this server has them.
@Suite struct LogAddressTests {
    @Test func files() {
        #expect(LogAddress("/tlog/asem/checkpoint")?.file == .checkpoint)
        #expect(LogAddress("/tlog/asem/checkpoint")?.log == ForumLog(forum: "asem", epoch: 1))
        #expect(LogAddress("/tlog/asem/tile/0/x001/067")?.file == .tile(Tile(level: 0, index: 1067)))
        #expect(LogAddress("/tlog/asem/tile/1/000.p/17")?.file == .tile(Tile(level: 1, index: 0, width: 17)))
        #expect(LogAddress("/tlog/asem/tile/entries/000")?.file == .entries)
        #expect(LogAddress("/tlog/asem/epoch-2/checkpoint")?.log == ForumLog(forum: "asem", epoch: 2))
        #expect(LogAddress("/tlog/asem/epoch-12/tile/0/000")?.file == .tile(Tile(level: 0, index: 0)))
    }

    @Test(arguments: [
        "/tlog", "/tlog/", "/tlog/asem", "/tlog/asem/", "/tlog//checkpoint", "/tlog/asem/checkpoint/",
        "/tlog/asem/Checkpoint", "/tlog/asem/tile/0", "/tlog/asem/tile/0/0", "/tlog/asem/epoch-1/checkpoint",
        "/tlog/asem/epoch-02/checkpoint", "/tlog/asem/epoch-x/checkpoint", "/tlog/as%65m/checkpoint",
        "/f/asem/checkpoint",
    ]) func others(_ path: String) {
        #expect(LogAddress(Substring(path)) == nil)
    }
}
