/// Every verb that a line can name: the one list of them. Each is a type in a file of its own, in the folder of this name.
package enum Verbs {
    /// In the order in which docs/protocol.md lists them.
    static let all: [any VerbRequest.Type] = [
        // The session.
        Auth.self,
        Ping.self,
        Cancel.self,
        Quit.self,

        // Proposals, written.
        Draft.self,
        Revise.self,
        Contest.self,
        Advance.self,
        Position.self,
        Ack.self,
        Record.self,
        Publish.self,
        Implemented.self,
        Invite.self,
        Note.self,
        Deadline.self,
        Migrate.self,
        File.self,

        // Proposals, read.
        Show.self,
        List.self,
        Search.self,
        Inbox.self,
        Why.self,
        History.self,
        Replay.self,
        Fetch.self,
        Watch.self,
        View.self,
        Migration.self,

        // The registry.
        Meeting.self,
        Meetings.self,
        Held.self,
        Partners.self,
        Partner.self,
        Lifecycle.self,
        Forums.self,
        Forum.self,
        Registry.self,
        Account.self,
        Accounts.self,
        Token.self,
        Revoke.self,
        Appoint.self,
        Key.self,
        Identity.self,
        Erase.self,
        Import.self,
        Listing.self,
        Contact.self,

        // The record.
        Checkpoint.self,
        Proof.self,
        Cosign.self,
        Export.self,
        Audit.self,
        Refusals.self,
    ]
}
