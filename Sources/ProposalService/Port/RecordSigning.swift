/// Whoever signs the records of the forums: the service asks, and takes no more writes of a forum whose record diverged.
package protocol RecordSigning: Sendable {
    /// Signs the record of a forum as it stands now, and publishes the checkpoint.
    func sign(_ forum: String) async -> SigningOutcome

    /// The public key with which it signs the record of a forum; nil where it cannot.
    func key(_ forum: String) async -> String?
}

/// What became of a record that was to be signed.
package enum SigningOutcome: Sendable, Hashable {
    /// The newest checkpoint covers all of it.
    case signed
    /// There is nothing to sign yet.
    case empty
    /// Another key signs this record, or the files of the signer cannot be used: why.
    case notSigned(String)
    /// The database could not be asked; a later time will do.
    case unavailable(String)
    /// The stored record is not what was signed: why.
    case diverged(String)
}
