import BitCollections
import Lifecycle
import Proposals

/// Whom the open proposals of one forum may wait for. A proposal has a slot, a partner or an office a set of slots, so that whoever asks is
/// answered in as many steps as there are offices, and in a few bytes a proposal. It holds what rows said, up to a position of the record.
struct WaitingBoard: Sendable {
    /// Up to which position it holds what rows say. Of later events it may hold some.
    private(set) var position: Int64 = 0
    /// How far the record went when a row was read last: the database must hold that.
    private(set) var end: RecordEnd

    private var numbers: [RefNumber] = []
    private var slots: [RefNumber: Int32] = [:]
    private var free: [Int32] = []
    /// How the refs of the forum begin.
    private var prefix = ""

    private var notHeard: [String: BitSet] = [:]
    private var asked: [String: BitSet] = [:]
    /// What not everybody may see, by the partners that may.
    private var ofInsiders: [String: BitSet] = [:]
    private var shared = BitSet()
    /// Of which it is not known what they ask.
    private var unknown = BitSet()

    /// An empty board, to be filled with what stands in a record of this length, and with what changes after it.
    init(from end: RecordEnd) {
        self.end = end
        position = end.length
    }

    /// How many proposals stand on it.
    var count: Int { slots.count }

    /// Puts a page up. The rows are all that changed up to a position, or part of what stood when the board was begun.
    mutating func put(_ page: WaitingPage, upTo position: Int64? = nil) {
        for row in page.rows { put(row) }
        end = page.end
        if let position { self.position = position }
    }

    private mutating func put(_ row: WaitingRow) {
        if let slot = slots[row.number] { clear(Int(slot)) }
        guard row.isOpen else {
            if let slot = slots.removeValue(forKey: row.number) { free.append(slot) }
            return
        }
        let slot = slot(of: row)
        for partner in row.notHeard { notHeard[partner, default: BitSet()].insert(slot) }
        if let insiders = row.insiders {
            for partner in insiders { ofInsiders[partner, default: BitSet()].insert(slot) }
        } else {
            shared.insert(slot)
        }
        if let asks = row.asks {
            for office in asks { asked[office, default: BitSet()].insert(slot) }
        } else {
            unknown.insert(slot)
        }
    }

    private mutating func slot(of row: WaitingRow) -> Int {
        if let slot = slots[row.number] { return Int(slot) }
        prefix = String(row.ref.prefix { $0 != "-" })
        let slot: Int32
        if let used = free.popLast() {
            slot = used
            numbers[Int(slot)] = row.number
        } else {
            slot = Int32(numbers.count)
            numbers.append(row.number)
        }
        slots[row.number] = slot
        return Int(slot)
    }

    private mutating func clear(_ slot: Int) {
        shared.remove(slot)
        unknown.remove(slot)
        for index in notHeard.values.indices { notHeard.values[index].remove(slot) }
        for index in asked.values.indices { asked.values[index].remove(slot) }
        for index in ofInsiders.values.indices { ofInsiders.values[index].remove(slot) }
    }

    /// The refs of the proposals that may wait for a reader and that it may see, in the order in which they were given out.
    func candidates(of reader: WaitingReader) -> [String] {
        var waiting = unknown
        for partner in reader.spokenFor { if let slots = notHeard[partner] { waiting.formUnion(slots) } }
        for office in reader.offices { if let slots = asked[office] { waiting.formUnion(slots) } }
        var visible = shared
        for partner in reader.partners { if let slots = ofInsiders[partner] { visible.formUnion(slots) } }
        waiting.formIntersection(visible)
        return waiting.map { numbers[$0] }.sorted().map { $0.ref(prefix) }
    }
}

/// Who asks what waits for them.
struct WaitingReader: Sendable, Hashable {
    /// Their offices, as ``AskedOffices`` writes them.
    let offices: Set<String>
    /// The partners that they hold an office for.
    let partners: Set<String>
    /// Those among them that they speak for in a round, under one of the forum's lifecycles.
    let spokenFor: Set<String>

    init(_ offices: [Office], speakers: Set<String>) {
        self.offices = Set(offices.flatMap(AskedOffices.texts))
        partners = Set(offices.compactMap(\.partner))
        spokenFor = Set(offices.filter { speakers.contains($0.role) }.compactMap(\.partner))
    }

    /// Somebody in these offices, in a forum with these lifecycles.
    init(_ offices: [Office], under lifecycles: LoadedLifecycles) {
        self.init(
            offices,
            speakers: Set(lifecycles.values.flatMap { $0.role($0.positions.role)?.heldBy ?? [] }))
    }
}
