import Proposals

/// Which personal values a batch must know of under its locks, because it may erase them. They are named by their commitments.
package struct PersonalNeeds: Sendable, Hashable {
    /// Whose values, as what is kept names them, each with how many of the first ones.
    package private(set) var subjects: [String: Int] = [:]
    /// Those that are asked for one by one.
    package private(set) var chosen: Set<String> = []

    package init() {}

    package var isEmpty: Bool { subjects.isEmpty }

    /// Adds what an erasure may take, so that each of a batch finds enough that no other one took.
    mutating func add(_ erasure: PersonalErasure) {
        let most = min(erasure.chosen?.count ?? Erasure.mostAtOnce, Erasure.mostAtOnce)
        subjects[erasure.subject.kept, default: 0] += max(most, 1)
        chosen.formUnion((erasure.chosen ?? []).map(PersonalData.commitment))
    }

    mutating func add(_ other: PersonalNeeds) {
        subjects.merge(other.subjects, uniquingKeysWith: +)
        chosen.formUnion(other.chosen)
    }
}

/// What is kept of somebody beside the record.
package struct KeptPersonal: Sendable, Hashable {
    /// Commitments of what is kept: the first ones, and those that were asked for.
    package private(set) var commitments: Set<String>
    /// How many there are in all.
    package private(set) var count: Int

    package init(_ commitments: Set<String> = [], count: Int = 0) {
        self.commitments = commitments
        self.count = count
    }

    /// Takes in what a write of the same batch adds.
    mutating func add(_ commitment: String) {
        if commitments.insert(commitment).inserted { count += 1 }
    }

    /// Leaves out what a write of the same batch erases.
    mutating func remove(_ commitment: String) {
        if commitments.remove(commitment) != nil { count -= 1 }
    }
}
