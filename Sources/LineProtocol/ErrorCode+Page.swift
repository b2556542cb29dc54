extension ErrorCode {
    /// The page docs/errors.md: the registry as a table.
    package static var page: String {
        var lines = [
            "# Errors", "",
            "This page is printed from the registry in Sources/LineProtocol, and a test compares the two.", "",
            "An error reply is `tag ERR code retry effect {object}`. The object always has `message` (what was wrong) and",
            "`do` (what to do about it). Codes are stable; a client must accept one that it does not know.", "",
            "| retry | meaning |", "| --- | --- |",
            "| `never` | the request cannot succeed as things are; change something first |",
            "| `same` | send the identical request, with its key, again |",
            "| `fresh` | look again, then make a new request with a new key |",
            "| `after=ms` | send the identical request again after that many milliseconds |", "",
            "| effect | meaning |", "| --- | --- |",
            "| `none` | nothing was changed |",
            "| `applied` | the change was made, by this request or an earlier one with its key |",
            "| `unknown` | the server cannot tell; send the same request with its key to find out; without a key, look first |",
            "",
            "## In an ERR reply", "",
            "A reply may carry a different retry or effect from the table if the server knows more. A write that was sent",
            "without a key is `fresh` if its effect is `unknown`: the same request would be a second write, so `do` names",
            "the request that shows whether the first was written. A read has no effect, whatever became of it.", "",
            "| code | meaning | what to do | retry | effect |", "| --- | --- | --- | --- | --- |",
        ]
        for code in allCases where code.entry.answers {
            let entry = code.entry
            lines.append(
                "| `\(code)` | \(entry.meaning) | \(entry.remedy) | \(entry.retry.text) | \(entry.effect.rawValue) |")
        }
        lines += [
            "", "## In a BYE notice", "",
            "`* BYE {object}` is the last line of a connection; its object has `code`, `message` and `do`. A BYE without",
            "`code` answers QUIT. Whatever was not answered before a BYE must be sent again with its key.", "",
            "| code | meaning | what to do |", "| --- | --- | --- |",
        ]
        for code in allCases where code.entry.closes {
            lines.append("| `\(code)` | \(code.entry.meaning) | \(code.entry.remedy) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
