import CanonicalJSON
package import Lifecycle

extension Verb { package static let lifecycle = Verb(Verbs.Lifecycle.self) }

extension Verbs {
    /// `LIFECYCLE`: shows or loads a lifecycle.
    package struct Lifecycle: VerbRequest {
        package static let name = "LIFECYCLE"
        package static let shape = VerbShape(
            .writeWithObject, ["forum", "lifecycle?"], options: [.number("version")], object: .optional,
            does: "Shows or loads a lifecycle.")

        package var forum = ""
        package var lifecycle: String?
        /// Nil is the newest.
        package var version: Int?
        /// What is loaded, its checks passed; nil shows one.
        package var definition: LifecycleDefinition?

        package init() {}

        package init(forum: String, lifecycle: String? = nil, version: Int? = nil) {
            self.forum = forum
            self.lifecycle = lifecycle
            self.version = version
        }

        package mutating func members(_ coder: inout RequestCoder) throws(Failure) {
            try coder.argument("forum", &forum)
            try coder.argument("lifecycle", &lifecycle)
            coder.option("version", &version)
            var json = definition?.json
            coder.value("definition", &json)
            guard coder.isReading, coder.request.object != nil else { return }
            do { definition = try LifecycleDefinition(json: try coder.required("definition", json)) } catch let failure
                as Failure
            {
                throw failure
            } catch {
                throw coder.wrong("definition", "\(error)")
            }
            if let lifecycle, let definition, lifecycle != definition.id {
                throw coder.wrong("definition", "it defines \(definition.id), not \(lifecycle)")
            }
        }

        package static func placeToLook(_ request: Request) -> String {
            "LIFECYCLE \(request.forum)"
        }
    }
}
