import CanonicalJSON
import CivilTime
import Lifecycle

/// Looks for inputs and a moment with which an act is accepted: few, and those first that people would give.
struct OfferSearch {
    let inputs: [InputDefinition]
    let requirements: [RequirementUse]
    let decider: Decider
    /// Judges the act; nil where the values are no such values at all.
    let judge: (JSONObject, Instant?) -> Verdict?

    /// No forum has so many meetings that matter: the newest ones decide.
    private static let meetingLimit = 12
    /// A search ends; what it finds by then is the best.
    private static let attemptLimit = 96

    /// The first attempt that is accepted, or else the one that lacks least.
    ///
    /// - Parameter first: what was judged already with nothing given and no moment.
    func offer(after first: Verdict? = nil) -> Offer? {
        var best: Attempt?
        var count = 0
        for given in combinations {
            for moment in moments(given) {
                guard count < OfferSearch.attemptLimit else { return best?.offer(inputs) }
                count += 1
                let known = given.isEmpty && moment == nil ? first : nil
                guard let attempt = attempt(given, moment, known) else { continue }
                if attempt.isBetter(than: best) { best = attempt }
                if attempt.verdict.isAllowed { return attempt.offer(inputs) }
            }
        }
        return best?.offer(inputs)
    }

    /// One attempt; inputs that turn out to be asked for are given as well.
    private func attempt(_ given: JSONObject, _ moment: Instant?, _ known: Verdict?) -> Attempt? {
        guard let verdict = known ?? judge(given, moment) else { return nil }
        let attempt = Attempt(inputs: given, decidedAt: moment, verdict: verdict)
        let asked = verdict.unmet.filter { $0.requirement == "inputs-with" || $0.requirement == "within-days" }
            .flatMap(\.subjects)
        var more = given
        for input in inputs where more[input.key] == nil && asked.contains(input.key) {
            more[input.key] = values(for: input).first
        }
        guard more != given, let second = judge(more, moment) else { return attempt }
        let filled = Attempt(inputs: more, decidedAt: moment, verdict: second)
        return filled.isBetter(than: attempt) ? filled : attempt
    }

    /// The values to try together: of each required input those that make a difference.
    private var combinations: [JSONObject] {
        var result: [JSONObject] = [[:]]
        for input in inputs where input.isRequired {
            let values = values(for: input)
            guard !values.isEmpty else { continue }
            result = result.flatMap { given in
                values.map { value in
                    var given = given
                    given[input.key] = value
                    return given
                }
            }
        }
        return result
    }

    private func values(for input: InputDefinition) -> [JSONValue] {
        let now = decider.context.now
        switch input.type {
        case .text: return ["…"]
        case .date: return [.string(now.date.description)]
        case .instant:
            return [.string(now.advanced(byMicroseconds: 30 * Instant.microsecondsPerDay).description)]
        case .integer(let minimum, _): return [.integer(minimum)]
        case .choice(let choices):
            let decides = requirements.contains {
                ($0.requirement as? InputsWith)?.input == input.key || $0.given?.input == input.key
            }
            let first = input.fallback.map { [$0] } ?? []
            let all = first + choices.filter { !first.contains($0) }
            return (decides ? all[...] : all.prefix(1)).map { .string($0) }
        case .track: return track.map { [.string($0)] } ?? []
        case .meeting: return meetings(input.key).map { .string($0) }
        case .partner: return partners(input.key).map { .string($0) }
        case .partnerCount: return [1]
        case .money: return [["currency": "EUR", "amount": "1.00"]]
        case .address: return ["https://example.org/"]
        case .fieldKeys: return publicField.map { [.strings([$0])] } ?? []
        case .changes(let keys): return change(keys).map { [.object($0)] } ?? []
        }
    }

    /// The track that it is on, or else the first: that another one asks for less is no answer to what this one lacks.
    private var track: String? {
        let all = decider.definition.tracks.map(\.id)
        guard let present = decider.proposal.track(under: decider.definition), all.contains(present) else {
            return all.first
        }
        return present
    }

    /// The newest meetings of the right kinds; where the act has to be of one that was held, those that were.
    private func meetings(_ key: String) -> [String] {
        var kinds: [String] = []
        var mustBeHeld = false
        for use in requirements {
            guard use.requirement.meetingInput == key else { continue }
            mustBeHeld = true
            if let held = use.requirement as? MeetingHeld { kinds = held.kinds }
        }
        let fitting = decider.context.registry.meetings.values.filter { meeting in
            (kinds.isEmpty || kinds.contains(meeting.kind)) && (!mustBeHeld || meeting.held != nil)
        }
        return fitting.sorted { left, right in
            let (one, other) = (left.held?.upperBound ?? left.ends, right.held?.upperBound ?? right.ends)
            return one != other ? one > other : left.id < right.id
        }.prefix(OfferSearch.meetingLimit).map(\.id)
    }

    private func partners(_ key: String) -> [String] {
        for use in requirements {
            if let named = use.requirement.partnerInput, named.key == key {
                return LifecycleDefinition.partners(in: decider.proposal.fields[named.field])
            }
        }
        return Array(decider.context.registry.partnerOrder.prefix(1))
    }

    private var publicField: String? {
        let fields = decider.definition.form.fields.filter { !$0.isPersonal }
        return (fields.first { decider.proposal.fields[$0.key] != nil } ?? fields.first)?.key
    }

    /// A new value of a text that the act may change.
    private func change(_ keys: [String]) -> JSONObject? {
        let field = decider.definition.form.fields.first { field in
            guard case .text = field.type else { return false }
            return !field.isPersonal && (keys.isEmpty || keys.contains(field.key))
        }
        guard let field else { return nil }
        let present = decider.proposal.fields[field.key]?.string
        return [field.key: .string(present == "…" ? "… …" : "…")]
    }

    /// Now, and where the act is of another day, the moments of that day: noon, and the last that counts.
    private func moments(_ given: JSONObject) -> [Instant?] {
        let now = decider.context.now
        var days: [CivilDate] = []
        for use in requirements {
            switch use.requirement.daySource {
            case .meeting(let input):
                let meeting = given[input]?.string.flatMap { decider.context.registry.meetings[$0] }
                if let last = meeting?.held?.upperBound { days.append(last) }
            case .latest(let facts, let input):
                let found = facts.compactMap {
                    decider.proposal.fact($0)?.inputs[input]?.string.flatMap { CivilDate($0) }
                }
                if let last = found.max() { days.append(last) }
            case nil: break
            }
        }
        let moments = days.flatMap { day in
            let start = Instant(startOf: day)
            let end = Instant.microsecondsPerDay + Int64(LocalDay.hours) * Instant.microsecondsPerHour - 1
            return [
                start.advanced(byMicroseconds: 12 * Instant.microsecondsPerHour), start.advanced(byMicroseconds: end),
            ]
        }
        return [nil] + moments.filter { $0 < now }.uniqued
    }
}
