import Glibc

/// The program that shows what is longer than the screen, as git has it.
enum Pager {
    /// The command line of the pager: `CHANCERY_PAGER`, else `PAGER`, else less; nil where none is wanted.
    static func command(_ environment: [String: String]) -> String? {
        let command = environment["CHANCERY_PAGER"] ?? environment["PAGER"] ?? "less"
        return command.isEmpty || command == "cat" || environment["TERM"] == "dumb" ? nil : command
    }

    /// Shows a text with a pager, until the reader leaves it. False where the pager could not be run: nothing was shown then.
    static func show(_ text: String, by command: String) -> Bool {
        // Whoever leaves early ends neither this process nor, by Ctrl-C, more than what they read.
        let pipe = signal(SIGPIPE, SIG_IGN)
        let interrupt = signal(SIGINT, SIG_IGN)
        defer {
            signal(SIGPIPE, pipe)
            signal(SIGINT, interrupt)
        }
        // As git has it: colours pass, and what fits the screen after all is printed and left there.
        guard let stream = popen("export LESS=\"${LESS-FRX}\" LV=\"${LV--c}\"; " + command, "w") else { return false }
        let bytes = Array(text.utf8)
        fwrite(bytes, 1, bytes.count, stream)
        // A shell answers 127 for a program that is not there.
        return pclose(stream) != 127 << 8
    }
}
