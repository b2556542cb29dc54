/// How a run of the command ended.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    /// The server, or a check of this program, said no.
    case refused = 1
    /// The command line cannot be understood.
    case usage = 2
    /// The server could not be reached, or the conversation with it broke off.
    case unreachable = 3
}
