import Testing
@testable import LineProtocol
