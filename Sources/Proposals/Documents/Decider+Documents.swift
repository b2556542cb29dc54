import CanonicalJSON
import Documents
import Lifecycle

/// What is refused of a document that is filed.
enum DocumentSentence: String, EngineSentence {
    static let room = "documents"

    case toFile = "file a document"
    case areFiled = "documents are filed"
    case notTaken = "a proposal of the lifecycle {lifecycle} takes no documents"
    case alreadyFiled = "this document was already filed, as \"{name}\" in version {version}"
    case full = "{ref} holds {count} {count|document|documents}, the most it can hold"
}

extension Decider {
    /// Files a document, as the lifecycle allows. Of its bytes nothing is known here: ``Document/check(content:)`` holds them
    /// to what is said of them. It moves nothing, and is no part of the text that positions are taken on.
    func file(_ document: Document) throws(Refusal) -> [EventDraft] {
        guard let rules = definition.documents else {
            throw .unmet("documents", Reason(DocumentSentence.notTaken, ["lifecycle": .text(definition.id)]))
        }
        let actor = try actor(rules.roles, DocumentSentence.toFile)
        if let fault = DocumentName.fault(document.name) { throw .badField("name", fault) }
        let known = rules.types.map(\.rawValue).joined(separator: ", ")
        guard let type = DocumentType(rawValue: document.type), rules.types.contains(type) else {
            throw .badField("type", "\"\(document.type.prefix(100))\" may not be filed here; these may: \(known)")
        }
        guard type.fits(name: document.name) else {
            let endings = type.endings.map { "." + $0 }.joined(separator: " or ")
            throw .badField("name", "the name of a document of the type \(type.rawValue) ends in \(endings)")
        }
        guard (1...rules.size).contains(document.size) else {
            throw .badField("size", "\(document.size) bytes; a document here has from 1 to \(rules.size)")
        }
        guard PlainText.isDigest(document.digest.utf8) else {
            throw .badField("digest", "give the SHA-256 of the bytes as 64 lowercase hex digits")
        }
        guard rules.states.isEmpty || rules.states.contains(proposal.state) else {
            let labels = rules.states.map { definition.state($0)?.label ?? $0 }
            throw .unmet("state", notNow(Reason(DocumentSentence.areFiled), labels), rule: rules.rule)
        }
        if let filed = proposal.document(document.digest) {
            throw .unmet(
                "document-new",
                Reason(
                    DocumentSentence.alreadyFiled,
                    ["name": .text(filed.document.name), "version": .number(filed.version)]),
                subjects: [document.digest])
        }
        guard proposal.documents.count < rules.limit else {
            throw .unmet(
                "documents",
                Reason(
                    DocumentSentence.full,
                    ["ref": .text(proposal.ref), "count": .number(proposal.documents.count)]),
                rule: rules.rule)
        }
        return [fact(Event.Filed(document: document), actor: actor)]
    }
}

extension DocumentRules {
    /// The rule that a refusal names.
    fileprivate var rule: String { source.isEmpty ? "lifecycle" : source }
}
