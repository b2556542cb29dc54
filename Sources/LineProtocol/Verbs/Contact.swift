package import CanonicalJSON
package import CivilTime

extension Verb { package static let contact = Verb(Verbs.Contact.self) }

extension Verbs {
    /// `CONTACT`: sets or ends a contact point, or circulates them all.
    package struct Contact: VerbRequest {
        package static let name = "CONTACT"
        package static let shape = VerbShape(
            .write, ["forum"], object: .required, does: "Sets or ends a contact point, or circulates them all.")

        package var forum = ""
        /// The whole list was sent out.
        package var circulate = false
        /// The number of the contact that ends; nil sets one.
        package var end: Int?
        package var subject = ""
        package var about = ""
        package var partner = ""
        package var person = ""
        package var address: String?
        /// The ministry or office.
        package var body: Said<String> = .nothing
        package var from: CivilDate?
        package var until: CivilDate?

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.flag("circulate", &circulate)
            if circulate { return }
            try coder.integer("end", &end)
            if end != nil {
                try coder.day("until", &until)
                _ = try coder.required("until", until)
                return
            }
            try coder.text("subject", &subject)
            try coder.line("about", &about)
            try coder.text("partner", &partner)
            try coder.day("from", &from)
            _ = try coder.required("from", from)
            try coder.day("until", &until)
            try coder.line("name", &person)
            try coder.line("address", &address)
            try coder.said("body", &body)
        }
    }
}
