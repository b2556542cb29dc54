extension String {
    /// The forum that an account's id begins with: the one that opened it.
    var forumOfAccount: String { split(separator: "/", maxSplits: 1).first.map(String.init) ?? self }
}
