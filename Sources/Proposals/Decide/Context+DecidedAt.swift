import CivilTime

extension Context {
    /// When the body acted: as given, now when left out, never in the future.
    func decidedAt(_ given: Instant?) throws(Refusal) -> Instant {
        guard let given else { return now }
        guard isRecorded || given.date.year >= CivilDate.firstYear else {
            throw .badField(
                "decided_at",
                "\(given) is before the year \(CivilDate.firstYear); give the time at which the body acted")
        }
        guard given <= now else {
            throw .badField(
                "decided_at", "\(given) is in the future (it is \(now)); give the time at which the body acted")
        }
        return given
    }
}
