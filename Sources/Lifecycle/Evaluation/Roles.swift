package import CanonicalJSON

extension LifecycleDefinition {
    /// The office by which the actor may act in one of these roles, nil where none of the actor's offices does.
    package func office(in circumstances: Circumstances, roles: [String]) -> Office? {
        office(
            among: circumstances.offices, roles: roles, proposer: circumstances.proposer, fields: circumstances.fields,
            isOnRoster: { circumstances.round?.roster.contains($0) ?? false })
    }

    /// The office among these by which somebody may act in one of these roles on a proposal; nil where there is none.
    package func office(
        among offices: [Office], roles: [String], proposer: String?, fields: JSONObject,
        isOnRoster: (String) -> Bool
    ) -> Office? {
        for id in roles {
            guard let role = role(id) else { continue }
            let office = offices.first { office in
                guard role.heldBy.contains(office.role) else { return false }
                switch role.scope {
                case .forum: return true
                case .proposingPartner: return office.partner != nil && office.partner == proposer
                case .partnersIn(let field):
                    guard let partner = office.partner else { return false }
                    return LifecycleDefinition.partners(in: fields[field]).contains(partner)
                case .rosterPartner: return office.partner.map(isOnRoster) ?? false
                }
            }
            if let office { return office }
        }
        return nil
    }

    /// Who may act in these roles on this proposal.
    package func capable(_ roles: [String], _ circumstances: Circumstances) -> [Capable] {
        var result: [Capable] = []
        for role in roles.compactMap({ self.role($0) }) {
            let partners: [String?] =
                switch role.scope {
                case .forum: [nil]
                case .proposingPartner: circumstances.proposer.map { [$0] } ?? []
                case .partnersIn(let field): LifecycleDefinition.partners(in: circumstances.fields[field])
                case .rosterPartner: circumstances.round?.roster ?? []
                }
            for partner in partners {
                for held in role.heldBy where !result.contains(Capable(role: held, partner: partner)) {
                    result.append(Capable(role: held, partner: partner))
                }
            }
        }
        return result
    }

    /// Who speaks for each of these partners.
    package func speakers(_ partners: [String]) -> [Capable] {
        let speaker = role(positions.role)?.heldBy.first ?? positions.role
        return partners.map { Capable(role: speaker, partner: $0) }
    }

    /// The partner ids in a field that lists partners or organisers, in order, each once.
    package static func partners(in value: JSONValue?) -> [String] {
        var result: [String] = []
        for element in value?.array ?? [] {
            guard let id = element.string ?? element["partner"]?.string, !result.contains(id) else { continue }
            result.append(id)
        }
        return result
    }
}
