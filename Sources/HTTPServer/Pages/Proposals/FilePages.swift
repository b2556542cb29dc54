import HTTPTypes
import LineProtocol
import Record
import WebPages

/// A document that is filed on a proposal.
struct FilePages: FilePage {
    let ref: String

    func show(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let (form, proposal) = try await form(visit)
        return visit.page(
            form.page(proposal, visit.newForm(seen: proposal.record?.version)), forum: PageFrame.Forum(proposal))
    }

    func awaits(_ name: String, _ visit: Visit) async throws(PageEnd) -> Int {
        let (form, proposal) = try await form(visit)
        if let faults = faults(form, name, visit) { throw .answer(refused(form, proposal, faults, visit)) }
        return form.most
    }

    func send(_ visit: Visit) async throws(PageEnd) -> PageAnswer {
        _ = try visit.member()
        let (form, proposal) = try await form(visit)
        guard let file = visit.file, file.isThere else {
            let why = visit.file?.name.isEmpty == false ? tr("The file is empty.") : tr("Choose a file.")
            return refused(form, proposal, [FileForm.fileField: why], visit)
        }
        let name = name(file.name, visit)
        guard let type = form.type(name) else {
            return refused(form, proposal, faults(form, file.name, visit) ?? [:], visit)
        }
        var document = Verbs.File()
        (document.ref, document.document, document.type) = (ref, name, type)
        (document.size, document.digest) = (file.size, file.digest.hex)
        switch try await visit.record(document, file) {
        case .success(let written):
            guard let filed = written.filed else {
                throw .told(.internal, tr("The document did not come whole."), advice: tr("Send it again."))
            }
            return visit.done(filed, .filed)
        case .failure(let failure):
            let (now, state) = try await visit.refusedForm(failure, on: ref)
            return visit.page(form.page(now, state), forum: PageFrame.Forum(now), status: .conflict)
        }
    }

    /// What a file is to be called: as was typed, or as it is.
    private func name(_ file: String, _ visit: Visit) -> String { visit.form.text(FileForm.nameField) ?? file }

    private func faults(_ form: FileForm, _ file: String, _ visit: Visit) -> [String: String]? {
        guard !file.isEmpty else { return [FileForm.fileField: tr("Choose a file.")] }
        let field = visit.form.text(FileForm.nameField) == nil ? FileForm.fileField : FileForm.nameField
        return form.fault(name(file, visit)).map { [field: $0] }
    }

    private func refused(
        _ form: FileForm, _ proposal: ShownProposal, _ faults: [String: String], _ visit: Visit
    ) -> PageAnswer {
        var state = visit.sentForm(seen: visit.seen.map { Int($0) } ?? proposal.record?.version)
        state.faults = faults
        return visit.page(
            form.page(proposal, state), forum: PageFrame.Forum(proposal), status: .unprocessableContent)
    }

    private func form(_ visit: Visit) async throws(PageEnd) -> (FileForm, ShownProposal) {
        let proposal = try await visit.proposal(ref)
        guard let form = FileForm(try await visit.surroundings(of: proposal).around) else {
            throw .missing(tr("Proposals like \(proposal.ref) take no documents."))
        }
        return (form, proposal)
    }
}

extension Visit {
    /// Records a document part after part, as lines would. What others say meanwhile does not stand in its way.
    func record(
        _ document: Verbs.File, _ file: SentFile
    ) async throws(PageEnd) -> Result<Verbs.File.Written, Failure> {
        let last = (file.size - 1) / FileForm.part * FileForm.part
        switch await write(document, if: nil, isKeyed: false) {
        case .failure(let failure):
            // The same form may have filed it before; then its last part is answered as it was.
            guard failure.unmet.contains(where: { $0.requirement == "document-new" }) else { return .failure(failure) }
            let again = await write(try await part(of: document, file, last), if: seen)
            return again.failure == nil ? again : .failure(failure)
        case .success(let written):
            var offset = written.received
            if offset % FileForm.part != 0 || offset > last {
                if let failure = await giveUp(document) { return .failure(failure) }
                offset = 0
            }
            while offset < last {
                let part = try await part(of: document, file, offset)
                if let failure = await write(part, if: nil, isKeyed: false).failure {
                    _ = await giveUp(document)
                    return .failure(failure)
                }
                offset += FileForm.part
            }
        }
        let result = try await write(try await part(of: document, file, last), on: document.ref) {
            ["position-taken", "position-retracted", "acknowledged", "noted", "filed"].contains($0.kind)
        }
        if result.failure != nil { _ = await giveUp(document) }
        return result
    }

    /// Forgets the parts that came.
    private func giveUp(_ document: Verbs.File) async -> Failure? {
        var document = document
        document.drop = true
        return await write(document, if: nil, isKeyed: false).failure
    }

    private func part(of document: Verbs.File, _ file: SentFile, _ offset: Int) async throws(PageEnd) -> Verbs.File {
        var part = document
        part.offset = offset
        do {
            part.data = Base64.encode(try await file.bytes(from: offset, count: FileForm.part))
        } catch {
            throw .unreadable(error)
        }
        return part
    }
}
