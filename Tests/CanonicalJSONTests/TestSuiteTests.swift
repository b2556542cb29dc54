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

    /// The texts on which readers disagree, and the reason each is refused with: none of them means the same to all.
    static let whereReadersDisagree: [String: JSONError.Reason] = [
        "i_number_double_huge_neg_exp.json": .fraction,
        "i_number_huge_exp.json": .fraction,
        "i_number_neg_int_huge_exp.json": .fraction,
        "i_number_pos_double_huge_exp.json": .fraction,
        "i_number_real_neg_overflow.json": .fraction,
        "i_number_real_pos_overflow.json": .fraction,
        "i_number_real_underflow.json": .fraction,
        "i_number_too_big_neg_int.json": .integerOutOfRange,
        "i_number_too_big_pos_int.json": .integerOutOfRange,
        "i_number_very_big_negative_int.json": .integerOutOfRange,
        "i_object_key_lone_2nd_surrogate.json": .loneSurrogate,
        "i_string_1st_surrogate_but_2nd_missing.json": .loneSurrogate,
        "i_string_1st_valid_surrogate_2nd_invalid.json": .loneSurrogate,
        "i_string_UTF-16LE_with_BOM.json": .unexpectedByte(0xFF),
        "i_string_UTF-8_invalid_sequence.json": .invalidUTF8,
        "i_string_UTF8_surrogate_U+D800.json": .invalidUTF8,
        "i_string_incomplete_surrogate_and_escape_valid.json": .loneSurrogate,
        "i_string_incomplete_surrogate_pair.json": .loneSurrogate,
        "i_string_incomplete_surrogates_escape_valid.json": .loneSurrogate,
        "i_string_invalid_lonely_surrogate.json": .loneSurrogate,
        "i_string_invalid_surrogate.json": .loneSurrogate,
        "i_string_invalid_utf-8.json": .invalidUTF8,
        "i_string_inverted_surrogates_U+1D11E.json": .loneSurrogate,
        "i_string_iso_latin_1.json": .invalidUTF8,
        "i_string_lone_second_surrogate.json": .loneSurrogate,
        "i_string_lone_utf8_continuation_byte.json": .invalidUTF8,
        "i_string_not_in_unicode_range.json": .invalidUTF8,
        "i_string_overlong_sequence_2_bytes.json": .invalidUTF8,
        "i_string_overlong_sequence_6_bytes.json": .invalidUTF8,
        "i_string_overlong_sequence_6_bytes_null.json": .invalidUTF8,
        "i_string_truncated-utf-8.json": .invalidUTF8,
        "i_string_utf16BE_no_BOM.json": .unexpectedByte(0x00),
        "i_string_utf16LE_no_BOM.json": .unexpectedByte(0x00),
        "i_structure_500_nested_arrays.json": .tooDeep(limit: 16),
        "i_structure_UTF-8_BOM_empty_object.json": .unexpectedByte(0xEF),
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
            case "i": #expect(refusal == TestSuiteTests.whereReadersDisagree[vector.name], "\(vector.name)")
            default: Issue.record("\(vector.name): a kind of file that is not known")
            }
        }
        let names = Set(vectors.map(\.name))
        #expect(names.isSuperset(of: TestSuiteTests.outsideProfile.keys))
        #expect(Set(TestSuiteTests.whereReadersDisagree.keys) == names.filter { $0.hasPrefix("i_") })
        #expect(vectors.count == 318 && seen == ["n": 188, "y": 95, "i": 35])
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
}
