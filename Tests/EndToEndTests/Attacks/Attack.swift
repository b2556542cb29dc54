/// What somebody with every right on the database does to a record below its last checkpoint.
enum Attack: String, CaseIterable, Sendable {
    case changeByte = "change one byte of an event"
    case recompute = "change an event, and recompute every hash after it"
    case delete = "delete an event in the middle, and close the gap"
    case cut = "cut the end off"
    case insert = "insert an event"
    case swap = "swap two events"
    case backdate = "change when an event was recorded"
    case projection = "change a list"
    case lifecycle = "replace a lifecycle"
    case office = "give an account an office that it did not have"
    case backup = "restore an old backup, and keep writing"
    case fork = "with the log's key, show another history to somebody else"
}

/// Who may notice.
enum Detector: String, CaseIterable, Sendable {
    case audit, signer, witness, verifier
}

/// How often which of them noticed an attack.
struct AttackCounts: Sendable {
    private var counts: [Attack: [Detector: Int]] = [:]
    private var runs: [Attack: Int] = [:]
    /// Attacks that nobody noticed, each by its number.
    private(set) var missed: [String] = []

    mutating func add(_ attack: Attack, _ number: Int, _ noticed: Set<Detector>) {
        runs[attack, default: 0] += 1
        for detector in noticed { counts[attack, default: [:]][detector, default: 0] += 1 }
        if noticed.isEmpty { missed.append("\(attack.rawValue), number \(number)") }
    }

    func count(_ attack: Attack, _ detector: Detector) -> Int { counts[attack]?[detector] ?? 0 }
    func runs(of attack: Attack) -> Int { runs[attack] ?? 0 }

    /// `always`, `sometimes` or `never`.
    func word(_ attack: Attack, _ detector: Detector) -> String {
        let noticed = count(attack, detector)
        return noticed == 0 ? "never" : noticed == runs(of: attack) ? "always" : "sometimes"
    }

    /// The table as docs/record.md has it, with words or with numbers.
    func table(_ cell: (Attack, Detector) -> String) -> [String] {
        Attack.allCases.map { attack in
            "| \(attack.rawValue) | " + Detector.allCases.map { cell(attack, $0) }.joined(separator: " | ") + " |"
        }
    }
}
