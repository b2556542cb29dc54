package import CanonicalJSON
package import DefinitionTree
import Wording

/// The proposal is circulated (or being circulated) on one of these tracks.
package struct OnTrack: Requirement {
    package static let name = "on-track"
    package static let parameterNames = ["tracks"]

    package var tracks: [String]

    package enum Says: String, FindingSentence {
        case there = "circulated on the track {tracks|or}"
        case elsewhere = "only for the track {tracks|or}"
    }

    package init(_ tracks: [String]) { self.tracks = tracks }
    package init(_ with: MapReader) { self.init(with.needed("tracks")) }

    package var parameters: JSONObject {
        var object = JSONObject()
        object.put("tracks", tracks)
        return object
    }

    /// A track must be choosable, and not be asked for on another one.
    package func check(at place: RequirementPlace) {
        place.checks.known(tracks, .track, at: place.path["tracks"])
        let asked = place.use.tracks
        if !asked.isEmpty, Set(asked).isDisjoint(with: tracks) {
            place.report("tracks", "it is asked on the track \(asked.listed) alone, where it can never hold")
        }
    }

    package func answer(_ act: ActInQuestion) -> RequirementAnswer {
        let labels = tracks.map { id in act.definition.tracks.first { $0.id == id }?.label ?? id }
        let values: [String: Reason.Value] = ["tracks": .list(labels)]
        return act.circumstances.track.map(tracks.contains) ?? false
            ? met(.there, values) : unmet(.elsewhere, values, who: act.proposers, subjects: tracks)
    }

    package func awaits(_ prospect: Prospect, under definition: LifecycleDefinition) -> [String]? {
        prospect.track.map(tracks.contains) ?? false ? nil : tracks
    }

    package func contradiction(with other: any Requirement) -> String? {
        guard let other = other as? OnTrack, tracks.excludes(other.tracks) else { return nil }
        return "no proposal is on the track \(tracks.listed) and on \(other.tracks.listed) at once"
    }
}

extension [String] {
    /// Whether two choices have nothing in common; an empty one is no choice.
    func excludes(_ other: [String]) -> Bool {
        !isEmpty && !other.isEmpty && Set(self).isDisjoint(with: other)
    }
}
