import Proposals
import Record
import Terminal

/// What signs an act with a person's key.
enum ActSigner {
    /// An Ed25519 key without a passphrase: read and used here.
    case held(SSHPrivateKey)
    /// Every other: ssh-keygen asks for the passphrase, or ssh-agent for the signature. The key is known before, except of old forms.
    case program(SSHKeygen, SSHKey?)

    /// Reads a key file: a private key, or the public half of one that is elsewhere. What is wrong with it is told with what to do.
    init(file path: String) throws {
        let path = LocalFile.exists(path) || !LocalFile.exists(path + ".pub") ? path : path + ".pub"
        let text: String
        do { text = try LocalFile.text(path) } catch {
            throw CommandFailure.usage("the key file \(TerminalText.line(path)) \(error.sentence)")
        }
        do throws(SSHFault) {
            self = try ActSigner.reading(text, path)
        } catch {
            throw CommandFailure.usage(TerminalText.line("the key file \(path): \(error)"))
        }
        if case .program = self, path == "-" {
            throw CommandFailure.usage("--sign: ssh-keygen cannot read this key from the standard input; name its file")
        }
    }

    private static func reading(_ text: String, _ path: String) throws(SSHFault) -> ActSigner {
        guard SSHPrivateKey.begins(text) else {
            let key = try SSHKey(text: text)
            return .program(SSHKeygen(publicKey: key, file: path), key)
        }
        if text.hasPrefix("PuTTY-User-Key-File-") {
            throw .otherForm(
                "a private key of PuTTY",
                advice: "have PuTTYgen export it in OpenSSH's form, and name that file")
        }
        if SSHPrivateKey.isInOtherForm(text) { return .program(SSHKeygen(file: path), nil) }
        do { return .held(try SSHPrivateKey(text: text)) } catch {
            switch error {
            case .encrypted, .otherKind:
                // The kind itself may be one that nobody uses.
                return .program(SSHKeygen(file: path), try SSHPrivateKey.publicHalf(of: text))
            case .notArmored, .malformed, .certificate, .weak, .mislabelled, .isPrivate, .otherForm, .several, .marked,
                .atLine, .otherNamespace, .otherSignature, .untouched, .wrongSignature:
                throw error
            }
        }
    }

    /// Signs an act, and makes sure that the signature is by that key and fits.
    func sign(_ act: [UInt8], _ console: Console) throws -> SSHSignature {
        do {
            switch self {
            case .held(let key): return try SSHSignature(signing: act, namespace: ActStatement.namespace, with: key)
            case .program(let keygen, let key):
                let signature = try SSHSignature(text: try keygen.sign(act, namespace: ActStatement.namespace, console))
                try signature.verify(act, namespace: ActStatement.namespace)
                guard key.map({ $0 == signature.key }) ?? true else {
                    throw CommandFailure.notDone([
                        "the act was not signed: the private key beside the public one belongs to another, "
                            + signature.key.fingerprint
                    ])
                }
                return signature
            }
        } catch let fault as SSHFault {
            throw CommandFailure.notDone([TerminalText.line("the act was not signed: \(fault)")])
        }
    }
}
