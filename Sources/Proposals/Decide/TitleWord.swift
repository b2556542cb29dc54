/// The words of titles: which say what something is about, and which stand in many a title of the field.
enum TitleWord {
    /// The words of a text in their order, in one spelling and in the singular; without numbers and words of grammar. What only begins a
    /// word goes with the next one: `eco-innovation` and `Eco Innovation` are `ecoinnovation`.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var beginning = ""
        func end() {
            if !beginning.isEmpty { words.append(beginning) }
            beginning = ""
        }
        for word in FoldedText.words(text).map(Similarity.unmasked) {
            if beginning.isEmpty, beginnings.contains(word) {
                beginning = word
            } else if Similarity.isNumber(word) || grammar.contains(word) {
                end()
            } else {
                words.append(plain(beginning + word))
                beginning = ""
            }
        }
        end()
        return words
    }

    /// Whether it tells, and yet many titles have it.
    static func isUsual(_ word: String) -> Bool { usual.contains(word) }

    /// In one spelling, in the singular.
    private static func plain(_ word: String) -> String {
        guard word.utf8.allSatisfy({ $0 < 0x80 }) else { return word }
        var word = spellings[word] ?? word
        let length = word.utf8.count
        if length > 4, word.hasSuffix("ies") {
            word = word.dropLast(3) + "y"
        } else if length > 3, word.hasSuffix("s"), !["ss", "us", "is"].contains(where: word.hasSuffix) {
            word.removeLast()
        }
        word = spellings[word] ?? word
        if word.utf8.count > 4, word.hasSuffix("our") { return word.dropLast(3) + "or" }
        return word.hasSuffix("isation") ? word.dropLast(7) + "ization" : word
    }

    private static let spellings = [
        "ageing": "aging", "centre": "center", "defence": "defense", "dialogue": "dialog", "ministerial": "minister",
        "programme": "program",
    ]

    private static let beginnings = set(
        """
        anti bi bio co counter cyber eco geo inter intra macro micro multi non post pre re sub trans
        """)

    private static let grammar = Similarity.grammar.union(
        set(
            """
            about after again against amid among and anew between for from how into its that the their this through toward
            towards under via what with within
            first second third fourth fifth sixth seventh eighth ninth tenth
            """))

    /// Parts of the world.
    fileprivate static let regions = set("africa african america american asia asian europe european pacific")

    /// They say what kind of thing is planned, by whom, or how, but not about what.
    fileprivate static let kinds = set(
        """
        colloquium conference congress consultation consultative dialog event forum meeting roundtable seminar series session
        summit symposium workshop
        center facility group initiative network party platform program project working
        commissioner director general high level minister official senior
        annual informal international interregional joint regional special
        advancing building cooperation development enhancing partnership promoting promotion protecting protection role
        strengthening
        challenge forward future issue new opportunity way
        one two three four five six seven eight nine ten
        i ii iii iv v vi vii viii ix x xi xii
        """)

    private static let usual = set(
        """
        action climate connectivity culture cultural digital economic economy education energy environment environmental global
        growth health human information innovation law management policy public resource right rural safety science security
        social sustainable system technology trade urban water youth
        """)

    private static func set(_ words: String) -> Set<String> {
        Set(words.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}

/// The words that do not tell one title of a forum from another.
struct CommonWords {
    private let ofForum: Set<String>

    init(of forum: String) { ofForum = Set(TitleWord.words(forum)) }

    func contain(_ word: String) -> Bool {
        TitleWord.kinds.contains(word) || TitleWord.regions.contains(word) || ofForum.contains(word)
    }

    /// Whether it is one of these that says what kind of thing is planned.
    func sayWhatKind(_ word: String) -> Bool { TitleWord.kinds.contains(word) && !ofForum.contains(word) }
}
