import CanonicalJSON
import CivilTime
import Lifecycle
import Record

/// What only some may do with the keys of persons.
enum KeySentence: String, EngineSentence {
    static let room = "keys"

    case toRegister = "register a key"
    case toEnd = "end a key"
}

extension RegistryDecider {
    /// Registers a key with which an account's holder signs acts. A key is one person's.
    func registerKey(
        _ account: String, _ text: String, _ from: Instant?, _ until: Instant?
    ) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, KeySentence.toRegister)
        guard let present = registry.accounts[account] else {
            throw Refusal(.notFound, "there is no account \(account)")
        }
        let key: SSHKey
        do { key = try SSHKey(text: text) } catch { throw .badField("key", "\(error)") }
        let from = from ?? context.now
        if let until, until <= from { throw .badField("until", "the key would end before it begins") }
        for other in registry.accounts.values.sorted(by: { $0.id < $1.id }) {
            guard let same = other.keys.first(where: { $0.line == key.line && ($0.until.map { from < $0 } ?? true) })
            else { continue }
            if other.id == account, same.counts(at: from), same.until == until { return [] }
            throw .badField("key", "it is already registered, as key \(same.number) of \(other.id)")
        }
        return [
            event(
                Event.KeyRegistered(
                    account: account, number: present.keys.count + 1, key: key.line, from: from, until: until), actor)
        ]
    }

    /// Ends a key, now or at the moment given; what was signed with it before still counts.
    func endKey(_ account: String, _ number: Int, _ until: Instant?) throws(Refusal) -> [EventDraft] {
        let settings = try opened()
        let actor = try actor(settings.accountRole, KeySentence.toEnd)
        guard let present = registry.accounts[account]?.keys.first(where: { $0.number == number }) else {
            throw Refusal(.notFound, "\(account) has no key \(number)")
        }
        let end = until ?? context.now
        if let already = present.until, already <= end {
            guard let until, until > already else { return [] }
            throw .badField("until", "it already ends at \(already); register the key again to prolong it")
        }
        return [event(Event.KeyEnded(account: account, number: number, until: end), actor)]
    }
}
