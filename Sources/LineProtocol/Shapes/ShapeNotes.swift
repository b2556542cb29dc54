/// What is noted while a part goes through its members only to tell of them. Some members are named only beside others, so a part is gone
/// through several times, each time with another assumption; what was noted then is merged.
struct ShapeNotes: Sendable {
    enum Assumption: Sendable, Hashable, CaseIterable {
        /// What may be left out is there, numbers excepted.
        case isThere
        /// So are numbers, of which one often stands in place of everything else.
        case hasNumbers
        /// What may be true is.
        case isTrue
    }

    private let assumed: Set<Assumption>
    private(set) var shape = ObjectShape()
    /// What the options of a line are, where they are more than text.
    private(set) var options: [String: ValueShape] = [:]

    /// Whatever can be assumed at once.
    static let all: [ShapeNotes] = Assumption.allCases.reduce(into: [Set<Assumption>()]) { sets, assumption in
        sets += sets.map { $0.union([assumption]) }
    }.map { ShapeNotes(assumed: $0) }

    private init(assumed: Set<Assumption>) { self.assumed = assumed }

    func holds(_ assumption: Assumption) -> Bool { assumed.contains(assumption) }

    mutating func name(_ name: String, _ value: ValueShape) { shape.name(name, value) }
    mutating func require(_ name: String) { shape.require(name) }
    mutating func allowNull(_ name: String) { shape.allowNull(name) }
    mutating func open() { shape.open() }
    mutating func option(_ name: String, _ value: ValueShape) { options[name] = value }

    func merged(with other: ShapeNotes) -> ShapeNotes {
        var merged = self
        merged.shape = shape.merged(with: other.shape)
        merged.options.merge(other.options) { first, _ in first }
        return merged
    }
}

extension ReplyPart {
    /// Its members, whatever they depend on.
    static func toldShape() -> ObjectShape {
        let notes = ShapeNotes.all.map { notes in
            var coder = ReplyCoder(telling: notes)
            var part = Self()
            part.members(&coder)
            return coder.notes ?? notes
        }
        return notes.dropFirst().reduce(notes[0]) { $0.merged(with: $1) }.shape
    }
}

extension RequestPart {
    /// Its members and the options of its line, whatever they depend on. An assumption under which there can be no such request is left out;
    /// where there is no other, what was noted until then is all that is told.
    static func told(in verb: Verb) throws(Failure) -> ShapeNotes {
        var (whole, broken): (ShapeNotes?, ShapeNotes?) = (nil, nil)
        for notes in ShapeNotes.all {
            var coder = RequestCoder(telling: verb, notes)
            var part = Self()
            do throws(Failure) {
                try part.members(&coder)
                guard let noted = coder.notes else { continue }
                whole = whole?.merged(with: noted) ?? noted
            } catch {
                guard let noted = coder.notes else { throw error }
                broken = broken?.merged(with: noted) ?? noted
            }
        }
        return whole ?? broken ?? ShapeNotes.all[0]
    }
}
