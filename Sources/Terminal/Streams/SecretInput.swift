import Glibc

/// A line of the standard input that is not shown while it is typed.
enum SecretInput {
    /// Reads it; the prompt and the silence are for a terminal only.
    static func read(prompt: String) -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return StandardInput.line() }
        FileOutput.write(prompt, to: STDERR_FILENO)
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            FileOutput.write("\n", to: STDERR_FILENO)
        }
        return StandardInput.line()
    }
}
