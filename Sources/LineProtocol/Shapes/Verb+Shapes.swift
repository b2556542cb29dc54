extension Verb {
    /// The object of a request.
    package var askedShape: PartShape { asked(request) }

    /// What the options of a request are, where they are more than text.
    package func optionShapes() throws(Failure) -> [String: ValueShape] { try request.told(in: self).options }

    /// What each row of an answer is; nil where there are none.
    package var rowShape: PartShape? {
        guard let read = request as? any ReadVerb.Type, read.hasRows else { return nil }
        return row(read)
    }

    /// The object with which a read ends; nil where nothing is read.
    package var endShape: PartShape? { (request as? any ReadVerb.Type).map { end($0) } }

    /// What a write is answered; nil where nothing is written.
    package var writtenShape: PartShape? { (request as? any WriteVerb.Type).map { written($0) } }

    private func asked<Asked: VerbRequest>(_ type: Asked.Type) -> PartShape { PartShape(of: type, in: self) }
    private func row<Read: ReadVerb>(_: Read.Type) -> PartShape { PartShape(of: Read.Row.self) }
    private func end<Read: ReadVerb>(_: Read.Type) -> PartShape { PartShape(of: Read.End.self) }
    private func written<Write: WriteVerb>(_: Write.Type) -> PartShape { PartShape(of: Write.Written.self) }
}
