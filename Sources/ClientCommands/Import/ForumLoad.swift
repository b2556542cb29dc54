import CanonicalJSON
import DefinitionFiles
import DefinitionTree
import ImportFiles
import Lifecycle
import LineClient
import LineProtocol
import Proposals
import Terminal
import Wording

/// Loads a forum from its folder into the server: settings, partners, lifecycles, coordinators, meetings. What is there
/// already, just so, stays.
struct ForumLoad {
    /// One part of the load, and what became of it.
    struct Part: Sendable, Hashable {
        let name: String
        var total: Int
        var changed: Int
        /// What became of it besides, as the import of the part's file says.
        var report: ImportReport?
    }

    /// What the folder's own words are replaced by, for a trial.
    struct Overrides: Sendable, Hashable {
        var id: String?
        var mark: String?
        var prefix: String?
    }

    let session: ClientSession
    let folder: String
    let forum: ForumFile.Forum
    let overrides: Overrides

    /// The id under which it is loaded.
    var id: String { overrides.id ?? forum.definition.id }

    /// Reads a folder with all its files; throws every fault.
    static func read(_ path: String) throws -> ForumFile.Forum {
        try LocalFile.check(path)
        do {
            let forum = try ForumFile.load(path)
            if let fault = oversize(forum, path) { throw DefinitionFaults([fault]) }
            return forum
        } catch let error as DefinitionFaults {
            let count = counted(error.faults.count, "fault")
            throw CommandFailure.notDone(
                ["\(TerminalText.line(path)): \(count)"] + error.faults.map { TerminalText.line("\($0)") })
        }
    }

    /// The settings with the views go into one event, which has a limit; nil where they fit.
    static func oversize(_ forum: ForumFile.Forum, _ path: String) -> DefinitionFault? {
        guard var said = try? request(of: forum, as: Overrides()).request().object else { return nil }
        for key in said.keys where said[key]?.isNull == true { said[key] = nil }
        guard let size = try? ForumSettings(json: said).json.canonicalBytes.count, size > ForumSettings.byteLimit else {
            return nil
        }
        let file = path.hasSuffix(".yaml") ? path : path + (path.hasSuffix("/") ? "" : "/") + "forum.yaml"
        let views = said["views"].map { $0.canonicalText.utf8.count } ?? 0
        let sentence =
            "the settings are \(size) bytes of JSON, \(views) of them its views, and a server keeps at most "
            + "\(ForumSettings.byteLimit); shorten the views' texts and the lists of groups"
        return DefinitionFault(file: file, line: 1, sentence: sentence)
    }

    func run(withInitiatives: Bool) async throws -> [Part] {
        var parts: [Part] = []
        parts.append(try await send("settings", [ForumLoad.request(of: forum, as: overrides)]))
        parts.append(try await send("partners", partners))
        parts.append(try await send("lifecycles", lifecycles))
        let files = forum.definition.files
        if let file = files.coordinators { parts.append(try await data("coordinators", .coordinators, file)) }
        if let file = files.meetings { parts.append(try await data("meetings", .meetings, file)) }
        if withInitiatives, let file = files.initiatives {
            parts.append(try await data("initiatives", .initiatives, file))
        }
        return parts
    }

    /// The partners. The folder says all there is of them, so that a cell left empty there empties what is recorded.
    private var partners: [Verbs.Partner] {
        let all = forum.partners.map { $0.attributes.merging($0.other) { own, _ in own } }
        let columns = Set(all.flatMap(\.keys))
        return zip(forum.partners, all).map { partner, attributes in
            let missing = columns.subtracting(attributes.keys).map { ($0, String?.none) }
            var request = Verbs.Partner()
            request.forum = id
            request.partner = partner.id
            request.change = RegistryMapper.partner(
                partner.name, attributes.mapValues { Optional($0) }.merging(missing) { own, _ in own },
                joined: partner.joined, left: partner.left)
            return request
        }
    }

    private var lifecycles: [Verbs.Lifecycle] {
        forum.lifecycles.map {
            var request = Verbs.Lifecycle(forum: id)
            request.definition = $0
            return request
        }
    }

    /// The mark of a trial.
    var mark: String? { overrides.mark ?? forum.definition.mark }

    /// The settings. The folder says all there is: what it does not have is none.
    static func request(of forum: ForumFile.Forum, as overrides: Overrides) -> Verbs.Forum {
        let definition = forum.definition
        var request = Verbs.Forum(forum: overrides.id ?? definition.id)
        var settings = Verbs.Forum.Settings()
        settings.name = .value(definition.name)
        settings.refPrefix = .value(overrides.prefix ?? definition.refPrefix)
        settings.meetingRole = .value(definition.duties.meetings)
        settings.accountRole = .value(definition.duties.accounts)
        settings.auditRole = .value(definition.duties.audit)
        settings.mark = Said(isNamed: true, overrides.mark ?? definition.mark)
        settings.disabledHouseRules = .value(definition.disabledHouseRules)
        settings.meetingKinds = .value(definition.meetingKinds)
        settings.groups = .value(
            Dictionary(definition.groups.map { ($0.id, Verbs.Forum.Group($0)) }) { $1 })
        settings.offices = .value(
            Dictionary(definition.appointments.map { ($0.role, Verbs.Forum.Holding($0.of)) }) { $1 })
        settings.views = .value(forum.views.map { ownFeed($0.json, of: request.forum, definition: definition.id) })
        settings.listing = Said(isNamed: true, definition.listing.map { Verbs.Forum.Listing($0) })
        settings.contacts = Said(isNamed: true, definition.contacts.map { Verbs.Forum.Contacts($0) })
        request.settings = settings
        return request
    }

    /// A view of the forum, whose feed is its own also where the forum has another id than its definition.
    static func ownFeed(_ view: JSONValue, of id: String, definition: String) -> JSONValue {
        guard id != definition, var own = view.object, var feed = own["feed"]?.object,
            let address = feed["id"]?.string
        else { return view }
        feed["id"] = .string(address + "/" + id)
        own["feed"] = .object(feed)
        return .object(own)
    }

    private func data(_ name: String, _ kind: ImportKind, _ file: String) async throws -> Part {
        let path = file.hasPrefix("/") ? file : "\(folder)/\(file)"
        let text: String
        do {
            text = try LocalFile.foundText(path)
        } catch {
            throw CommandFailure.notDone(["\(TerminalText.line(path)) \(error.sentence)"])
        }
        var run = ImportRun(
            session: session, forum: id, vocabulary: try ImportVocabulary.inFolder(folder) ?? ImportVocabulary())
        if let role = forum.definition.appointments.first(where: { $0.of == .group })?.role {
            run.coordinatorRole = role
        }
        let report = try await run.run(kind, file: file, text: text)
        return Part(
            name: name, total: report.records, changed: report.changedRecords.count, report: report)
    }

    /// Sends one kind of thing; the first refusal ends the load.
    private func send(_ name: String, _ asked: [some WriteVerb]) async throws -> Part {
        let requests = try asked.map { try ClientSession.request($0) }
        let bar = ProgressBar(name, total: requests.count, console: session.console)
        defer { bar.finish() }
        var part = Part(name: name, total: requests.count, changed: 0)
        for answer in try await Pipeline(session).run(requests, step: { bar.step() }) {
            switch answer.result {
            case .success(let object):
                if !WrittenChange(object).isIdle { part.changed += 1 }
            case .failure(let failure): throw CommandFailure.misfilled(failure)
            }
        }
        return part
    }
}
