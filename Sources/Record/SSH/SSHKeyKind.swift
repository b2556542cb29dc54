/// The kinds of people's keys that are used, by the names that OpenSSH gives them.
package enum SSHKeyKind: String, Sendable, Hashable, CaseIterable {
    case ed25519 = "ssh-ed25519"
    case rsa = "ssh-rsa"
    case nistp256 = "ecdsa-sha2-nistp256"
    case nistp384 = "ecdsa-sha2-nistp384"
    case nistp521 = "ecdsa-sha2-nistp521"
    /// Keys that never leave a security key (FIDO): they sign when somebody touches it.
    case securityKeyEd25519 = "sk-ssh-ed25519@openssh.com"
    case securityKeyNistp256 = "sk-ecdsa-sha2-nistp256@openssh.com"

    /// The kinds, as a sentence lists them.
    static let list =
        "ssh-ed25519, ssh-rsa of \(SSHKey.leastModulusBits) bits or more, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, "
        + "ecdsa-sha2-nistp521, and for security keys sk-ssh-ed25519@openssh.com and sk-ecdsa-sha2-nistp256@openssh.com"

    var curve: EllipticCurve? {
        switch self {
        case .nistp256, .securityKeyNistp256: .nistp256
        case .nistp384: .nistp384
        case .nistp521: .nistp521
        case .ed25519, .rsa, .securityKeyEd25519: nil
        }
    }

    var isSecurityKey: Bool {
        switch self {
        case .securityKeyEd25519, .securityKeyNistp256: true
        case .ed25519, .rsa, .nistp256, .nistp384, .nistp521: false
        }
    }
}
