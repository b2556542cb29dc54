/// The few files that pages refer to.
package enum PageAssets {
    package static let stylesheet = PackageResources.page_css
    package static let mark = PackageResources.mark_svg

    /// The stylesheet's name, which changes with what stands in it (FNV-1a of its bytes).
    package static let stylesheetName: String = {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in stylesheet { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "page-\(String(hash, radix: 36)).css"
    }()
}
