import CivilTime
import Lifecycle
import TestRandom
import Testing

@testable import Proposals

/// Whoever is looked up in the index is whom one finds among all accounts.
@Suite struct AppointmentIndexTests {
    private static let roles = ["reader", "contact-point"]
    private static let partners = [nil, "FR", "DE"]
    private static let groups = [nil, "asia", "europe"]

    @Test(arguments: 0..<40) func theIndexFindsWhomAScanFinds(_ seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let noon = try #require(Instant("2026-03-10T12:00:00Z"))
        func moment() -> Instant { noon.advanced(byMicroseconds: Int64.random(in: -3...3, using: &random) * 1_000_000) }
        func office() throws -> Office {
            Office(
                role: try #require(Self.roles.randomElement(using: &random)),
                partner: try #require(Self.partners.randomElement(using: &random)),
                group: try #require(Self.groups.randomElement(using: &random)))
        }
        var accounts = Accounts()
        for _ in 0..<60 {
            let id = "mini/\(Int.random(in: 0..<8, using: &random))"
            switch Int.random(in: 0..<6, using: &random) {
            case 0: accounts[id] = nil
            case 1: accounts[id] = Account(id: id)
            case 2:
                let indices = accounts[id]?.appointments.indices ?? 0..<0
                if let one = indices.randomElement(using: &random) {
                    accounts[id]?.appointments[one].until = moment()
                }
            case 3: accounts[id]?.keys.append(RegisteredKey(number: 1, line: "ssh-ed25519 AAAA", from: noon))
            default:
                if accounts[id] == nil { accounts[id] = Account(id: id) }
                let number = (accounts[id]?.appointments.count ?? 0) + 1
                accounts[id]?.appointments.append(
                    Appointment(
                        number: number, office: try office(), from: moment(),
                        until: Bool.random(using: &random) ? moment() : nil))
            }
            for role in Self.roles {
                for partner in Self.partners {
                    for group in Self.groups {
                        for except in Self.partners {
                            let asked = Capable(role: role, partner: partner, group: group, except: except)
                            let now = moment()
                            #expect(accounts.appointments.holders(of: asked, at: now) == accounts.scanned(asked, now))
                            #expect(
                                accounts.appointments.lastEnd(of: asked, at: now) == accounts.scannedEnd(asked, now))
                        }
                    }
                }
            }
        }
    }

    @Test func onesThatHoldTheSameAreTheSameHoweverTheyCame() {
        var (one, other) = (Accounts(), Accounts())
        for id in ["mini/a", "mini/b"] { one[id] = Account(id: id) }
        for id in ["mini/b", "mini/c", "mini/a"] { other[id] = Account(id: id) }
        #expect(one != other)
        other["mini/c"] = nil
        #expect(one == other && one.hashValue == other.hashValue)
    }
}

extension Accounts {
    fileprivate func scanned(_ office: Capable, _ now: Instant) -> [String] {
        values.filter { account in
            account.appointments.contains { $0.isHeld(at: now) && office.isMet(by: $0.office) }
        }.map(\.id).sorted()
    }

    fileprivate func scannedEnd(_ office: Capable, _ now: Instant) -> Instant? {
        values.flatMap(\.appointments).filter { office.isMet(by: $0.office) && $0.isEverHeld }
            .compactMap(\.until).filter { $0 <= now }.max()
    }
}
