package import CanonicalJSON

extension Verbs.Forum {
    /// What is said of a forum's settings; what is not named stays. Each member that is named is replaced as a whole.
    package struct Settings: RequestPart {
        package var name: Said<String> = .nothing
        package var refPrefix: Said<String> = .nothing
        package var meetingRole: Said<String> = .nothing
        package var accountRole: Said<String> = .nothing
        package var auditRole: Said<String> = .nothing
        package var mark: Said<String> = .nothing
        package var disabledHouseRules: Said<[String]> = .nothing
        package var offices: Said<[String: Holding]> = .nothing
        package var meetingKinds: Said<[String]> = .nothing
        package var groups: Said<[String: Group]> = .nothing
        package var views: Said<[JSONValue]> = .nothing
        package var listing: Said<Listing> = .nothing
        package var contacts: Said<Contacts> = .nothing

        package init() {}

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.said("name", &name)
            try coder.said("ref_prefix", &refPrefix)
            try coder.said("meeting_role", &meetingRole)
            try coder.said("account_role", &accountRole)
            try coder.said("audit_role", &auditRole)
            try coder.said("mark", &mark)
            try coder.said("disabled_house_rules", &disabledHouseRules) { coder, names throws(Failure) in
                try coder.texts("disabled_house_rules", &names, else: "give a list of names")
            }
            try coder.said("offices", &offices) { coder, offices throws(Failure) in
                try Settings.offices(&coder, &offices)
            }
            try coder.said("meeting_kinds", &meetingKinds) { coder, names throws(Failure) in
                try coder.texts("meeting_kinds", &names, else: "give a list of names")
            }
            try coder.said("groups", &groups) { coder, groups throws(Failure) in
                try Settings.groups(&coder, &groups)
            }
            try coder.said("views", &views) { coder, views throws(Failure) in try coder.array("views", &views) }
            try coder.said("listing", &listing) { coder, listing throws(Failure) in
                try coder.part("listing", &listing)
            }
            try coder.said("contacts", &contacts) { coder, contacts throws(Failure) in
                try coder.part("contacts", &contacts)
            }
        }

        private static func offices(
            _ coder: inout RequestCoder, _ offices: inout [String: Holding]?
        ) throws(Failure) {
            var words = offices?.mapValues(\.rawValue)
            try coder.texts("offices", &words)
            offices = words.map { _ in [:] }
            for (role, word) in words ?? [:] {
                guard let holding = Holding(rawValue: word) else {
                    throw coder.wrong(
                        "offices", "\"\(role)\" is held for a \"partner\", a \"group\" or the \"forum\"")
                }
                offices?[role] = holding
            }
        }

        private static func groups(_ coder: inout RequestCoder, _ groups: inout [String: Group]?) throws(Failure) {
            let group = PartShape(of: Group.self, in: coder.request.verb)
            if coder.tells("groups", .map(.part(group)), &groups, as: [:]) { return }
            guard coder.isReading else {
                var written = JSONObject()
                for (id, group) in groups ?? [:] { written[id] = .object(try coder.written(group)) }
                coder.object["groups"] = .object(written)
                return
            }
            var given: JSONObject?
            try coder.object("groups", &given)
            groups = given.map { _ in [:] }
            for member in given?.members ?? [] {
                guard let object = member.value.object else {
                    throw coder.wrong("groups", "\"\(member.key)\" must be an object")
                }
                let group: Group = try coder.read(object)
                groups?[member.key] = group
            }
        }
    }
}
