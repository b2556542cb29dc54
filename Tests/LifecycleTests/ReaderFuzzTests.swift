import CanonicalJSON
import DefinitionTree
import Testing

@testable import Lifecycle

/// Definitions with one part replaced by something else: always faults or a definition, never a trap, and never one that its own bytes do not give back.
@Suite struct ReaderFuzzTests {
    static let replacements: [JSONValue] = [
        .null, true, 0, -1, 9_007_199_254_740_992, "", " ", "draft", "a\u{0301}", [], [[]], [.null], ["x", "x"], [:],
        ["id": "x"], ["key": ["x"]],
    ]

    @Test func oneReplacedPartIsNeverATrap() throws {
        for definition in [try Files.norm(), try Files.note()] {
            var refused = 0
            var accepted = 0
            for place in Self.places(in: definition.json) {
                let replacement = Self.replacements[(refused + accepted) % Self.replacements.count]
                let changed = Self.replace(place[...], in: definition.json, by: replacement)
                do throws(DefinitionFaults) {
                    let read = try LifecycleDefinition(json: changed)
                    accepted += 1
                    #expect(throws: Never.self) { try #require(LifecycleDefinition(json: read.json) == read) }
                } catch {
                    refused += 1
                    #expect(!error.faults.isEmpty)
                }
            }
            #expect(refused > accepted)
        }
    }

    /// Every key taken away in turn.
    @Test func oneMissingPartIsNeverATrap() throws {
        let json = try Files.norm().json
        for place in Self.places(in: json) {
            let changed = Self.replace(place[...], in: json, by: .null, removing: true)
            do throws(DefinitionFaults) {
                let read = try LifecycleDefinition(json: changed)
                #expect(throws: Never.self) { try #require(LifecycleDefinition(json: read.json) == read) }
            } catch {
                #expect(!error.faults.isEmpty)
            }
        }
    }

    private static func places(in value: JSONValue) -> [[DefinitionPath.Step]] {
        switch value {
        case .object(let object):
            object.members.flatMap { member in
                [[.key(member.key)]] + places(in: member.value).map { [.key(member.key)] + $0 }
            }
        case .array(let elements):
            elements.enumerated().flatMap { index, element in
                [[.index(index)]] + places(in: element).map { [.index(index)] + $0 }
            }
        case .null, .bool, .integer, .string: []
        }
    }

    private static func replace(
        _ place: ArraySlice<DefinitionPath.Step>, in value: JSONValue, by replacement: JSONValue, removing: Bool = false
    ) -> JSONValue {
        guard let step = place.first else { return replacement }
        let isLast = place.count == 1
        switch (step, value) {
        case (.key(let key), .object(var object)):
            object[key] =
                isLast && removing
                ? nil : replace(place.dropFirst(), in: object[key] ?? .null, by: replacement, removing: removing)
            return .object(object)
        case (.index(let index), .array(var elements)):
            if isLast && removing {
                elements.remove(at: index)
            } else {
                elements[index] = replace(place.dropFirst(), in: elements[index], by: replacement, removing: removing)
            }
            return .array(elements)
        default: return value
        }
    }
}
