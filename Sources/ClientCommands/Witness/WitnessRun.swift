import Bundles
import CanonicalJSON
import LineClient
import LineProtocol
import Record
import Terminal
import Witnessing
import Wording

/// A witness at work: its logs, one after the other.
struct WitnessRun {
    let folder: WitnessFolder
    let logs: [WitnessedLog]
    let connection: ConnectionOptions
    let console: Console
    /// Whether it says so where a checkpoint was cosigned before.
    let tellsOfNothingNew: Bool
    let now: @Sendable () -> Int64

    /// Asks each log once; the worst that happened is the exit status.
    func round(_ logs: [WitnessedLog]) async -> (status: ExitStatus, forked: Set<WitnessedLog>) {
        var status = ExitStatus.done
        var forked: Set<WitnessedLog> = []
        for log in logs {
            do {
                let outcome = try await ask(log)
                switch outcome {
                case .cosigned: break
                case .notTaken, .refused: status = .refused
                case .forked:
                    status = .refused
                    forked.insert(log)
                }
                tell(log, outcome)
            } catch let error as ClientError {
                if status == .done { status = .unreachable }
                tell(log, "unreachable", "\(error)", [:])
            } catch let failure as CommandFailure {
                status = .refused
                tell(log, "failed", failure.lines(Paint(console.errors)).joined(separator: " "), [:])
            } catch {
                status = .refused
                tell(log, "failed", "\(error)", [:])
            }
        }
        return (status, forked)
    }

    private func ask(_ log: WitnessedLog) async throws -> WitnessRound.Outcome {
        let round = WitnessRound(log: log, file: try folder.file(of: log), signer: folder.signer, now: now)
        let address = try log.server ?? connection.address(console)
        let options = try connection.clientOptions(console, at: address)
        let client = try await LineClient.connect(to: address, options: options)
        do {
            _ = try await client.logIn(try connection.proof(console, at: address))
            let outcome = try await round.run(client)
            await client.close()
            return outcome
        } catch {
            await client.close()
            throw error
        }
    }

    private func tell(_ log: WitnessedLog, _ outcome: WitnessRound.Outcome) {
        switch outcome {
        case .cosigned(_, _, isNew: false, _) where !tellsOfNothingNew: break
        case .cosigned(let size, let at, let isNew, let isWitnessed):
            let time = WitnessRound.moment(at)
            if connection.json {
                var object: JSONObject = ["size": .integer(size), "at": .string(time), "new": .bool(isNew)]
                if let isWitnessed { object["witnessed"] = .bool(isWitnessed) }
                say(log, "cosigned", object)
            } else {
                let end = isWitnessed == true ? "; it is witnessed" : ""
                console.sentence(
                    TerminalText.line(
                        "\(log.key.name): \(isNew ? "cosigned" : "nothing new;") \(counted(size, "event")) at \(time)\(end)"
                    ))
            }
        case .notTaken(let size, let line, let why):
            tell(
                log, "not-taken", "\(counted(size, "event")) cosigned, and the server did not take the line: \(why)",
                ["size": .integer(size), "line": .string(line)])
        case .refused(let why): tell(log, "refused", "nothing cosigned: \(why)", [:])
        case .forked(let evidence):
            let path = folder.path(of: log)
            tell(
                log, "forked",
                "FORK: \(evidence). Nothing of this log is cosigned any more. Both notes are kept, signed by the log: "
                    + "\(path)/fork-first and \(path)/fork-second; publish them",
                [
                    "kind": .string(evidence.kind.rawValue), "first": .string("\(path)/fork-first"),
                    "second": .string("\(path)/fork-second"),
                ])
        }
    }

    /// Says what went wrong, on the standard error for people.
    private func tell(_ log: WitnessedLog, _ what: String, _ message: String, _ details: JSONObject) {
        if connection.json {
            var object = details
            object["message"] = .string(message)
            say(log, what, object)
        } else {
            console.errorLine("chancery: " + TerminalText.line("\(log.key.name): \(message)"))
        }
    }

    private func say(_ log: WitnessedLog, _ what: String, _ details: JSONObject) {
        var object = details
        object["log"] = .string(log.key.name)
        object["outcome"] = .string(what)
        console.line(JSONValue.object(object).canonicalText)
    }
}
