import CanonicalJSON
import LineClient
import LineProtocol
import Record
import Testing

/// Every wrong FILE and FETCH gets one clear error, changes nothing and leaves no bytes behind.
@Suite(.timeLimit(.minutes(60))) struct DocumentBadInputTests {
    private struct Case: Sendable {
        var slug = "pr-FR"
        var code: ErrorCode
        var says: String
        var change: @Sendable (inout JSONObject) -> Void

        init(
            _ code: ErrorCode, _ says: String, as slug: String = "pr-FR",
            _ change: @escaping @Sendable (inout JSONObject) -> Void
        ) {
            self.slug = slug
            self.code = code
            self.says = says
            self.change = change
        }
    }

    private static let cases: [Case] = [
        Case(.badField, "name") { $0["name"] = nil }, Case(.badField, "type") { $0["type"] = nil },
        Case(.badField, "size") { $0["size"] = nil }, Case(.badField, "digest") { $0["digest"] = nil },
        Case(.badField, "integer") { $0["size"] = "9" }, Case(.badField, "text") { $0["name"] = 9 },
        Case(.badField, "pages") { $0["pages"] = 9 }, Case(.badField, "offset") { $0["offset"] = nil },
        Case(.badField, "offset") { $0["offset"] = -1 }, Case(.badField, "beside it") { $0["data"] = nil },
        Case(.badField, "base 64") { $0["data"] = "%%%%" }, Case(.badField, "base 64") { $0["data"] = "QUI" },
        Case(.badField, "not both") { $0["drop"] = true }, Case(.badField, "0 bytes have come") { $0["offset"] = 4096 },
        Case(.badField, "without folders") { $0["name"] = "../../etc/paper.pdf" },
        Case(.badField, "U+202E") { $0["name"] = "p\u{202E}fdp.pdf" },
        Case(.badField, "U+001B") { $0["name"] = "p\u{1B}[2J.pdf" },
        Case(.badField, "at most 200") { $0["name"] = .string(String(repeating: "n", count: 197) + ".pdf") },
        Case(.badField, "ends in .pdf") { $0["name"] = "paper.exe" },
        Case(.badField, "may not be filed") { $0["type"] = "application/x-msdownload" },
        Case(.badField, "does not begin as image/png") {
            $0["type"] = "image/png"
            $0["name"] = "paper.png"
        },
        Case(.badField, "from 1 to 8388608") { $0["size"] = 8_388_609 },
        Case(.badField, "from 1 to 8388608") { $0["size"] = 0 },
        Case(.badField, "from 1 to 8388608") { $0["size"] = -5 },
        Case(.badField, "more than 5999 bytes") { $0["size"] = 5999 },
        Case(.badField, "64 lowercase") { $0["digest"] = "sha256:00" },
        Case(.badField, "64 lowercase") { $0["digest"] = .string(String(repeating: "AB", count: 32)) },
        Case(.badField, "not the one announced") { $0["digest"] = .string(String(repeating: "ab", count: 32)) },
        Case(.badField, "fewer only at the end") {
            $0["size"] = 9000
            $0["data"] = "JVBERi0xLjc="
        },
        Case(.forbidden, "the proposer", as: "cp-FR") { _ in }, Case(.forbidden, "may file", as: "auditor") { _ in },
        Case(.notFound, "you can see", as: "cp-TH") { _ in }, Case(.notFound, "you can see", as: "rc-ASEAN") { _ in },
    ]

    @Test func nothingIsKeptOfWhatIsRefused() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let paper = Paper(size: 6000)
            let before = try await world.length("mini")
            for (number, wrong) in Self.cases.enumerated() {
                var object = User.part(paper, from: 0)
                wrong.change(&object)
                let user = try await world.user(wrong.slug, of: "mini")
                let failure = try await user.refused("FILE \(ref)", object)
                #expect(failure.code == wrong.code, "\(number): \(failure)")
                #expect(failure.message.contains(wrong.says), "\(number): \(failure)")
                #expect(failure.effect == .none && !failure.advice.isEmpty)
                await user.leave()
                #expect(try await world.keptBytes() == (0, 0), "\(number)")
            }
            #expect(try await world.length("mini") == before)
            // The same request is done when it is right.
            let user = try await world.user("pr-FR", of: "mini")
            _ = try await user.file(paper, on: ref, from: 0)
            let twice = try await user.refused("FILE \(ref)", paper.object)
            #expect(twice.code == .refused && twice.unmetNames == ["document-new"])
            #expect(twice.message.contains("already filed, as \"paper.pdf\" in version 2"))
            for (words, code) in [
                ("FETCH \(ref)", ErrorCode.missingArgument), ("FETCH \(ref) \(paper.digest) offset=x", .badArgument),
                ("FETCH \(ref) \(paper.digest) offset=6000", .badField), ("FETCH \(ref) paper.pdf", .notFound),
                ("FETCH \(ref) \(String(repeating: "0", count: 64))", .notFound),
                ("FETCH MINI-2026-9999 \(paper.digest)", .notFound), ("FILE \(ref)", .missingArgument),
            ] {
                let client = try await world.user("pr-FR", of: "mini")
                var replies: [Reply] = []
                for try await reply in try client.client.send(line: "x " + words) { replies.append(reply) }
                guard case .error(_, let failure)? = replies.last else {
                    Issue.record("\(words): \(replies.map(\.line))")
                    continue
                }
                #expect(failure.code == code, "\(words): \(failure)")
                await client.leave()
            }
        }
    }

    /// What turns out wrong with the last byte leaves nothing either, and what was given up leaves nothing.
    @Test func whatWasStagedIsErased() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let user = try await world.user("pr-FR", of: "mini")
            let paper = Paper(size: 2 * Paper.part + 100)
            var announced = paper.object
            announced["digest"] = .string(String(repeating: "cd", count: 32))
            _ = try await user.file(paper, on: ref, from: 0, announced)
            _ = try await user.file(paper, on: ref, from: Paper.part, announced)
            #expect(try await world.keptBytes() == (0, 2 * Paper.part))
            let failure = try await user.refused("FILE \(ref)", User.part(paper, from: 2 * Paper.part, announced))
            #expect(failure.object["field"] == "digest" && failure.message.contains(paper.digest))
            #expect(try await world.keptBytes() == (0, 0))

            _ = try await user.file(paper, on: ref, from: 0)
            var drop = paper.object
            drop["drop"] = true
            #expect(try await user.ok("FILE \(ref)", drop)["received"] == 0)
            #expect(try await world.keptBytes() == (0, 0))
            #expect(try await user.ok("SHOW \(ref)")["version"] == 1)
        }
    }

    /// One account has four documents on their way; a fifth is told so.
    @Test func fewAreOnTheirWay() async throws {
        try await World.with { world in
            let ref = try await world.draft(of: "mini")
            let user = try await world.user("pr-FR", of: "mini")
            for seed in 0..<4 {
                _ = try await user.file(
                    Paper("p\(seed).pdf", size: 2 * Paper.part, seed: UInt64(seed)), on: ref, from: 0)
            }
            let fifth = Paper("p5.pdf", size: 2 * Paper.part, seed: 5)
            let failure = try await user.refused("FILE \(ref)", User.part(fifth, from: 0))
            #expect(failure.code == .refused && failure.message.contains("4 of your documents are on their way"))
            #expect(!failure.unmet.isEmpty)
            #expect(try await world.keptBytes() == (0, 4 * Paper.part))
            // A small one needs no place.
            _ = try await user.file(Paper("small.pdf", size: 50), on: ref, from: 0)
        }
    }
}
