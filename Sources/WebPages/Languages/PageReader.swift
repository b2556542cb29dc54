/// Who reads a page, as far as its words and times depend on that.
///
/// It stands around the making of a page, not among its parts: words are chosen in a hundred small places, and none of what lies between them
/// and the request has to know in which language they are. Whoever makes a page binds it once; without that, pages are English.
package struct PageReader: Sendable {
    package var language: PageLanguage
    /// In which moments are told beside UTC; nil where UTC is enough.
    package var zone: PageZone?
    /// What the texts of definitions are in that language, by their English.
    package var labels: [String: String]

    package init(_ language: PageLanguage = .english, zone: PageZone? = nil, labels: [String: String] = [:]) {
        self.language = language
        self.zone = zone
        self.labels = labels
    }

    @TaskLocal package static var current = PageReader()

    /// Nil where pages are written as the sources have them.
    var catalogue: Catalogue? { language == .english ? nil : Catalogue.all[language] }
}
