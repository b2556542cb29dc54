import ArgumentParser
import CanonicalJSON
import LineProtocol
import Terminal

/// What a shell offers for the word under its cursor, asked of the server that the environment names. Where it cannot be
/// asked there is nothing to offer, and nothing is said.
enum Completing {
    /// Refs of the proposals that one may see.
    static var refs: CompletionKind { .custom { _, _, prefix in await refs(prefix) } }

    /// A ref, and after it a transition that its proposal can take from where it stands.
    static var transitions: CompletionKind {
        .custom { words, index, prefix in
            let before = words.prefix(max(0, index))
            // The options of an act are not the parser's own, so it does not know which of them takes a file.
            if before.last == "--decided-letter" { return files(prefix) }
            guard let ref = before.first(where: isRef) else { return await refs(prefix) }
            return await transitions(of: ref, prefix)
        }
    }

    /// The documents of the ref before it.
    static var documents: CompletionKind {
        .custom { words, index, prefix in
            guard let ref = words.prefix(max(0, index)).first(where: isRef) else { return await refs(prefix) }
            return await asked { session in
                let documents = try await session.proposal(ref).record?.documents ?? []
                return documents.map(\.name).filter { $0.hasPrefix(prefix) }
            }
        }
    }

    /// Whether a word looks like a ref: letters, a year, a number.
    static func isRef(_ word: String) -> Bool {
        let parts = word.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].count == 4, parts[2].count >= 4 else { return false }
        return parts[0].first?.isUppercase == true && parts[1...].allSatisfy { $0.allSatisfy(\.isNumber) }
    }

    private static func refs(_ prefix: String) async -> [String] {
        await asked { session in
            var list = Verbs.List(forum: try await session.forum(nil))
            // Past activities are offered only to whoever begins to write a ref.
            list.origin = prefix.isEmpty ? "live" : nil
            let rows = try await session.pages(list).rows
            return rows.map(\.ref).filter { $0.hasPrefix(prefix) }
        }
    }

    /// The files and folders that begin so.
    private static func files(_ prefix: String) -> [String] {
        let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
        return LocalFile.names(in: folder.isEmpty ? "." : folder).map { folder + $0 }.filter { $0.hasPrefix(prefix) }
            .map { LocalFile.isDirectory($0) ? $0 + "/" : $0 }
    }

    private static func transitions(of ref: String, _ prefix: String) async -> [String] {
        await asked { session in
            let proposal = try await session.proposal(ref)
            let definition = try await session.definition(of: proposal)
            let state = proposal.state
            return (definition["transitions"]?.array ?? []).compactMap { transition in
                let isOpen = transition["from"]?.strings?.contains(state) ?? false
                return isOpen ? transition["id"]?.string : nil
            }.filter { $0.hasPrefix(prefix) }
        }
    }

    private static func asked(_ body: (ClientSession) async throws -> [String]) async -> [String] {
        guard let connection = try? ConnectionOptions.parse([]) else { return [] }
        let words = (try? await ClientSession.with(connection, body)) ?? []
        return words.map { TerminalText.line($0) }
    }
}
