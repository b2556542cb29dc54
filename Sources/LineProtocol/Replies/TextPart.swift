/// A part of a long text; the parts are put together in order.
package struct TextPart: ReplyPart {
    package var text = ""

    package init() {}

    package init(text: String) { self.text = text }

    package mutating func members(_ coder: inout ReplyCoder) { coder.text("text", &text) }
}
