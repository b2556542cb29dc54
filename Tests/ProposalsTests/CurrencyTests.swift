import CanonicalJSON
import Testing

@testable import Proposals

/// Money has one form, in the currencies that there are.
@Suite struct CurrencyTests {
    @Test func everyCodeOnce() {
        #expect(Currency.all.values.filter { !$0.isHistoric }.count > 150)
        for (code, currency) in Currency.all {
            #expect(code == currency.code && Currency.isCode(code), "\(code)")
            #expect((0...4).contains(currency.decimals), "\(code)")
        }
        #expect(Currency.all["JPY"]?.decimals == 0 && Currency.all["EUR"]?.decimals == 2)
        #expect(Currency.all["KWD"]?.decimals == 3 && Currency.all["DEM"]?.isHistoric == true)
    }

    @Test(
        arguments: [
            ("EUR", "0", nil), ("EUR", "1500", nil), ("EUR", "1500.00", nil), ("EUR", "999999999999999999.99", nil),
            ("JPY", "1500", nil), ("KWD", "1.250", nil),
            ("EUR", "20.000", "\"20000\" or \"20000.00\""), ("EUR", "1,500", "\"1500\" or \"1500.00\""),
            ("EUR", "1.234.567,89", "\"1234567.89\""), ("EUR", "1 500", "\"1500\" or \"1500.00\""),
            ("EUR", "1\u{A0}500", "\"1500\" or \"1500.00\""), ("EUR", "1'500.50", "\"1500.50\""),
            ("EUR", "1500,5", "\"1500.50\""), ("EUR", "01", "\"1\" or \"1.00\""), ("EUR", "", "1500.00"),
            ("EUR", "-1", "1500.00"), ("EUR", "1.", "\"1\" or \"1.00\""), ("EUR", ".5", "\"0.50\""),
            ("EUR", "١٥", "1500.00"),
            ("JPY", "1500.00", "\"150000\""), ("JPY", "1,500", "\"1500\""), ("KWD", "1.25", "\"1.250\""),
        ] as [(String, String, String?)])
    func amounts(_ code: String, _ amount: String, _ example: String?) throws {
        let fault = try Currency.named(code).get().fault(in: amount)
        #expect((fault == nil) == (example == nil), "\(fault?.sentence ?? "")")
        if let example { #expect(fault?.sentence.hasSuffix("as \(example)") == true, "\(fault?.sentence ?? "")") }
    }

    /// What the record holds from before there was a list of currencies is decided again as it was decided then.
    @Test func whatWasAcceptedBefore() throws {
        let world = try World.asem()
        let definition = try #require(world.registry.lifecycles.values.first)
        let before: JSONObject = [
            "title": "T", "cost": ["currency": "XYZ", "amount": "20.000"], "focus_areas": ["Ports ", "ports"],
        ]
        let form = FormValues(world.registry, definition, as: .recorded)
        #expect(try form.fields(before, mayClear: false) == before)
        #expect(throws: Refusal.self) {
            try FormValues(world.registry, definition, as: .new).fields(before, mayClear: false)
        }
        let past: JSONObject = ["cost": ["currency": "DEM", "amount": "20"]]
        #expect(try FormValues(world.registry, definition, as: .archive).fields(past, mayClear: false) == past)
        let words = try FormValues(world.registry, definition, as: .new).fields(
            ["focus_areas": ["Blue  economy", "blue economy ", " Ports"]], mayClear: false)
        #expect(words["focus_areas"] == ["Blue economy", "Ports"])
    }
}
