import Bundles
package import Logging
package import ProposalService
import Record
import ServerLog
import Synchronization
import Terminal

/// Signs the records of all forums, each with a key of its own: a folder for each forum, outside the database.
package final class RecordSigner: RecordSigning {
    /// How the names of the records begin where nobody says otherwise.
    package static let standardOrigin = "chancery"

    private let folder: String
    /// How the names of the records begin; the forum's own name follows.
    private let origin: String
    private let store: any RecordStore
    private let log: Logger
    private let forums = Mutex<[String: ForumSigner]>([:])
    /// Why a record was not signed, as the operator was told last.
    private let told = Mutex<[String: String]>([:])

    package init(
        folder: String, origin: String = RecordSigner.standardOrigin, store: any RecordStore,
        log: Logger = LogSettings().logger(.current)
    ) {
        self.log = log
        self.folder = folder
        self.origin = origin
        self.store = store
    }

    package func sign(_ forum: String) async -> SigningOutcome {
        guard RecordSigner.isName(forum) else { return .notSigned("\"\(forum)\" is not a name of a forum") }
        let outcome: SigningOutcome
        do { outcome = try await signer(of: forum).sign() } catch { outcome = .notSigned("\(error)") }
        tell(outcome, forum)
        return outcome
    }

    /// Tells the operator once why a record is not signed any more.
    private func tell(_ outcome: SigningOutcome, _ forum: String) {
        let found: (level: Logger.Level, why: String)? =
            switch outcome {
            case .diverged(let why): (.critical, "takes no more writes: \(why)")
            case .notSigned(let why): (.error, "is not signed: \(why)")
            case .signed, .empty, .unavailable: nil
            }
        guard let found, told.withLock({ $0.updateValue(found.why, forKey: forum) != found.why }) else { return }
        log.write(found.level, "the record of \(forum) \(found.why)", [.forum: forum])
    }

    package func key(_ forum: String) async -> String? {
        guard RecordSigner.isName(forum) else { return nil }
        return try? signer(of: forum).key
    }

    /// Whether a forum's name can be that of a folder.
    private static func isName(_ forum: String) -> Bool {
        !forum.isEmpty && forum.utf8.allSatisfy { $0 != 0x2F && $0 > 0x20 && $0 < 0x7F } && !forum.hasPrefix(".")
    }

    private func signer(of forum: String) throws -> ForumSigner {
        try LocalFile.makePrivateDirectory(folder)
        return try forums.withLock { forums in
            if let known = forums[forum] { return known }
            let made = try ForumSigner.open(
                forum, in: folder + "/" + forum, origin: "\(origin)/\(forum)", store: store)
            forums[forum] = made
            return made
        }
    }
}
