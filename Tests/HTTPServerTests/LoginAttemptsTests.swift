import Synchronization
import Testing

@testable import HTTPServer

/// How often logins are tried: by address, by what was tried, and by account.
@Suite struct LoginAttemptsTests {
    private final class Clock: Sendable {
        private let moment = Mutex(ContinuousClock.now)
        var now: ContinuousClock.Instant { moment.withLock { $0 } }
        func advance(_ by: Duration) { moment.withLock { $0 = $0.advanced(by: by) } }
    }

    @Test(arguments: [
        LoginAttempts.Kind.address("192.0.2.1"), .login("a"), .account("asem/a"), .begun("192.0.2.1"),
    ]) func eachIsCountedByItself(_ kind: LoginAttempts.Kind) {
        let clock = Clock()
        let attempts = LoginAttempts(now: { clock.now })
        for _ in 1..<kind.most { attempts.count(kind) }
        #expect(!attempts.isTooMany(kind))
        attempts.count(kind)
        #expect(attempts.isTooMany(kind) && attempts.isTooMany(.address("192.0.2.9"), kind))
        for other in [LoginAttempts.Kind.address("192.0.2.2"), .login("b"), .account("asem/b"), .begun("192.0.2.2")] {
            #expect(!attempts.isTooMany(other))
        }
        clock.advance(.seconds(60))
        #expect(attempts.isTooMany(kind), "the minute is not over")
        clock.advance(.milliseconds(1))
        #expect(!attempts.isTooMany(kind))
        attempts.count(kind)
        #expect(!attempts.isTooMany(kind), "it is counted anew")
    }

    @Test func manyAddressesTakeNoMemory() {
        let clock = Clock()
        let attempts = LoginAttempts(now: { clock.now })
        for number in 0..<9_990 { attempts.count(.address("\(number)")) }
        clock.advance(.seconds(61))
        let kind = LoginAttempts.Kind.address("here")
        for _ in 0..<kind.most { attempts.count(kind) }
        #expect(attempts.isTooMany(kind), "those that are over make room, and this one is kept")
    }

    @Test func aTokenIsCountedUnderItsDigest() {
        #expect(LoginAttempts.name(ofToken: "chy_a") != LoginAttempts.name(ofToken: "chy_b"))
        #expect("\(LoginAttempts.name(ofToken: "chy_a"))".contains("chy_a") == false)
    }
}
