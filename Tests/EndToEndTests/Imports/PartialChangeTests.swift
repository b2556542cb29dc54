import CanonicalJSON
import LineProtocol
import Testing

/// What a change of a registry does not name stays; a null empties it.
@Suite struct PartialChangeTests {
    @Test func partners() async throws {
        try await World.with { world in
            let root = try await world.root()
            let before = try await root.ok("PARTNER asem BE")
            _ = try await root.ok("PARTNER asem BE", ["name": "Kingdom of Belgium"])
            var expected = before
            expected["name"] = "Kingdom of Belgium"
            #expect(try await root.ok("PARTNER asem BE") == expected)
            _ = try await root.ok("PARTNER asem BE", ["attributes": ["region": "West", "group": .null]])
            let changed = try await root.ok("PARTNER asem BE")
            #expect(changed["attributes"]?["region"] == "West" && changed["attributes"]?["group"] == nil)
            #expect(changed["attributes"]?["kind"] == before["attributes"]?["kind"])
            #expect(changed["joined"] == before["joined"] && before["joined"]?.string != nil)
            _ = try await root.ok("PARTNER asem BE", ["joined": .null])
            #expect(try await root.ok("PARTNER asem BE")["joined"] == .null)
            // A null in place of the map would empty them all, and says nothing of which.
            let all = try await root.refused("PARTNER asem BE", ["attributes": .null])
            #expect(all.code == .badField && all.message.contains("leave it out to keep them"), "\(all)")
            let kept = try await root.ok("PARTNER asem BE", ["attributes": [:]])
            #expect(kept["events"] == [])
            #expect(try await root.ok("PARTNER asem BE")["attributes"] == changed["attributes"])
            let unnamed = try await root.refused("PARTNER asem XX", ["attributes": ["region": "West"]])
            #expect(unnamed.code == .badField && unnamed.message.contains("name"))
            let emptied = try await root.refused("PARTNER asem BE", ["name": .null])
            #expect(emptied.code == .badField)
        }
    }

    @Test func meetings() async throws {
        try await World.with { world in
            let root = try await world.root()
            let plan: JSONObject = [
                "kind": "som", "name": "SOM of spring", "starts": "2027-03-02", "ends": "2027-03-03", "city": "Oslo",
                "country": "Norway", "source": "the host",
            ]
            _ = try await root.ok("MEETING asem spring", plan)
            _ = try await root.ok("MEETING asem spring", ["starts": "2027-03-09", "ends": "2027-03-10"])
            var shown = try await root.ok("MEETING asem spring")
            for (key, value) in [("name", "SOM of spring"), ("city", "Oslo"), ("country", "Norway"), ("kind", "som")] {
                #expect(shown[key]?.string == value)
            }
            #expect(shown["starts"] == "2027-03-09" && shown["ends"] == "2027-03-10")
            _ = try await root.ok("MEETING asem spring", ["name": "The spring SOM", "city": .null])
            shown = try await root.ok("MEETING asem spring")
            #expect(shown["name"] == "The spring SOM" && shown["city"] == .null && shown["country"] == "Norway")
            #expect(shown["starts"] == "2027-03-09")
            let idle = try await root.ok("MEETING asem spring", ["kind": "som"])
            #expect(idle["events"] == [])
            #expect(try await root.refused("MEETING asem summer", ["name": "Summer"]).code == .badField)
            #expect(try await root.refused("MEETING asem spring", ["starts": "2027-04-01"]).message.contains("ends"))
            // A meeting of one day is moved by its first day alone, and so is one of which only the month was known.
            for (id, plan) in [
                ("day", ["kind": "som", "starts": "2027-03-03"]),
                ("month", ["kind": "som", "starts": "2027-03-01", "ends": "2027-03-31", "precision": "month"]),
            ] as [(String, JSONObject)] {
                _ = try await root.ok("MEETING asem \(id)", plan)
                for day in ["2027-03-02", "2027-04-05"] {
                    _ = try await root.ok("MEETING asem \(id)", ["starts": .string(day)])
                    shown = try await root.ok("MEETING asem \(id)")
                    #expect(shown["starts"]?.string == day && shown["ends"]?.string == day, "\(id)")
                }
            }
            _ = try await root.ok("MEETING asem day", ["ends": "2027-04-06"])
            shown = try await root.ok("MEETING asem day")
            #expect(shown["starts"] == "2027-04-05" && shown["ends"] == "2027-04-06")
            _ = try await root.ok("MEETING asem short", ["kind": "som", "starts": "2020-01-02"])
            for day in ["2020-01-02", "2020-01-05", "2020-01-04"] {
                _ = try await root.ok("HELD asem short", ["starts": .string(day)])
                #expect(
                    try await root.ok("MEETING asem short")["held"] == ["starts": .string(day), "ends": .string(day)])
            }
            _ = try await root.ok("MEETING asem past", ["kind": "som", "starts": "2020-01-02"])
            _ = try await root.ok("HELD asem past", ["starts": "2020-01-02", "ends": "2020-01-04"])
            _ = try await root.ok("HELD asem past", ["starts": "2020-01-03"])
            #expect(
                try await root.ok("MEETING asem past")["held"] == ["starts": "2020-01-03", "ends": "2020-01-04"])
        }
    }

    @Test func settings() async throws {
        try await World.with { world in
            let root = try await world.root()
            let before = try await root.ok("FORUM asem")
            _ = try await root.ok("FORUM asem", ["name": "Asia and Europe"])
            let after = try await root.ok("FORUM asem")
            for key in before.keys where !["name", "registry_version"].contains(key) {
                #expect(after[key] == before[key], "\(key)")
            }
            #expect(after["name"] == "Asia and Europe" && before["groups"]?.object?.isEmpty == false)
            _ = try await root.ok("FORUM asem", ["groups": .null])
            #expect(try await root.ok("FORUM asem")["groups"] == [:])
            #expect(try await root.refused("FORUM asem", ["account_role": .null]).code == .badField)
        }
    }

    /// Nothing that changes how the rest is shown gets into a registry.
    @Test func textsOfTheRegistry() async throws {
        try await World.with { world in
            let root = try await world.root()
            for bad in ["Test\nland", "A\u{202E}isa", "A\u{7}", "A\u{2028}B", "A\u{85}B"] {
                let text = JSONValue.string(bad)
                let requests: [(String, JSONObject)] = [
                    ("PARTNER asem XX", ["name": text]),
                    ("PARTNER asem BE", ["attributes": ["region": text]]),
                    ("MEETING asem m", ["kind": "som", "starts": "2027-01-01", "name": text]),
                    ("MEETING asem m", ["kind": "som", "starts": "2027-01-01", "city": text]),
                    ("MEETING asem m", ["kind": "som", "starts": "2027-01-01", "country": text]),
                    ("FORUM asem", ["name": text]),
                    ("FORUM asem", ["groups": ["G": ["attributes": ["region": [text]]]]]),
                    (
                        "ACCOUNT asem",
                        ["name": text, "appointments": [["role": "contact-point", "partner": "BE"]]]
                    ),
                ]
                for (words, object) in requests {
                    let failure = try await root.refused(words, object)
                    #expect(failure.code == .badField, "\(words) \(object): \(failure)")
                }
            }
        }
    }

    /// Words of a list that no form closes are kept without the white space around them, each once, and that is told.
    @Test func wordsOfAnOpenList() async throws {
        try await World.with { world in
            let proposer = try await world.user("pr-FR")
            let drafted = try await proposer.ok(
                "DRAFT asem", ["title": "Ports", "focus_areas": ["Connectivity", "connectivity", "connectivity "]])
            #expect(drafted["kept_as"] == ["focus_areas": ["Connectivity"]])
            let ref = drafted["ref"]?.string ?? ""
            #expect(try await proposer.ok("SHOW \(ref)")["fields"]?["focus_areas"] == ["Connectivity"])
            let revised = try await proposer.ok("REVISE \(ref)", ["focus_areas": ["Ports "]])
            #expect(revised["kept_as"] == ["focus_areas": ["Ports"]])
            let plain = try await proposer.ok("REVISE \(ref)", ["focus_areas": ["Trade"]])
            #expect(plain["kept_as"] == nil)
            #expect(try await proposer.rows("LIST asem focus_area=TRADE").count == 1)
        }
    }
}
