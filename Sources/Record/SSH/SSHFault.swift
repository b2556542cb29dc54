/// Why an OpenSSH key or signature is refused.
package enum SSHFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The lines that begin and end it are missing, or what is between is no base 64.
    case notArmored(String)
    case malformed(String)
    /// The private key is protected by a passphrase.
    case encrypted
    /// Another kind of key than Ed25519.
    case otherAlgorithm(String)
    case otherNamespace(String)
    case wrongSignature

    package var description: String {
        switch self {
        case .notArmored(let what): "this is not an OpenSSH \(what) as ssh-keygen writes it"
        case .malformed(let what): "the OpenSSH \(what) is damaged"
        case .encrypted:
            "the private key is protected by a passphrase; make a copy without one (ssh-keygen -p -N '' -f COPY) and "
                + "use that"
        case .otherAlgorithm(let name):
            "the key is of the kind \(name.prefix(60)); only ssh-ed25519 is used (ssh-keygen -t ed25519)"
        case .otherNamespace(let name): "the signature is for another purpose: \(name.prefix(60))"
        case .wrongSignature: "the signature does not fit"
        }
    }
}
