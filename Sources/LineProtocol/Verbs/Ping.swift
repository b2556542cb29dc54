extension Verb { package static let ping = Verb(Verbs.Ping.self) }

extension Verbs {
    /// `PING`: answers OK with the server's time.
    package struct Ping: VerbRequest {
        package static let name = "PING"
        package static let shape = VerbShape(.session, does: "Answers OK with the server's time.")
        package static let admission = Admission.anyConnection

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {}
    }
}
