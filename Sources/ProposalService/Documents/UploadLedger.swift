import CivilTime

/// The open uploads of the accounts of a batch, as they stand after its writes so far.
struct UploadLedger {
    /// An open upload, with the bytes that came in this batch.
    private struct Entry {
        var upload: StagedUpload
        var receivedBefore: Int?
        var parts: [[UInt8]] = []
    }

    private var open: [UploadKey: Entry] = [:]
    /// Stored ones that are gone, with how many bytes they held.
    private var gone: [UploadKey: Int] = [:]
    private var changed: Set<UploadKey> = []
    private let now: Instant

    init(_ loaded: [UploadKey: StagedUpload], now: Instant) {
        self.now = now
        for (key, upload) in loaded { open[key] = Entry(upload: upload, receivedBefore: upload.received) }
    }

    /// How many bytes came so far.
    func received(_ key: UploadKey) -> Int { open[key]?.upload.received ?? 0 }

    /// The size that was announced with the first bytes; nil where none came.
    func size(_ key: UploadKey) -> Int? { open[key]?.upload.size }

    /// The bytes that came so far; nil where they were stored and not loaded.
    func content(_ key: UploadKey) -> [UInt8]? {
        guard let entry = open[key] else { return [] }
        guard entry.receivedBefore ?? 0 > 0 else { return Array(entry.parts.joined()) }
        return entry.upload.content.map { $0 + entry.parts.joined() }
    }

    /// Takes bytes that follow those that came before.
    /// - Returns: false where the account has as many uploads open as it may.
    mutating func take(_ bytes: [UInt8], _ key: UploadKey, size: Int) -> Bool {
        if open[key] == nil {
            guard let slot = freeSlot(of: key.account) else { return false }
            open[key] = Entry(upload: StagedUpload(size: size, received: 0, slot: slot, touchedAt: now))
        }
        open[key]?.upload.received += bytes.count
        open[key]?.upload.touchedAt = now
        open[key]?.parts.append(bytes)
        changed.insert(key)
        return true
    }

    /// Gives an upload up, with whatever came of it.
    mutating func erase(_ key: UploadKey) {
        guard let entry = open.removeValue(forKey: key) else { return }
        changed.remove(key)
        if let before = entry.receivedBefore { gone[key] = before }
    }

    /// The lowest number that no open upload of the account has. Those that nobody went on with for a day make room.
    private mutating func freeSlot(of account: String) -> Int? {
        for (key, entry) in open where key.account == account && entry.upload.isStale(at: now) { erase(key) }
        let taken = Set(open.filter { $0.key.account == account }.map(\.value.upload.slot))
        return (1...StagedUpload.mostOpen).first { !taken.contains($0) }
    }

    /// What the batch has to write, in one order for everybody.
    var writes: [UploadWrite] {
        let erased = gone.map { UploadWrite(key: $0, upload: nil, receivedBefore: $1, parts: []) }
        let grown = changed.compactMap { key in
            open[key].map {
                UploadWrite(key: key, upload: $0.upload, receivedBefore: $0.receivedBefore, parts: $0.parts)
            }
        }
        return (erased + grown).sorted { left, right in
            (left.key.account, left.key.ref, left.key.digest) < (right.key.account, right.key.ref, right.key.digest)
        }
    }
}
