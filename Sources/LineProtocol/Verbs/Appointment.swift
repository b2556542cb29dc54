extension Verbs {
    /// An appointment to an office, as ACCOUNT and APPOINT give it.
    package struct Appointment: RequestPart {
        package var role = ""
        package var partner: String?
        package var group: String?
        package var deputy = false
        /// Nil is now.
        package var from: Moment?
        /// Nil is without end.
        package var until: Moment?

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.text("role", &role)
            try coder.text("partner", &partner)
            try coder.text("group", &group)
            try coder.flag("deputy", &deputy)
            try coder.moment("from", &from, endOfDay: false)
            try coder.moment("until", &until, endOfDay: true)
        }
    }
}
