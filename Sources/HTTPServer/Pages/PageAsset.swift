import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import WebPages

/// One of the few files that pages refer to.
struct PageAsset {
    private let bytes: [UInt8]
    private let type: String
    /// Whether its name changes with what stands in it.
    private let isNamedByContent: Bool

    /// Nil where the address is no file's.
    init?(_ target: PageTarget) {
        switch target.path {
        case PageAddress.stylesheet:
            (bytes, type, isNamedByContent) = (PageAssets.stylesheet, "text/css; charset=utf-8", true)
        case PageAddress.script:
            (bytes, type, isNamedByContent) = (PageAssets.script, "text/javascript; charset=utf-8", true)
        case PageAddress.mark: (bytes, type, isNamedByContent) = (PageAssets.mark, "image/svg+xml", false)
        default: return nil
        }
    }

    var response: WebResponse {
        let keep = isNamedByContent ? "public, max-age=31536000, immutable" : "public, max-age=3600"
        return WebResponse(
            status: .ok,
            headers: [
                .contentType: type, .cacheControl: keep, .xContentTypeOptions: "nosniff",
                .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
