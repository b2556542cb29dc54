extension Verb { package static let account = Verb(Verbs.Account.self) }

extension Verbs {
    /// `ACCOUNT`: creates an account with its appointments.
    package struct Account: VerbRequest {
        package static let name = "ACCOUNT"
        package static let shape = VerbShape(
            .write, ["forum"], object: .required, does: "Creates an account with its appointments.")

        package var forum = ""
        /// The person's name.
        package var person: String?
        /// The id; nil is made of the first appointment.
        package var account: String?
        package var appointments: [Appointment] = []

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.parts(
                "appointments", &appointments, each: "each is {\"role\":…,\"partner\":…,\"from\":…,\"until\":…}")
            try coder.line("name", &person)
            try coder.text("account", &account)
        }

        package static func placeToLook(_ request: Request) -> String {
            "ACCOUNTS \(request.forum)"
        }
    }
}
