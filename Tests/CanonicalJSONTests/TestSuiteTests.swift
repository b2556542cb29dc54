import Testing

@testable import CanonicalJSON

/// The public JSON test suite: every file that stands under Vectors/test_parsing.
@Suite struct TestSuiteTests {
    /// The texts that JSON allows and the profile leaves out, and the reason each is refused with.
    static let outsideProfile: [String: JSONError.Reason] = [
        // Fractions and exponents: amounts are written as text, so that no reader rounds them.
        "y_number.json": .fraction,
        "y_number_0e+1.json": .fraction,
        "y_number_0e1.json": .fraction,
        "y_number_double_close_to_zero.json": .fraction,
        "y_number_int_with_exp.json": .fraction,
        "y_number_real_capital_e.json": .fraction,
        "y_number_real_capital_e_neg_exp.json": .fraction,
        "y_number_real_capital_e_pos_exp.json": .fraction,
        "y_number_real_exponent.json": .fraction,
        "y_number_real_fraction_exponent.json": .fraction,
        "y_number_real_neg_exp.json": .fraction,
        "y_number_real_pos_exponent.json": .fraction,
        "y_number_simple_real.json": .fraction,
        "y_object_extreme_numbers.json": .fraction,
        "y_structure_lonely_negative_real.json": .fraction,
        // Minus zero: an integer has no such value.
        "y_number_minus_zero.json": .fraction,
        "y_number_negative_zero.json": .fraction,
        // One key twice: readers disagree on which value counts.
        "y_object_duplicated_key.json": .duplicateKey("a"),
        "y_object_duplicated_key_and_value.json": .duplicateKey("a"),
        // U+0000: the database's text cannot hold it.
        "y_object_escaped_null_in_key.json": .nullCharacter,
        "y_string_null_escape.json": .nullCharacter,
    ]

    @Test func everyFileEndsAsItsNameSays() throws {
        let vectors = try Vector.all(in: "test_parsing")
        var seen: [Character: Int] = [:]
        for vector in vectors {
            let kind = try #require(vector.name.first)
            seen[kind, default: 0] += 1
            let refusal = refusal(vector.bytes)
            switch kind {
            case "n": #expect(refusal != nil, "\(vector.name) must be refused")
            case "y": #expect(refusal == TestSuiteTests.outsideProfile[vector.name], "\(vector.name)")
            case "i": break
            default: Issue.record("\(vector.name): a kind of file that is not known")
            }
        }
        #expect(TestSuiteTests.outsideProfile.keys.allSatisfy { name in vectors.contains { $0.name == name } })
        #expect(seen["n", default: 0] >= 187 && seen["y", default: 0] >= 95 && seen["i", default: 0] >= 35)
    }

    @Test func whatIsReadIsWrittenAndReadBack() throws {
        for vector in try Vector.all(in: "test_parsing") {
            guard let value = try? JSONValue.parse(vector.bytes) else { continue }
            let canonical = value.canonicalBytes
            let again = try JSONValue.parse(canonical)
            #expect(again == value, "\(vector.name)")
            #expect(again.canonicalBytes == canonical, "\(vector.name)")
            #expect(value.profileFault == nil, "\(vector.name)")
        }
    }

    @Test(arguments: [
        ("i_string_UTF8_surrogate_U+D800.json", JSONError.Reason.invalidUTF8),
        ("i_string_overlong_sequence_2_bytes.json", .invalidUTF8),
        ("i_string_overlong_sequence_6_bytes_null.json", .invalidUTF8),
        ("i_string_truncated-utf-8.json", .invalidUTF8),
        ("i_string_not_in_unicode_range.json", .invalidUTF8),
        ("i_string_iso_latin_1.json", .invalidUTF8),
        ("i_string_incomplete_surrogate_pair.json", .loneSurrogate),
        ("i_string_inverted_surrogates_U+1D11E.json", .loneSurrogate),
        ("i_object_key_lone_2nd_surrogate.json", .loneSurrogate),
        ("i_structure_UTF-8_BOM_empty_object.json", .unexpectedByte(0xEF)),
        ("i_structure_500_nested_arrays.json", .tooDeep(limit: 16)),
        ("i_number_too_big_pos_int.json", .integerOutOfRange),
        ("i_number_too_big_neg_int.json", .integerOutOfRange),
        ("i_number_huge_exp.json", .fraction),
    ])
    func whatReadersDisagreeOnIsRefused(name: String, reason: JSONError.Reason) throws {
        let vector = try #require(try Vector.all(in: "test_parsing").first { $0.name == name })
        #expect(refusal(vector.bytes) == reason)
    }
}
