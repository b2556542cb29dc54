import HTTPTypes
import LineProtocol
import Listening
import Testing

@testable import HTTPServer

/// docs/http.md held to the program.
@Suite("The page of HTTP")
struct HTTPPageTests {
    @Test("its codes and their statuses are the server's")
    func statuses() throws {
        let page = try SourceTree.text("docs/http.md")
        for (status, codes) in Dictionary(grouping: ErrorCode.allCases, by: \.status.code) {
            let row = "| \(status) | " + codes.map { "`\($0)`" }.joined(separator: ", ") + " |"
            #expect(page.contains(row), "\(row)")
        }
        for fault in WebFault.allCases {
            let row = "| \(fault.status.code) | `\(fault.rawValue)` | \(fault.message) | \(fault.remedy) |"
            #expect(page.contains(row), "\(row)")
        }
    }

    @Test("its limits are the server's")
    func limits() throws {
        let web = WebConfiguration(address: .tcp(host: "127.0.0.1", port: 0), name: "")
        let seconds = [web.idlePeriod, web.bodyPeriod, web.stallPeriod, web.keepalivePeriod].map {
            Int($0.components.seconds)
        }
        let expected =
            [
                web.limits.lineBytes, web.limits.lineBytesBeforeLogin, WebConfiguration.targetBytes,
                WebConfiguration.headerBytes.all, WebConfiguration.headerBytes.one, WebConfiguration.headerCount,
            ] + seconds + [
                web.limits.loginMilliseconds / 1000, Goodbyes.most, Int(Goodbyes.patience.components.seconds),
            ]
        #expect(try Page("docs/http.md").table(under: "Limits").compactMap { Int($0[1]) } == expected)
    }
}
