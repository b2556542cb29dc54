import CivilTime
import Lifecycle

/// Every appointment that there ever was, by its role, and by the partner and the group that it is held for. Whether it is held now is
/// asked of each when somebody looks: they begin and end by themselves.
struct AppointmentIndex: Sendable {
    /// What appointments are looked up by.
    private struct Key: Hashable {
        let role: String
        var partner: String?
        var group: String?
    }

    fileprivate struct Entry {
        let account: String
        let appointment: Appointment
    }

    /// By account, in order.
    private var entries: [Key: [Entry]] = [:]

    /// Takes an account as it is now for what it was before; nil is none.
    mutating func replace(_ former: Account?, by account: Account?) {
        let (before, after) = (former?.appointments ?? [], account?.appointments ?? [])
        guard before != after else { return }
        for (place, appointment) in before.enumerated() where place >= after.count || after[place] != appointment {
            if let former { remove(appointment, of: former.id) }
        }
        for (place, appointment) in after.enumerated() where place >= before.count || before[place] != appointment {
            if let account { insert(appointment, of: account.id) }
        }
    }

    private mutating func insert(_ appointment: Appointment, of account: String) {
        for key in AppointmentIndex.keys(of: appointment.office) {
            entries[key, default: []].insertInOrder(Entry(account: account, appointment: appointment))
        }
    }

    private mutating func remove(_ appointment: Appointment, of account: String) {
        for key in AppointmentIndex.keys(of: appointment.office) {
            entries[key]?.removeFirst(Entry(account: account, appointment: appointment))
        }
    }

    private static func keys(of office: Office) -> [Key] {
        var keys = [Key(role: office.role)]
        if let partner = office.partner { keys.append(Key(role: office.role, partner: partner)) }
        if let group = office.group { keys.append(Key(role: office.role, group: group)) }
        return keys
    }

    /// The narrowest list in which all such offices stand.
    private func list(of office: Capable) -> [Entry] {
        let key =
            office.partner.map { Key(role: office.role, partner: $0) } ?? Key(role: office.role, group: office.group)
        return entries[key] ?? []
    }

    /// The accounts that hold such an office at a moment, in order.
    func holders(of office: Capable, at now: Instant) -> [String] {
        var holders: [String] = []
        for entry in list(of: office)
        where entry.appointment.isHeld(at: now) && office.isMet(by: entry.appointment.office)
            && holders.last != entry.account
        {
            holders.append(entry.account)
        }
        return holders
    }

    /// When the last appointment to such an office ended; nil where it was never filled.
    func lastEnd(of office: Capable, at now: Instant) -> Instant? {
        var last: Instant?
        for entry in list(of: office) where entry.appointment.isEverHeld && office.isMet(by: entry.appointment.office) {
            guard let until = entry.appointment.until, until <= now else { continue }
            last = max(last ?? until, until)
        }
        return last
    }
}

extension [AppointmentIndex.Entry] {
    /// The place of the first entry of an account, or of the first after where it would stand.
    private func place(of account: String) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].account < account { low = middle + 1 } else { high = middle }
        }
        return low
    }

    fileprivate mutating func insertInOrder(_ entry: AppointmentIndex.Entry) {
        // Accounts are mostly made in the order of their names, or come again at the end.
        insert(entry, at: last.map { $0.account < entry.account } ?? true ? count : place(of: entry.account))
    }

    fileprivate mutating func removeFirst(_ entry: AppointmentIndex.Entry) {
        var place = place(of: entry.account)
        while place < count, self[place].account == entry.account {
            if self[place].appointment == entry.appointment {
                remove(at: place)
                return
            }
            place += 1
        }
    }
}
