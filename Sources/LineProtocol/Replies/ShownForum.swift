/// A forum: to who is of it what it decides about itself, to others what it is called.
package struct ShownForum: ReplyPart {
    package var forum = ""
    package var name: String?
    /// That the forum is a trial.
    package var mark: String?
    /// Nil where only its name is shown.
    package var settings: Verbs.Forum.Shown?

    package init() {}

    package mutating func members(_ coder: inout ReplyCoder) {
        coder.text("forum", &forum)
        coder.orNull("name", &name) { $0.text($1, &$2) }
        var isPublic = settings == nil
        coder.mark("public", &isPublic)
        if coder.isReading { settings = isPublic ? nil : Verbs.Forum.Shown() }
        guard settings != nil else { return coder.text("mark", &mark) }
        coder.orNull("mark", &mark) { $0.text($1, &$2) }
        settings?.members(&coder)
    }
}

extension Verbs.Forums: ReadVerb {
    package typealias Row = ShownForum
    package typealias End = CountEnd
}
