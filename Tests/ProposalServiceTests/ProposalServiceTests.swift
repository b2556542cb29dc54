import Testing

@testable import ProposalService
