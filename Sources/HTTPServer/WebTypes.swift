import HTTPTypes
import Hummingbird

// Requests of the web have other names here than those of the protocol, which most files use beside them.

/// A request over HTTP.
typealias WebRequest = Hummingbird.Request
/// An answer over HTTP.
typealias WebResponse = Hummingbird.Response
