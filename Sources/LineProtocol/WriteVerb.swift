/// A verb that writes, and what it is answered.
package protocol WriteVerb: VerbRequest {
    associatedtype Written: ReplyPart
}
