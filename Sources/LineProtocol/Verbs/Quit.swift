extension Verb { package static let quit = Verb(Verbs.Quit.self) }

extension Verbs {
    /// `QUIT`: answers the open requests, then closes the connection.
    package struct Quit: VerbRequest {
        package static let name = "QUIT"
        package static let shape = VerbShape(.session, does: "Answers the open requests, then closes the connection.")
        package static let admission = Admission.anyConnection

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {}
    }
}
