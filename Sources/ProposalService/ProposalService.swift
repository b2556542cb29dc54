// ProposalService
