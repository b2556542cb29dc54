package import NIOCore

/// Cuts a stream of bytes into lines, and never holds or hands out more than the limit.
///
/// A complete line over the limit is refused just as an unfinished one is. A CR before the LF belongs to the line's end.
package struct LineFramer: Sendable {
    /// The most bytes of a line, its end not counted; may be raised between two lines.
    package var limit: Int
    private var buffer = ByteBuffer()
    /// Bytes of `buffer` known to hold no LF, so that a slow sender does not make us search them again.
    private var searched = 0

    /// The line is longer than the limit; nothing more can be read.
    package struct TooLong: Error, Hashable, Sendable {
        package let limit: Int
    }

    package init(limit: Int) {
        self.limit = limit
    }

    /// How many bytes of an unfinished line wait.
    package var remainder: Int { buffer.readableBytes }

    /// Takes bytes as they came.
    package mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
            searched = 0
        } else {
            if buffer.readerIndex > 0 { buffer.discardReadBytes() }
            buffer.writeImmutableBuffer(bytes)
        }
    }

    /// The next whole line without its end; nil when more bytes are needed.
    package mutating func next() throws(TooLong) -> ByteBuffer? {
        let view = buffer.readableBytesView
        let start = view.startIndex + searched
        // A line within the limit ends at `limit` at the latest, or one byte later after a CR.
        let end = Swift.min(view.endIndex, view.startIndex + limit + 2)
        guard let feed = view[start..<Swift.max(start, end)].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = Swift.max(start, end) - view.startIndex
            let isOver =
                searched > limit + 1 || (searched == limit + 1 && view[view.startIndex + limit] != UInt8(ascii: "\r"))
            if isOver { throw TooLong(limit: limit) }
            return nil
        }
        var length = feed - view.startIndex
        if length > 0, view[feed - 1] == UInt8(ascii: "\r") { length -= 1 }
        guard length <= limit, let line = buffer.getSlice(at: buffer.readerIndex, length: length) else {
            throw TooLong(limit: limit)
        }
        buffer.moveReaderIndex(to: feed + 1)
        // A connection that waits for its next line keeps no memory for it.
        if buffer.readableBytes == 0 { buffer = ByteBuffer() }
        searched = 0
        return line
    }
}
