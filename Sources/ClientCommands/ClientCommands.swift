package import ArgumentParser

/// The commands that talk to a server, or read what one exported.
package enum ClientCommands {
    /// The guided tour: it wants a server, and brings everything else along.
    package static let tour: any ParsableCommand.Type = TourCommand.self

    /// The others, as the help lists them.
    package static let groups: [CommandGroup] = [
        CommandGroup(
            name: "Proposals",
            subcommands: [
                DraftCommand.self, ReviseCommand.self, AdvanceCommand.self, PositionCommand.self, AckCommand.self,
                ContestCommand.self, NoteCommand.self, DeadlineCommand.self, InviteCommand.self, RecordCommand.self,
                PublishCommand.self,
                ImplementedCommand.self, FileCommand.self, PacketCommand.self,
            ]),
        CommandGroup(
            name: "Reading",
            subcommands: [
                InboxCommand.self, ShowCommand.self, WhyCommand.self, ListCommand.self, SearchCommand.self,
                HistoryCommand.self, ReplayCommand.self, WatchCommand.self, ViewCommand.self, FetchCommand.self,
            ]),
        CommandGroup(
            name: "Forum",
            subcommands: [
                ForumCommand.self, LifecycleCommand.self, PartnersCommand.self, MeetingCommand.self,
                AccountCommand.self, TokenCommand.self, KeyCommand.self, IdentityCommand.self, ImportCommand.self,
                ListingCommand.self, ContactCommand.self, EraseCommand.self,
            ]),
        CommandGroup(
            name: "Record",
            subcommands: [
                CheckpointCommand.self, ExportCommand.self, SignatureCommand.self, VerifyCommand.self,
                WitnessCommand.self, AuditCommand.self, RefusalsCommand.self,
            ]),
        CommandGroup(
            name: "Connection",
            subcommands: [
                LoginCommand.self, LogoutCommand.self, WhoamiCommand.self, PingCommand.self, SendCommand.self,
                CompletionsCommand.self,
            ]),
    ]
}
