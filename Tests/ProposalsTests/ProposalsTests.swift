import Testing
@testable import Proposals
