/// The few files that pages refer to.
package enum PageAssets {
    package static let stylesheet = PackageResources.page_css
    package static let script = PackageResources.page_js
    package static let mark = PackageResources.mark_svg

    /// The stylesheet's name, which changes with what stands in it.
    package static let stylesheetName = "page-\(hash(of: stylesheet)).css"
    /// The script's name, which does so too.
    package static let scriptName = "page-\(hash(of: script)).js"

    /// FNV-1a.
    private static func hash(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return String(hash, radix: 36)
    }
}
