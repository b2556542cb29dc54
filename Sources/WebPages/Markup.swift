/// A piece of HTML that was made by this module: whatever came from outside is escaped in it.
package struct Markup: Sendable, Hashable {
    package let html: String
}
