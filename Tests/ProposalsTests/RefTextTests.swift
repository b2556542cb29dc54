import Testing

@testable import Proposals

/// A ref is found however a person wrote it; the record has one form.
@Suite struct RefTextTests {
    @Test(arguments: [
        ("ASEM-2026-0007", "ASEM-2026-0007"), ("asem-2026-7", "ASEM-2026-0007"), ("ASEM-2026-7", "ASEM-2026-0007"),
        ("Asem-2026-00007", "ASEM-2026-0007"), ("asem-2026-12345", "ASEM-2026-12345"), ("t1-2026-10", "T1-2026-0010"),
    ])
    func isFound(_ text: String, _ ref: String) {
        #expect(RefText.canonical(text) == ref && RefText.isLike(text))
        #expect(RefText.isRef(ref) && RefText.isRef(text) == (text == ref))
    }

    @Test(arguments: [
        "", "asem", "asem-26-7", "asem-2026-", "-2026-7", "asem-2026-7x", "asem-2026-1234567890", "asem-2026-7-8",
        "som-2026-06-brussels", "ÄSEM-2026-7", "asem 2026 7", "asem:2026-2026-7", "asem-２０２６-7",
    ])
    func staysAsItIs(_ text: String) {
        #expect(RefText.canonical(text) == text && !RefText.isLike(text) && !RefText.isRef(text))
    }
}
