import CanonicalJSON
import Lifecycle
import Proposals
import Record
import Wording

/// Takes personal data out of a text before it is decided on: what stays is a commitment, the value goes beside the record.
struct PersonalData {
    static let prefix = "commitment:"

    /// Draws salts; each is used once.
    private let seed: [UInt8]
    private var count: UInt32 = 0
    private(set) var values: [PersonalValue] = []

    init(seed: [UInt8]) { self.seed = seed }

    /// The fields with commitments in place of personal values. A value that looks like a commitment is refused unless the text holds it already.
    mutating func sealing(
        _ fields: JSONObject, _ form: FormDefinition, present: JSONObject
    ) throws(Refusal) -> JSONObject {
        var sealed = fields
        for member in fields.members {
            guard let field = form.field(member.key) else { continue }
            if case .organisers = field.type, let organisers = member.value.array {
                var result: [JSONValue] = []
                for organiser in organisers {
                    guard var object = organiser.object, let contact = object["contact"]?.string else {
                        result.append(organiser)
                        continue
                    }
                    object["contact"] = .string(try seal(contact, member.key, present))
                    result.append(.object(object))
                }
                sealed[member.key] = .array(result)
            } else if field.isPersonal, let text = member.value.string {
                sealed[member.key] = .string(try seal(text, member.key, present))
            }
        }
        return sealed
    }

    /// The inputs of a transition, with commitments in what it writes into the text.
    mutating func sealing(
        _ inputs: JSONObject, _ transition: TransitionDefinition?, _ form: FormDefinition, present: JSONObject
    ) throws(Refusal) -> JSONObject {
        guard let key = transition?.inputs.first(where: \.isChanges)?.key, let changes = inputs[key]?.object else {
            return inputs
        }
        var sealed = inputs
        sealed[key] = .object(try sealing(changes, form, present: present))
        return sealed
    }

    /// What is signed is what is kept, and a person's contact is never kept in an event: one act cannot do both.
    static let signed = Refusal(
        .badField,
        "\"signature\": a signed act changes no person's contact, for contacts stand beside the record and the signature "
            + "would not fit it; revise the contacts first, or make this move without a signature",
        field: "signature")

    /// A commitment to one text, with the text kept beside.
    mutating func commit(_ text: String) -> String {
        count += 1
        let salt = Digest.sha256(seed + withUnsafeBytes(of: count.bigEndian, Array.init)).bytes
        let digest = SaltedCommitment(to: Array(text.utf8), salt: salt)?.digest ?? Digest.sha256(salt)
        let commitment = PersonalData.prefix + digest.hex
        values.append(PersonalValue(commitment: commitment, salt: salt, value: text, subject: ""))
        return commitment
    }

    private mutating func seal(_ text: String, _ key: String, _ present: JSONObject) throws(Refusal) -> String {
        if text.hasPrefix(PersonalData.prefix) {
            guard PersonalData.commitments(in: .object(present)).contains(text) else {
                throw Refusal(
                    .badField, "\"\(key)\": a contact must not begin with \"\(PersonalData.prefix)\"", field: key)
            }
            return text
        }
        guard text.unicodeScalars.count <= 500 else {
            throw Refusal(.badField, "\"\(key)\": a contact is at most 500 characters", field: key)
        }
        try PersonalText.mustBeHarmless(text, key)
        return commit(text.trimmed)
    }

    /// Every commitment that stands in a value.
    static func commitments(in value: JSONValue) -> Set<String> {
        switch value {
        case .string(let text): text.hasPrefix(prefix) ? [text] : []
        case .array(let elements): elements.reduce(into: []) { $0.formUnion(commitments(in: $1)) }
        case .object(let object): object.members.reduce(into: []) { $0.formUnion(commitments(in: $1.value)) }
        case .null, .bool, .integer: []
        }
    }

    /// The value with commitments opened where their values are known, and "erased" where they are not.
    static func opening(_ value: JSONValue, _ known: [String: String]) -> JSONValue {
        switch value {
        case .string(let text): text.hasPrefix(prefix) ? .string(known[text] ?? "erased") : value
        case .array(let elements): .array(elements.map { opening($0, known) })
        case .object(let object):
            .object(
                JSONObject(object.members.map { JSONObject.Member(key: $0.key, value: opening($0.value, known)) }))
        case .null, .bool, .integer: value
        }
    }
}
