/// The templates of this module, read from their files when it was built.
enum PageTemplates {
    /// A name, and what stands in the file of that name.
    static let sources: [(name: String, text: String)] = [
        ("act", PackageResources.act_mustache),
        ("acts", PackageResources.acts_mustache),
        ("audit", PackageResources.audit_mustache),
        ("carried", PackageResources.carried_mustache),
        ("changes", PackageResources.changes_mustache),
        ("choose", PackageResources.choose_mustache),
        ("control", PackageResources.control_mustache),
        ("difference", PackageResources.difference_mustache),
        ("forum", PackageResources.forum_mustache),
        ("formhead", PackageResources.formhead_mustache),
        ("head", PackageResources.head_mustache),
        ("hints", PackageResources.hints_mustache),
        ("history", PackageResources.history_mustache),
        ("home", PackageResources.home_mustache),
        ("inbox", PackageResources.inbox_mustache),
        ("invited", PackageResources.invited_mustache),
        ("layout", PackageResources.layout_mustache),
        ("listing", PackageResources.listing_mustache),
        ("login", PackageResources.login_mustache),
        ("matrix", PackageResources.matrix_mustache),
        ("message", PackageResources.message_mustache),
        ("needs", PackageResources.needs_mustache),
        ("position", PackageResources.position_mustache),
        ("preview", PackageResources.preview_mustache),
        ("print", PackageResources.print_mustache),
        ("proof", PackageResources.proof_mustache),
        ("proposal", PackageResources.proposal_mustache),
        ("proposals", PackageResources.proposals_mustache),
        ("published", PackageResources.published_mustache),
        ("reader", PackageResources.reader_mustache),
        ("record", PackageResources.record_mustache),
        ("registry", PackageResources.registry_mustache),
        ("relayed", PackageResources.relayed_mustache),
        ("sign", PackageResources.sign_mustache),
        ("table", PackageResources.table_mustache),
        ("tablehead", PackageResources.tablehead_mustache),
        ("tables", PackageResources.tables_mustache),
        ("text", PackageResources.text_mustache),
        ("timeline", PackageResources.timeline_mustache),
        ("token", PackageResources.token_mustache),
        ("view", PackageResources.view_mustache),
        ("views", PackageResources.views_mustache),
        ("waiting", PackageResources.waiting_mustache),
        ("way", PackageResources.way_mustache),
    ].map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }

    /// All of them in each language. A template that cannot be read is a fault of its file, which the tests find.
    private static let all: [PageLanguage: [String: PageTemplate]] = {
        var all: [PageLanguage: [String: PageTemplate]] = [:]
        for language in PageLanguage.allCases {
            for (name, text) in sources(in: language) { all[language, default: [:]][name] = try? PageTemplate(text) }
        }
        return all
    }()

    /// The templates with their texts in a language.
    static func sources(in language: PageLanguage) -> [(name: String, text: String)] {
        sources.map { ($0.name, TemplateText.translated($0.text, Catalogue.all[language])) }
    }

    /// A page by what stands around it and what it is.
    static func html(_ layout: some PageContent, _ page: some PageContent) -> [UInt8] {
        var value = PageEncoder.value(of: layout)
        if case .node(var node) = value {
            node.add("page", PageEncoder.value(of: page))
            value = .node(node)
        }
        var writer = TemplateWriter(all[PageReader.current.language] ?? [:])
        writer.write("layout", with: value)
        return PageMarks.written(writer.page)
    }
}
