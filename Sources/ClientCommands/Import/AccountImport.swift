import CanonicalJSON
import CivilTime
import LineClient
import LineProtocol
import Terminal

/// One account per partner, each with a token in a file; what is there already stays.
struct AccountImport {
    struct Made: Sendable, Hashable {
        var partners = 0
        var accounts = 0
        var appointments = 0
        var tokens = 0
    }

    private let session: ClientSession
    private let forum: String
    private let roles: [String]
    private let directory: String?

    init(_ session: ClientSession, forum: String, roles: [String], tokens: String?) {
        self.session = session
        self.forum = forum
        self.roles = roles
        directory = tokens
    }

    func run(expires: Instant?) async throws -> Made {
        if let directory {
            do {
                try LocalFile.makePrivateDirectory(directory)
            } catch {
                throw CommandFailure.notDone(["the directory \(directory) \(error.sentence)"])
            }
        }
        // An id becomes a file's name, so nothing that leads out of the directory is one.
        let partners = try await session.read(Verbs.Partners(forum: forum)).rows.filter { $0.left == nil }
            .map(\.id).filter { !$0.hasPrefix(".") && !$0.contains("/") }
        let present = try await session.pages(Verbs.Accounts(forum: forum)).rows
        var made = Made()
        made.partners = partners.count
        var requests: [(partner: String, request: Request)] = []
        var accounts: [String: String] = [:]
        for partner in partners {
            if let account = AccountImport.account(of: partner, role: roles[0], in: present) {
                accounts[partner] = account.account
                for role in roles.dropFirst() where !AccountImport.holds(account, role, partner) {
                    requests.append((partner, try appoint(account.account, role, partner)))
                }
            } else {
                requests.append((partner, try create(partner)))
            }
        }
        let answers = try await Pipeline(session).run(requests.map(\.request))
        for (one, answer) in zip(requests, answers) {
            if one.request.verb == .account {
                let opened = try WrittenAnswer<Verbs.Account>(answer).written
                accounts[one.partner] = opened.account
                if !opened.registry.change.place.isRepeated { made.accounts += 1 }
            } else if try !WrittenAnswer<Verbs.Appoint>(answer).written.registry.change.isIdle {
                made.appointments += 1
            }
        }
        guard let directory else { return made }
        for partner in partners {
            let file = "\(directory)/\(partner).token"
            guard let account = accounts[partner], !LocalFile.exists(file) else { continue }
            var request = Verbs.Token()
            request.account = account
            request.expires = expires.map { Moment($0) }
            try AccountImport.keep(try await session.write(request).written.token, in: file)
            made.tokens += 1
        }
        return made
    }

    /// Writes a token where only its owner reads it.
    static func keep(_ token: String, in file: String) throws {
        do {
            try LocalFile.writePrivate(token + "\n", to: file)
        } catch {
            throw CommandFailure.notDone([
                "the token file \(file) \(error.sentence)",
                "  A token was made and is lost; revoke it with: chancery token revoke ACCOUNT",
            ])
        }
    }

    /// The first account that holds a role for a partner, now or without end.
    static func account(
        of partner: String, role: String, in accounts: [Verbs.Accounts.Row]
    ) -> Verbs.Accounts.Row? {
        accounts.first { holds($0, role, partner) }
    }

    static func holds(_ account: Verbs.Accounts.Row, _ role: String, _ partner: String) -> Bool {
        account.appointments.contains {
            $0.office.role == role && $0.office.partner == partner && $0.until == nil
        }
    }

    private func create(_ partner: String) throws -> Request {
        var request = Verbs.Account()
        request.forum = forum
        request.appointments = roles.map { appointment($0, partner) }
        return try ClientSession.request(request)
    }

    private func appoint(_ account: String, _ role: String, _ partner: String) throws -> Request {
        var request = Verbs.Appoint()
        request.forum = forum
        request.account = account
        request.appointment = appointment(role, partner)
        return try ClientSession.request(request)
    }

    private func appointment(_ role: String, _ partner: String) -> Verbs.Appointment {
        var appointment = Verbs.Appointment()
        appointment.role = role
        appointment.partner = partner
        return appointment
    }
}
