package import Lifecycle

/// Why a command was not done. An answer, not an exception: it changes nothing.
package struct Refusal: Error, Sendable, Hashable {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// There is no such thing, or the caller may not see it.
        case notFound
        /// The actor's offices do not allow it.
        case forbidden
        /// A value given is of the wrong form.
        case badField
        /// A rule of the lifecycle is not met; the findings say which.
        case unmet
        /// The proposal has another version than the caller saw.
        case versionConflict
        /// The forum is a trial that was closed.
        case closed
    }

    package var code: Code
    /// One sentence: what was wrong and what to do.
    package var message: String
    /// Every unmet requirement.
    package var findings: [Finding]
    /// The key of the value that is wrong.
    package var field: String?

    package init(_ code: Code, _ message: String, findings: [Finding] = [], field: String? = nil) {
        self.code = code
        self.message = message
        self.findings = findings
        self.field = field
    }

    static func badField(_ field: String, _ message: String) -> Refusal {
        Refusal(.badField, "\"\(field)\": \(message)", field: field)
    }

    /// A refusal for want of an office: it names those whose holders may.
    package static func forbidden(_ reason: Reason, who: [Capable]) -> Refusal {
        var roles: [String] = []
        for capable in who where !roles.contains(capable.role) { roles.append(capable.role) }
        return Refusal(
            .forbidden, reason.english,
            findings: [
                Finding(
                    rule: "lifecycle", requirement: "role", label: "the office that may", isMet: false, reason,
                    who: who, subjects: roles)
            ])
    }

    /// A refusal for one rule of the engine itself.
    package static func unmet(
        _ requirement: String, _ reason: Reason, label: String? = nil, subjects: [String] = [],
        rule: String = "lifecycle"
    ) -> Refusal {
        Refusal(
            .unmet, reason.english,
            findings: [
                Finding(
                    rule: rule, requirement: requirement, label: label ?? requirement, isMet: false, reason,
                    subjects: subjects)
            ])
    }
}
