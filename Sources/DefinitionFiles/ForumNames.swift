/// Which names a server keeps of a forum's settings: ids of groups, names of attributes, the mark of a trial.
enum ForumNames {
    static let rule = "use 1 to 64 letters, digits, '-', '.' or '_'"

    static func isIdentifier(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "-._".utf8.contains(byte)
            }
    }
}
