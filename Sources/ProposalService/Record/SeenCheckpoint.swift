/// A checkpoint of a forum, and how its record stands to what was signed.
package struct SeenCheckpoint: Sendable {
    package var published: PublishedCheckpoint
    /// Why the record is no longer what was signed; nil while it is.
    package var divergence: String?
    /// The statements with which it was started again.
    package var breaks: [RecordBreak]
}
