/// The page on which a reader chooses the language and the time zone of pages.
package enum ReaderPage {
    /// - Parameter back: the page to which the choice leads.
    package static func page(back: String) -> WebPage {
        let reader = PageReader.current
        return WebPage(
            tr("Language and time"), "reader",
            Content(
                action: PageAddress.language, back: back,
                languages: PageLanguage.allCases.map {
                    Language(
                        name: $0.ownName, tag: $0.rawValue, direction: $0.direction, isChosen: $0 == reader.language)
                },
                zones: PageZone.all.map { Zone(name: $0.id, isChosen: $0 == reader.zone) }))
    }

    private struct Content: PageContent {
        let action: String
        let back: String
        let languages: [Language]
        let zones: [Zone]
    }

    private struct Language: PageContent {
        let name: String
        let tag: String
        let direction: String
        let isChosen: Bool
    }

    private struct Zone: PageContent {
        let name: String
        let isChosen: Bool
    }
}
