/// The members of an object, as data: what a description of the protocol tells of a request or of an answer. It is taken from the parts
/// themselves, which name each of their members once.
package struct ObjectShape: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: ValueShape
        package fileprivate(set) var isRequired = false
        /// Whether it is null where there is nothing to say.
        package fileprivate(set) var mayBeNull = false
    }

    /// In the order in which the part names them.
    package private(set) var members: [Member] = []
    /// Whether somebody else names members besides, as a form names the fields of a text.
    package private(set) var isOpen = false

    package func member(_ name: String) -> Member? { members.first { $0.name == name } }

    /// A member, as it is named first.
    mutating func name(_ name: String, _ value: ValueShape) {
        if member(name) == nil { members.append(Member(name: name, value: value)) }
    }

    mutating func require(_ name: String) { change(name) { $0.isRequired = true } }

    mutating func allowNull(_ name: String) { change(name) { $0.mayBeNull = true } }

    mutating func open() { isOpen = true }

    private mutating func change(_ name: String, _ body: (inout Member) -> Void) {
        if let place = members.firstIndex(where: { $0.name == name }) { body(&members[place]) }
    }

    /// What holds of an object that is one or the other: the members of both, and needed what both need.
    func merged(with other: ObjectShape) -> ObjectShape {
        var merged = self
        merged.isOpen = isOpen || other.isOpen
        for place in merged.members.indices {
            let twin = other.member(merged.members[place].name)
            merged.members[place].isRequired = merged.members[place].isRequired && twin?.isRequired == true
            merged.members[place].mayBeNull = merged.members[place].mayBeNull || twin?.mayBeNull == true
        }
        for var added in other.members where member(added.name) == nil {
            added.isRequired = false
            merged.members.append(added)
        }
        return merged
    }
}

/// What a member is.
package indirect enum ValueShape: Hashable, Sendable {
    case any
    case text
    /// One of a few words.
    case word([String])
    case instant
    case day
    /// An instant, or a day.
    case moment
    case integer
    case flag
    /// An object whose members somebody else names.
    case object
    case part(PartShape)
    case list(ValueShape)
    /// Values of one kind, each under its name.
    case map(ValueShape)

    /// The words that a type has, where it lists them.
    static func words<Word: RawRepresentable<String>>(of type: Word.Type) -> ValueShape {
        guard let listed = type as? any CaseIterable.Type else { return .text }
        return .word(words(listed))
    }

    private static func words<Listed: CaseIterable>(_: Listed.Type) -> [String] {
        Listed.allCases.compactMap { ($0 as? any RawRepresentable<String>)?.rawValue }
    }
}
