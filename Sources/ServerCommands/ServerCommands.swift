package import ArgumentParser

/// The commands that run or set up a server.
package enum ServerCommands {
    /// As the help lists them.
    package static let all: [any ParsableCommand.Type] = [
        ServeCommand.self, ConfigCommand.self, TLSCommand.self, InitCommand.self, BackupCommand.self,
        RestoreCommand.self,
    ]
}
