extension Verb { package static let appoint = Verb(Verbs.Appoint.self) }

extension Verbs {
    /// `APPOINT`: adds or ends an appointment.
    package struct Appoint: VerbRequest {
        package static let name = "APPOINT"
        package static let shape = VerbShape(
            .write, ["forum", "account"], object: .required, does: "Adds or ends an appointment.")

        package var forum = ""
        package var account = ""
        /// The number of the appointment that ends; nil makes one.
        package var end: Int?
        /// When it ends.
        package var until: Moment?
        package var appointment = Appointment()

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.argument("account", &account)
            try coder.integer("end", &end)
            if end != nil {
                try coder.moment("until", &until, endOfDay: true)
            } else {
                try appointment.members(&coder)
            }
        }

        package static func placeToLook(_ request: Request) -> String {
            "ACCOUNTS \(request.forum)"
        }
    }
}
