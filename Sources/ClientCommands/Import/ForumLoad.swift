import CanonicalJSON
import DefinitionFiles
import ImportFiles
import Lifecycle
import LineClient
import LineProtocol
import Proposals
import Terminal

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
        var said = settings(of: forum, as: Overrides())
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
        parts.append(try await send("settings", [request(.forum, [id], settings)]))
        parts.append(try await send("partners", partners))
        parts.append(
            try await send(
                "lifecycles", forum.lifecycles.map { request(.lifecycle, [id], ["definition": $0.json]) }))
        let files = forum.definition.files
        if let file = files.coordinators { parts.append(try await data("coordinators", .coordinators, file)) }
        if let file = files.meetings { parts.append(try await data("meetings", .meetings, file)) }
        if withInitiatives, let file = files.initiatives {
            parts.append(try await data("initiatives", .initiatives, file))
        }
        return parts
    }

    /// The requests for the partners. The folder says all there is of them, so that a cell left empty there empties what is recorded.
    private var partners: [Request] {
        let all = forum.partners.map { $0.attributes.merging($0.other) { own, _ in own } }
        let columns = Set(all.flatMap(\.keys))
        return zip(forum.partners, all).map { partner, attributes in
            var object = RegistryMapper.partner(
                partner.name, attributes, joined: partner.joined, left: partner.left)
            var named = object["attributes"]?.object ?? JSONObject()
            for column in columns where named[column] == nil { named[column] = .null }
            object["attributes"] = .object(named)
            return request(.partner, [id, partner.id], object)
        }
    }

    var settings: JSONObject { ForumLoad.settings(of: forum, as: overrides) }

    /// The object of FORUM. The folder says all there is: what it does not have is null.
    static func settings(of forum: ForumFile.Forum, as overrides: Overrides) -> JSONObject {
        let definition = forum.definition
        let id = overrides.id ?? definition.id
        let groups = definition.groups.map { group in
            JSONObject.Member(
                key: group.id,
                value: [
                    "attributes": .object(
                        JSONObject(group.attributes.map { JSONObject.Member(key: $0, value: .strings($1)) })),
                    "partners": .strings(group.partners),
                ])
        }
        var object: JSONObject = [
            "name": .string(definition.name), "ref_prefix": .string(overrides.prefix ?? definition.refPrefix),
            "meeting_role": .string(definition.duties.meetings), "account_role": .string(definition.duties.accounts),
            "audit_role": .string(definition.duties.audit), "groups": .object(JSONObject(groups)),
            "disabled_house_rules": .strings(definition.disabledHouseRules),
            "mark": .optional(overrides.mark ?? definition.mark),
        ]
        object["offices"] = .object(
            JSONObject(
                definition.appointments.map { JSONObject.Member(key: $0.role, value: .string($0.of.rawValue)) }))
        object["meeting_kinds"] = .strings(definition.meetingKinds)
        object["views"] = .array(
            forum.views.map { ownFeed($0.json, of: id, definition: definition.id) })
        object["listing"] = .null
        object["contacts"] = .null
        if let listing = definition.listing {
            object["listing"] = ["role": .string(listing.role), "meeting_kind": .string(listing.meetingKind)]
        }
        if let contacts = definition.contacts {
            object["contacts"] = [
                "role": .string(contacts.role), "own_role": .optional(contacts.ownRole),
                "subjects": .strings(contacts.subjects),
                "every_days": contacts.everyDays.map { .integer(Int64($0)) } ?? .null,
            ]
        }
        return object
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

    private func request(_ verb: Verb, _ arguments: [String], _ object: JSONObject) -> Request {
        Request(tag: RequestTag(number: 0), verb: verb, arguments: arguments, object: object)
    }

    /// Sends one kind of thing; the first refusal ends the load.
    private func send(_ name: String, _ requests: [Request]) async throws -> Part {
        let bar = ProgressBar(name, total: requests.count, console: session.console)
        defer { bar.finish() }
        var part = Part(name: name, total: requests.count, changed: 0)
        for answer in try await Pipeline(session).run(requests, step: { bar.step() }) {
            switch answer.result {
            case .success(let object):
                if object["events"]?.array?.isEmpty != true, object["repeated"]?.bool != true { part.changed += 1 }
            case .failure(let failure): throw CommandFailure.misfilled(failure)
            }
        }
        return part
    }
}
