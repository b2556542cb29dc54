package import BenchmarkTexts
import CanonicalJSON
package import LineProtocol
import Synchronization

/// What is asked of the server, over and over.
package enum Mix: String, Sendable, CaseIterable {
    case ping, position, show, history, why, list, search, inbox, note, draft
    /// A list of the proposals in two states.
    case view
    /// A tally of all proposals that were not withdrawn.
    case tally
    /// Takes a position on each proposal of the list once.
    case hear
    /// Circulates each draft of the list once.
    case circulate
    /// Circulates a draft and recalls it, in turn.
    case advance
    /// Whole lives of proposals: draft, circulate, a position of each partner, confirm, bless, implemented, report.
    case life
}

/// Makes the requests of a mix; every sender has a number of its own.
package final class RequestSource: Sendable {
    private let mix: Mix
    private let forum: String
    private let refs: [String]
    private let senders: Int
    /// How many circulations, or how many moves of one sender, were handed out.
    private let given: Mutex<[Int]>
    private let next = Atomic(0)
    private let isKeyed: Bool

    /// - Parameter isKeyed: whether writes bring an idempotency key, each a new one.
    package init(_ mix: Mix, forum: String, refs: [String], senders: Int, isKeyed: Bool = false) {
        self.mix = mix
        self.forum = forum
        self.refs = refs
        self.senders = senders
        self.isKeyed = isKeyed
        given = Mutex(Array(repeating: 0, count: senders))
    }

    /// The next request of a sender; nil where there is nothing left to ask for.
    package func request(of sender: Int, _ random: inout SplitMix64) -> Request? {
        switch mix {
        case .ping: return ask(.ping)
        case .position:
            return write(.position, [ref(&random), "support"], ["reason": .string(reason(&random))], &random)
        case .note: return write(.note, [ref(&random)], ["text": .string(reason(&random))], &random)
        case .draft: return write(.draft, [forum], BenchmarkText.fields(&random), &random)
        case .show: return ask(.show, [ref(&random)])
        case .history: return ask(.history, [ref(&random)])
        case .why: return ask(.why, [ref(&random)])
        case .list: return ask(.list, [forum], ["limit": "20"])
        case .search: return ask(.search, [forum], ["limit": "20"], ["text": .string(Vocabulary.word(&random))])
        case .view: return ask(.view, [forum, "work-programme"])
        case .tally: return ask(.view, [forum, "focus"])
        case .inbox: return ask(.inbox, [forum], ["limit": "20"])
        case .hear: return following.map { write(.position, [$0, "support"], [:], &random) }
        case .circulate:
            return following.map { write(.advance, [$0, "circulate"], ["track": "work-programme"], &random) }
        case .advance: return move(sender, &random)
        case .life: return nil
        }
    }

    /// The next move of one of the sender's own drafts: nobody else moves it, so each goes out and comes back in turn.
    private func move(_ sender: Int, _ random: inout SplitMix64) -> Request? {
        let own = (refs.count - sender + senders - 1) / senders
        guard own > 0 else { return nil }
        let number = given.withLock { given in
            given[sender] += 1
            return given[sender] - 1
        }
        let ref = refs[number / 2 % own * senders + sender]
        return number % 2 == 0
            ? write(.advance, [ref, "circulate"], ["track": "work-programme"], &random)
            : write(.advance, [ref, "recall"], ["reason": .string(reason(&random))], &random)
    }

    /// Whether a sender moved a draft out and did not bring it back yet.
    package func owes(_ sender: Int) -> Bool { mix == .advance && given.withLock { $0[sender] % 2 == 1 } }

    /// The ref after the one that was handed out last.
    private var following: String? {
        let number = next.add(1, ordering: .relaxed).oldValue
        return number < refs.count ? refs[number] : nil
    }

    private func ref(_ random: inout SplitMix64) -> String {
        refs.isEmpty ? "" : refs[Int.random(in: 0..<refs.count, using: &random)]
    }

    private func reason(_ random: inout SplitMix64) -> String { BenchmarkText.reason(&random) }

    private func write(
        _ verb: Verb, _ arguments: [String], _ object: JSONObject, _ random: inout SplitMix64
    ) -> Request {
        Request(
            tag: RequestTag(number: 0), verb: verb, arguments: arguments,
            key: isKeyed ? String(random.next(), radix: 36) + String(random.next(), radix: 36) : nil, object: object)
    }

    private func ask(
        _ verb: Verb, _ arguments: [String] = [], _ options: [String: String] = [:], _ object: JSONObject? = nil
    ) -> Request {
        Request(tag: RequestTag(number: 0), verb: verb, arguments: arguments, options: options, object: object)
    }
}
