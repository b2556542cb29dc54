// DefinitionFiles
