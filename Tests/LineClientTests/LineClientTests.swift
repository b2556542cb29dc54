import Testing
@testable import LineClient
