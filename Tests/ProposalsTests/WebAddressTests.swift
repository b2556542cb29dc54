import Testing

@testable import Proposals

/// What may be published as the address of a page.
@Suite struct WebAddressTests {
    @Test(arguments: [
        "https://example.org", "http://example.org/", "HTTPS://Example.ORG/a/b?c=d&e=%20#f",
        "https://example.org:8443/x",
        "https://sub.example-site.org/~me/(1)", "http://192.0.2.7/page", "http://[2001:db8::1]:80/",
        "https://xn--r8jz45g.jp/a", "https://example.org./a", "https://example.org.:8443",
    ]) func stands(_ text: String) { #expect(WebAddress.fault(in: text) == nil) }

    @Test(arguments: [
        ("example.org/page", "does not begin"), ("//example.org", "does not begin"),
        ("ftp://example.org", "does not begin"),
        ("javascript:alert(1)", "does not begin"), ("https:/example.org", "does not begin"), ("https://", "no host"),
        ("https:///page", "no host"), ("https://?q", "no host"), ("https://.org", "no host"),
        ("https://a..b/", "no host"), ("https://./", "no host"), ("https://a.../", "no host"),
        ("https://[fe80::1%25eth0]/", "no host"),
        ("https://-a.org", "no host"), ("https://a_b.org", "no host"), ("https://exa mple.org", "a space"),
        ("https://example.org/a b", "a space"), ("https://example.org/é", "a character"),
        ("https://example.org/<x>", "a character"), ("https://example.org/\u{7F}", "a character"),
        ("https://user:pw@example.org/", "a name or a password"), ("https://example.org:/", "the port"),
        ("https://example.org:0/", "the port"), ("https://example.org:65536/", "the port"),
        ("https://example.org:99999999999999999999/", "the port"), ("https://example.org/%", "not followed"),
        ("https://example.org/%zz", "not followed"), ("http://[::1", "no host"), ("http://[zz::]/", "no host"),
        ("http://[::1]x/", "the port"), ("https://例え.jp/", "begins with xn--"),
        ("https://%E4%BE%8B.jp/a", "begins with xn--"), ("https://bücher.example/", "begins with xn--"),
    ]) func isRefused(_ text: String, _ says: String) {
        #expect(WebAddress.fault(in: text)?.contains(says) == true, "\(WebAddress.fault(in: text) ?? "stands")")
    }
}
