import CanonicalJSON
import Documents
import Lifecycle
import Proposals

/// What is refused of bytes on their way.
enum UploadSentence: String, EngineSentence {
    static let room = "uploads"

    case noRoom = "{most} of your documents are on their way; finish one, or give it up with \"drop\""
}

extension BatchState {
    /// Takes bytes of a document; with the last ones it is filed. Whoever files must have sent every byte: that others filed the
    /// same before spares nobody the sending, or anybody could learn by a digest what others hold.
    mutating func file(
        _ ref: String, _ upload: DocumentUpload, _ pending: PendingWrite
    ) throws(ServiceFailure) -> WriteAnswer {
        let (proposal, definition) = try subject(of: ref, pending)
        let document = upload.document
        let key = upload.key(of: pending.caller.account, on: ref)
        if case .drop = upload.step {
            uploads.erase(key)
            return progress(document, key, ref, proposal.version)
        }
        // Somebody else may have filed it while this one was on its way.
        if proposal.document(document.digest) != nil { uploads.erase(key) }
        let context = try context(pending, proposal: proposal)
        let drafts = try refusing(OfficeHolders(registry, at: loaded.now, of: proposal, definition)) {
            () throws(Refusal) in
            try Proposals.decide(.file(document), proposal, context)
        }
        switch upload.step {
        case .ask, .drop: break
        case .part(let offset, let bytes):
            try checkPart(offset, bytes, key, document)
            if uploads.received(key) + bytes.count == document.size {
                return try complete(ref, document, key, bytes, drafts)
            }
            guard uploads.take(bytes, key, size: document.size) else {
                throw ServiceFailure(noRoom, OfficeHolders(registry, at: loaded.now))
            }
        }
        return progress(document, key, ref, proposal.version)
    }

    /// Refuses bytes that do not follow on what came, go beyond the end, or are too few.
    private mutating func checkPart(
        _ offset: Int, _ bytes: [UInt8], _ key: UploadKey, _ document: Document
    ) throws(ServiceFailure) {
        let received = uploads.received(key)
        guard offset == received else {
            throw wrong("offset", "\(received) bytes have come; go on from there", received)
        }
        if let size = uploads.size(key), size != document.size {
            throw wrong("size", "the bytes that came were announced as the first of \(size)", received)
        }
        guard received + bytes.count <= document.size else {
            uploads.erase(key)
            throw wrong("size", "more than \(document.size) bytes came; none of them was kept", 0)
        }
        let isLast = received + bytes.count == document.size
        guard !bytes.isEmpty, isLast || bytes.count >= DocumentRules.smallestPart,
            bytes.count <= DocumentRules.largestPart
        else {
            throw wrong(
                "data",
                "\(bytes.count) bytes; send from \(DocumentRules.smallestPart) to \(DocumentRules.largestPart) at a time, "
                    + "fewer only at the end", received)
        }
        if received == 0 { try refusing { () throws(Refusal) in try document.check(beginning: bytes) } }
    }

    /// Files the document that the last bytes make whole, or keeps nothing of it.
    private mutating func complete(
        _ ref: String, _ document: Document, _ key: UploadKey, _ bytes: [UInt8], _ drafts: [EventDraft]
    ) throws(ServiceFailure) -> WriteAnswer {
        guard let before = uploads.content(key) else {
            throw ServiceFailure(.internalError, "the bytes that came of \(document.digest) were not loaded")
        }
        uploads.erase(key)
        let content = before + bytes
        try refusing { () throws(Refusal) in try document.check(content: content) }
        try append(drafts, to: ref, PersonalData(seed: []))
        if !writes.documents.contains(where: { $0.digest == document.digest }) {
            writes.documents.append(NewDocument(digest: document.digest, content: content))
        }
        let whole = UploadProgress(digest: document.digest, received: document.size, size: document.size)
        return .proposal(try changed(ref, drafts), .filed(whole))
    }

    private var noRoom: Refusal {
        .unmet(
            "uploads", Reason(UploadSentence.noRoom, ["most": .number(StagedUpload.mostOpen)]),
            label: "room for one more document on its way", rule: "server")
    }

    private func progress(_ document: Document, _ key: UploadKey, _ ref: String, _ version: Int) -> WriteAnswer {
        .upload(
            ref: ref, version: version,
            UploadProgress(digest: document.digest, received: uploads.received(key), size: document.size))
    }

    private func wrong(_ field: String, _ message: String, _ received: Int) -> ServiceFailure {
        ServiceFailure(
            .badField, "\"\(field)\": \(message)",
            details: ["field": .string(field), "received": .integer(Int64(received))])
    }
}
