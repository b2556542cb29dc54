package import CanonicalJSON
package import CivilTime

extension Event.Moved {
    /// What a move changes in the text.
    package struct Writing: Sendable, Hashable {
        /// New values by key; a null empties a field.
        package var changes: JSONObject
        /// The digest of the new text.
        package var textDigest: String
    }

    /// What an undo restores: track and rounds as they were before the move that it takes back.
    package struct Undoing: Sendable, Hashable {
        /// The version of the event that made that move.
        package var version: Int
        package var transition: String?
        package var track: String?
        /// The round that is open again, if one is.
        package var reopens: Int?
        /// The round that the move had opened, if it had.
        package var unmakes: Int?
    }

    /// What a circulation freezes: text, roster with attributes, track, deadline, and the duplicates that were looked at.
    package struct Circulation: Sendable, Hashable {
        /// Counts the proposal's rounds from 1.
        package var number: Int
        package var track: String?
        package var textDigest: String
        package var revision: Int
        /// The deadline; nil where there is none.
        package var closes: Instant?
        package var roster: [RosterEntry]
        /// The refs of proposals that look alike.
        package var duplicates: [String]?
    }
}

extension Event.Moved.Writing {
    init(_ json: JSONObject) throws(EventError) {
        let data = EventReader(json, "writes")
        changes = try data.object("changes")
        textDigest = try data.text("text_digest")
    }

    var json: JSONObject { ["changes": .object(changes), "text_digest": .string(textDigest)] }
}

extension Event.Moved.Undoing {
    init(_ json: JSONObject) throws(EventError) {
        let data = EventReader(json, "undoes")
        version = try data.integer("version")
        transition = data.optionalText("transition")
        track = data.optionalText("track")
        reopens = data.optionalInteger("reopens")
        unmakes = data.optionalInteger("unmakes")
    }

    var json: JSONObject {
        [
            "version": .integer(Int64(version)), "transition": .optional(transition), "track": .optional(track),
            "reopens": .optional(reopens), "unmakes": .optional(unmakes),
        ]
    }
}

extension Event.Moved.Circulation {
    init(_ json: JSONObject) throws(EventError) {
        let data = EventReader(json, "round")
        number = try data.integer("number")
        track = data.optionalText("track")
        textDigest = try data.text("text_digest")
        revision = try data.integer("revision")
        closes = data.optionalInstant("closes")
        roster = try Round.roster(try data.array("roster"))
        duplicates = data.optionalTexts("duplicates")
    }

    var json: JSONObject {
        var json: JSONObject = [
            "number": .integer(Int64(number)), "track": .optional(track), "text_digest": .string(textDigest),
            "revision": .integer(Int64(revision)), "closes": .optional(closes?.description),
            "roster": .array(roster.map { .object($0.json) }),
        ]
        if let duplicates { json["duplicates"] = .strings(duplicates) }
        return json
    }
}
