/// Why an OpenSSH key or signature is refused.
package indirect enum SSHFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The lines that begin and end it are missing, or what is between is no base 64.
    case notArmored(String)
    case malformed(String)
    /// The private key is protected by a passphrase.
    case encrypted
    /// A kind of key that is not used.
    case otherKind(String)
    /// A certificate over a key, not the key.
    case certificate(String)
    /// An RSA key of so many bits.
    case weak(Int)
    /// The line names one kind, and the key in it is of another.
    case mislabelled(String, String)
    /// A private key where a public one is meant. What it holds is not kept.
    case isPrivate
    /// A public key in another form, and how ssh-keygen turns it into OpenSSH's.
    case otherForm(String, advice: String)
    /// Keys on these lines, where one is meant.
    case several([Int])
    /// The line says that the key is no person's own: `cert-authority`, `revoked`.
    case marked(String)
    case atLine(Int, SSHFault)
    case otherNamespace(String)
    /// A signature made by another algorithm than those of its key.
    case otherSignature(String)
    /// The security key says that nobody touched it.
    case untouched
    case wrongSignature

    package var description: String {
        switch self {
        case .notArmored("public key"):
            "this is not an OpenSSH public key as ssh-keygen writes it: one line with the kind, the key and a comment"
        case .notArmored(let what): "this is not an OpenSSH \(what) as ssh-keygen writes it"
        case .malformed("public key"):
            "the OpenSSH public key is damaged or cut off; it is one long line, so copy the whole file"
        case .malformed(let what): "the OpenSSH \(what) is damaged"
        case .encrypted: "the private key is protected by a passphrase"
        case .otherKind(let name):
            "the key is of the kind \(name.prefix(60)), which is not used; use one of \(SSHKeyKind.list)"
        case .certificate(let name):
            "this is a certificate (\(name.prefix(60))); give the public key itself: KEY.pub, not KEY-cert.pub"
        case .weak(let bits):
            "the RSA key has \(bits) bits, and at least \(SSHKey.leastModulusBits) are needed; make another key "
                + "(ssh-keygen -t ed25519)"
        case .mislabelled(let named, let held):
            "the line says \(named.prefix(60)), but the key in it is of the kind \(held.prefix(60)); copy the file again"
        case .isPrivate:
            "this is a private key, and the public one is needed: the file that ends with .pub (ssh-keygen -y -f FILE "
                + "prints it). Hand a private key to nobody; if this one reached somebody else, make a new one"
        case .otherForm(let form, let advice): "this is \(form); \(advice)"
        case .several(let lines):
            "\(lines.count) keys stand in it, on the lines \(lines.prefix(10).map(String.init).joined(separator: ", "))"
                + "\(lines.count > 10 ? " and more" : ""); give each key a file of its own"
        case .marked(let word):
            "the line marks the key with \(word); give a key with which a person signs, without that mark"
        case .atLine(let line, let fault): "line \(line): \(fault)"
        case .otherNamespace(let name): "the signature is for another purpose: \(name.prefix(60))"
        case .otherSignature("ssh-rsa"):
            "the signature is of the kind ssh-rsa, which rests on SHA-1; RSA keys sign with rsa-sha2-512 or rsa-sha2-256, as "
                + "ssh-keygen -Y sign does"
        case .otherSignature(let name):
            "the signature is of the kind \(name.prefix(60)), which this key does not make"
        case .untouched: "the signature says that nobody touched the security key"
        case .wrongSignature: "the signature does not fit"
        }
    }
}
