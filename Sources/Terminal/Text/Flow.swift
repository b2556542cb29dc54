/// Short pieces one after another, broken between pieces; a piece that is wider than a line is broken between words.
package enum Flow {
    /// A piece with and without its colours.
    package struct Piece {
        package let painted: String
        package let plain: String

        package init(_ painted: String, plain: String? = nil) {
            self.painted = painted
            self.plain = plain ?? painted
        }
    }

    /// The lines of pieces that follow one another after dots, or after another separator; without a width there is one line.
    package static func lines(
        _ pieces: [Piece], width: Int?, margin: Int = 0, paint: Paint, separator: String? = nil
    ) -> [String] {
        let between = separator ?? paint.dot
        let space = String(repeating: " ", count: margin)
        guard let width else {
            return pieces.isEmpty ? [] : [space + pieces.map(\.painted).joined(separator: between)]
        }
        let room = max(10, width - margin)
        var lines: [String] = []
        var line = ""
        var used = 0
        for piece in pieces {
            let needed = piece.plain.columns
            if used > 0, used + between.columns + needed <= room {
                line += between + piece.painted
                used += between.columns + needed
                continue
            }
            if used > 0 { lines.append(space + line) }
            guard needed > room else {
                (line, used) = (piece.painted, needed)
                continue
            }
            lines += piece.plain.wrapped(to: room).map { space + $0 }
            (line, used) = ("", 0)
        }
        return used > 0 ? lines + [space + line] : lines
    }
}
