import Testing
@testable import DefinitionFiles
