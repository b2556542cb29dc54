import CivilTime
import Testing

@testable import WebPages

/// Which language a page is in, and how its words follow from that.
@Suite struct LanguageTests {
    /// By CLDR 45. French has a form for millions besides, in which a catalogue here says what it says for other numbers.
    @Test(arguments: [
        (0, "other", "one", "zero"), (1, "one", "one", "one"), (2, "other", "other", "two"),
        (3, "other", "other", "few"), (10, "other", "other", "few"), (11, "other", "other", "many"),
        (99, "other", "other", "many"), (100, "other", "other", "other"), (101, "other", "other", "other"),
        (102, "other", "other", "other"), (103, "other", "other", "few"), (110, "other", "other", "few"),
        (111, "other", "other", "many"), (199, "other", "other", "many"), (200, "other", "other", "other"),
        (1003, "other", "other", "few"), (1_000_000, "other", "many", "other"),
        (1_000_001, "other", "other", "other"),
    ])
    func pluralForms(_ count: Int, _ english: String, _ french: String, _ arabic: String) {
        #expect(PageLanguage.english.form(of: count).rawValue == english)
        #expect(PageLanguage.french.form(of: count).rawValue == french)
        #expect(PageLanguage.arabic.form(of: count).rawValue == arabic)
    }

    @Test(arguments: [
        ("", "en"), ("fr", "fr"), ("FR", "fr"), ("fr-CA", "fr"), ("fr-ca-x-one", "fr"), ("ar-EG, en;q=0.8", "ar"),
        ("de, fr;q=0.5, ar;q=0.7", "ar"), ("de, fr;q=0.5, ar;q=0.5", "fr"), ("en;q=0.1, fr;q=0.09", "en"),
        ("de", "en"), ("*", "en"), ("*, fr;q=0.5", "fr"), ("fr;q=0, *", "en"), ("en;q=0, *", "fr"),
        ("en;q=0", "fr"), ("en;q=0, fr;q=0.0", "ar"), ("en;q=0, fr;q=0, ar;q=0.000", "en"),
        ("fr;q=1.000", "fr"), ("fr;q=1.001, ar;q=0.1", "ar"), ("fr;q=2, ar;q=0.1", "ar"),
        ("fr;q=, ar;q=0.1", "ar"), ("fr;q=0.1234, ar;q=0.1", "ar"), ("fr ; q=0.2 , ar;q=0.1", "fr"),
        ("fr;q=0.5;level=1, ar;q=0.1", "ar"), ("frr, ar;q=0.1", "ar"), ("f, fr_CA, ar;q=0.1", "ar"),
        ("i-fr", "en"), ("123456789, fr", "fr"), (",,,fr,", "fr"), ("fr\u{0}, ar;q=0.1", "ar"),
        ("\u{202E}rf, ar", "ar"), ("fr\r\nSet-Cookie: a=b, ar;q=0.1", "ar"), ("<script>, fr", "fr"),
    ])
    func aBrowsersWish(_ header: String, _ language: String) {
        #expect(LanguageWish(header).language.rawValue == language, "\(header.debugDescription)")
    }

    /// Whatever is sent, it is read in a moment, and what was said first counts.
    @Test func aHostileWish() {
        let long = String(repeating: "x-", count: 30_000)
        #expect(LanguageWish(long).language == .english)
        #expect(LanguageWish("ar, " + long).language == .arabic)
        #expect(LanguageWish(String(repeating: "de,", count: 20_000) + "fr").language == .english)
        #expect(LanguageWish(String(repeating: "\u{7}\u{1B}é;q=", count: 10_000)).language == .english)
        #expect(LanguageWish(String(repeating: "a", count: 1998) + "é, fr").language == .english)
    }

    @Test func daysAsPeopleWriteThem() throws {
        let first = try #require(CivilDate("2014-03-01"))
        func told(_ language: PageLanguage, _ last: String) throws -> String? {
            let last = try #require(CivilDate(last))
            return PageReader.$current.withValue(PageReader(language)) { PageText.days(first, last) }
        }
        #expect(try told(.english, "2014-03-01") == "1 March 2014")
        #expect(try told(.english, "2014-03-05") == "1 to 5 March 2014")
        #expect(try told(.english, "2014-04-02") == "1 March to 2 April 2014")
        #expect(try told(.english, "2015-04-02") == "1 March 2014 to 2 April 2015")
        #expect(try told(.french, "2014-03-01") == "1er mars 2014")
        #expect(try told(.french, "2014-03-05") == "du 1er au 5 mars 2014")
        #expect(try told(.french, "2014-04-02") == "du 1er mars au 2 avril 2014")
        #expect(try told(.arabic, "2014-03-05") == "من 1 إلى 5 آذار/مارس 2014")
        let instant = try #require(Instant("2035-06-30T12:00:00.000000Z"))
        func minute(_ language: PageLanguage) -> String {
            PageReader.$current.withValue(PageReader(language)) { PageText.minute(instant) }
        }
        #expect(minute(.english) == "30 June 2035, 12:00 UTC")
        #expect(minute(.french) == "30 juin 2035 à 12:00 UTC")
        #expect(minute(.arabic) == "30 حزيران/يونيه 2035، 12:00 UTC")
    }

    /// Every month of every language is one of twelve.
    @Test(arguments: PageLanguage.allCases) func twelveMonths(_ language: PageLanguage) throws {
        let days = try (1...12).map { try #require(CivilDate(year: 2026, month: $0, day: 2)) }
        #expect(Set(days.map(language.day)).count == 12)
    }

    @Test func aPhraseHasAKey() {
        let (one, many) = ("a", 3)
        let phrase: Phrase = "\(one) of \(many), \(made: "b")."
        #expect(phrase.key == "%1 of %2, %3." && phrase.english == "a of 3, b.")
        #expect(Catalogue.filled("%2 before %1, %9 and 100 % of %2", ["a", "b"]) == "b before a, %9 and 100 % of b")
        #expect(Catalogue.filled("%1", ["%2"]) == "%2")
    }

    @Test func aCatalogueIsRead() throws {
        let catalogue = try Catalogue(Array(#"{"a":"b","%1 cats":{"one":"%1 chat","other":"%1 chats"}}"#.utf8))
        #expect(catalogue.text("a") == "b" && catalogue.text("c") == nil && catalogue.text("\(2) cats") == nil)
        #expect(catalogue.text("\(2) cats", form: .other) == "2 chats")
        #expect(catalogue.text("\(1) cats", form: .many) == "1 chats", "a form that is missing is said as others are")
        for wrong in ["", "{\"a\":1}", "{\"a\":{\"dual\":\"b\"}}", "{\"a\":{\"one\":1}}", "{\"a\":\"b\",\"a\":\"c\"}"] {
            #expect(throws: Catalogue.Fault.self, "\(wrong)") { try Catalogue(Array(wrong.utf8)) }
        }
    }

    @Test func aTemplatesTextHasAKey() {
        let text = TemplateText("closes <time datetime=\"{{iso}}\">{{text}}</time>, {{#a}}b{{/a}}")
        #expect(text.key == "closes %1, %2b%3")
        #expect(text.markup == ["<time datetime=\"{{iso}}\">{{text}}</time>", "{{#a}}", "{{/a}}"])
        #expect(TemplateText.translated("<p>[[a]] [[{{b}}]]</p>", nil) == "<p>a {{b}}</p>")
    }

    /// What a catalogue says is text, also where it looks like an element.
    @Test func aCatalogueWritesNoHTML() throws {
        let catalogue = try Catalogue(Array(#"{"of %1":"<b>\"%1\" & co"}"#.utf8))
        #expect(
            TemplateText.translated("<p>[[of <i>{{x}}</i>]]</p>", catalogue)
                == "<p>&lt;b&gt;&quot;<i>{{x}}</i>&quot; &amp; co</p>")
    }

    /// As the IANA database has them.
    @Test(arguments: [
        ("Europe/Brussels", "2026-03-29T00:59:59Z", "2026-03-29T01:59:59Z"),
        ("Europe/Brussels", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z"),
        ("Europe/Brussels", "2026-10-25T00:59:59Z", "2026-10-25T02:59:59Z"),
        ("Europe/Brussels", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"),
        ("Europe/Brussels", "2026-04-04T13:59:59Z", "2026-04-04T15:59:59Z"),
        ("Europe/Brussels", "2026-04-04T14:00:00Z", "2026-04-04T16:00:00Z"),
        ("Europe/Brussels", "2026-04-04T15:59:59Z", "2026-04-04T17:59:59Z"),
        ("Europe/Brussels", "2026-04-04T16:00:00Z", "2026-04-04T18:00:00Z"),
        ("Europe/Brussels", "2026-09-26T13:59:59Z", "2026-09-26T15:59:59Z"),
        ("Europe/Brussels", "2026-09-26T14:00:00Z", "2026-09-26T16:00:00Z"),
        ("Europe/Brussels", "2026-10-03T15:59:59Z", "2026-10-03T17:59:59Z"),
        ("Europe/Brussels", "2026-10-03T16:00:00Z", "2026-10-03T18:00:00Z"),
        ("Europe/Brussels", "2035-06-30T12:00:00Z", "2035-06-30T14:00:00Z"),
        ("Europe/Brussels", "2035-12-31T23:30:00Z", "2036-01-01T00:30:00Z"),
        ("Australia/Sydney", "2026-03-29T00:59:59Z", "2026-03-29T11:59:59Z"),
        ("Australia/Sydney", "2026-03-29T01:00:00Z", "2026-03-29T12:00:00Z"),
        ("Australia/Sydney", "2026-10-25T00:59:59Z", "2026-10-25T11:59:59Z"),
        ("Australia/Sydney", "2026-10-25T01:00:00Z", "2026-10-25T12:00:00Z"),
        ("Australia/Sydney", "2026-04-04T13:59:59Z", "2026-04-05T00:59:59Z"),
        ("Australia/Sydney", "2026-04-04T14:00:00Z", "2026-04-05T01:00:00Z"),
        ("Australia/Sydney", "2026-04-04T15:59:59Z", "2026-04-05T02:59:59Z"),
        ("Australia/Sydney", "2026-04-04T16:00:00Z", "2026-04-05T02:00:00Z"),
        ("Australia/Sydney", "2026-09-26T13:59:59Z", "2026-09-26T23:59:59Z"),
        ("Australia/Sydney", "2026-09-26T14:00:00Z", "2026-09-27T00:00:00Z"),
        ("Australia/Sydney", "2026-10-03T15:59:59Z", "2026-10-04T01:59:59Z"),
        ("Australia/Sydney", "2026-10-03T16:00:00Z", "2026-10-04T03:00:00Z"),
        ("Australia/Sydney", "2035-06-30T12:00:00Z", "2035-06-30T22:00:00Z"),
        ("Australia/Sydney", "2035-12-31T23:30:00Z", "2036-01-01T10:30:00Z"),
        ("Pacific/Auckland", "2026-03-29T00:59:59Z", "2026-03-29T13:59:59Z"),
        ("Pacific/Auckland", "2026-03-29T01:00:00Z", "2026-03-29T14:00:00Z"),
        ("Pacific/Auckland", "2026-10-25T00:59:59Z", "2026-10-25T13:59:59Z"),
        ("Pacific/Auckland", "2026-10-25T01:00:00Z", "2026-10-25T14:00:00Z"),
        ("Pacific/Auckland", "2026-04-04T13:59:59Z", "2026-04-05T02:59:59Z"),
        ("Pacific/Auckland", "2026-04-04T14:00:00Z", "2026-04-05T02:00:00Z"),
        ("Pacific/Auckland", "2026-04-04T15:59:59Z", "2026-04-05T03:59:59Z"),
        ("Pacific/Auckland", "2026-04-04T16:00:00Z", "2026-04-05T04:00:00Z"),
        ("Pacific/Auckland", "2026-09-26T13:59:59Z", "2026-09-27T01:59:59Z"),
        ("Pacific/Auckland", "2026-09-26T14:00:00Z", "2026-09-27T03:00:00Z"),
        ("Pacific/Auckland", "2026-10-03T15:59:59Z", "2026-10-04T04:59:59Z"),
        ("Pacific/Auckland", "2026-10-03T16:00:00Z", "2026-10-04T05:00:00Z"),
        ("Pacific/Auckland", "2035-06-30T12:00:00Z", "2035-07-01T00:00:00Z"),
        ("Pacific/Auckland", "2035-12-31T23:30:00Z", "2036-01-01T12:30:00Z"),
        ("Europe/London", "2035-12-31T23:30:00Z", "2035-12-31T23:30:00Z"),
        ("Asia/Nicosia", "2035-12-31T23:30:00Z", "2036-01-01T01:30:00Z"),
        ("Europe/Moscow", "2035-12-31T23:30:00Z", "2036-01-01T02:30:00Z"),
        ("Asia/Almaty", "2035-12-31T23:30:00Z", "2036-01-01T04:30:00Z"),
        ("Asia/Kolkata", "2035-12-31T23:30:00Z", "2036-01-01T05:00:00Z"),
        ("Asia/Yangon", "2035-12-31T23:30:00Z", "2036-01-01T06:00:00Z"),
        ("Asia/Tokyo", "2035-12-31T23:30:00Z", "2036-01-01T08:30:00Z"),
    ])
    func theClocksOfAZone(_ id: String, _ moment: String, _ local: String) throws {
        let zone = try #require(PageZone(id: id))
        let (instant, there) = (try #require(Instant(written: moment)), try #require(Instant(written: local)))
        #expect(zone.local(instant) == there)
    }

    @Test func localTimeStandsBesideUTC() throws {
        let instant = try #require(Instant("2035-12-31T22:30:00.000000Z"))
        func told(_ language: PageLanguage, _ zone: String) -> String {
            PageReader.$current.withValue(PageReader(language, zone: PageZone(id: zone))) { PageText.minute(instant) }
        }
        #expect(told(.english, "Europe/Brussels") == "31 December 2035, 22:30 UTC (23:30 local time)")
        #expect(told(.english, "Asia/Kolkata") == "31 December 2035, 22:30 UTC (1 January 2036, 04:00 local time)")
        #expect(told(.french, "Asia/Tokyo") == "31 décembre 2035 à 22:30 UTC (1er janvier 2036 à 07:30 heure locale)")
        #expect(told(.english, "Mars/Olympus") == "31 December 2035, 22:30 UTC")
        #expect(Set(PageZone.all.map(\.id)).count == PageZone.all.count)
    }
}
