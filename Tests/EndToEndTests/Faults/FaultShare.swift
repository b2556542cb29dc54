import Foundation

/// How much is run of what takes long: a share, or all of it where CHANCERY_FULL is set, as `deploy/test full` does.
enum FaultShare {
    private static let isFull = ProcessInfo.processInfo.environment["CHANCERY_FULL"] != nil

    static func of<Amount>(_ full: Amount, else short: Amount) -> Amount { isFull ? full : short }

    /// A figure for the table that `deploy/test full` prints.
    static func tell(_ figure: String) { print("figure: \(figure)") }
}
