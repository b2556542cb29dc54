import CanonicalJSON
import LineProtocol
import NIOCore
import Requests

/// No line is longer than a client must expect: what is too long goes out shorter and says so, or as the error that it is.
extension Reply {
    /// The line with its end, of so many bytes without it at most.
    ///
    /// - Parameter effect: what is said of the request where nothing of its answer fits.
    func encoded(within limit: Int, effect: Effect = .none) -> ByteBuffer {
        let whole = buffer
        guard whole.readableBytes - 1 > limit else { return whole }
        // Beside the object stand a tag and some words.
        let shorter = shortened(to: limit - 256).buffer
        guard shorter.readableBytes - 1 > limit else { return shorter }
        return leastOf(limit, effect).buffer
    }

    private var buffer: ByteBuffer {
        var buffer = ByteBuffer()
        encode(into: &buffer)
        return buffer
    }

    private func shortened(to limit: Int) -> Reply {
        switch self {
        case .row(let tag, let object): .row(tag, object.shortened(to: limit))
        case .event(let tag, let object): .event(tag, object.shortened(to: limit))
        case .ok(let tag, let object): .ok(tag, object?.shortened(to: limit))
        case .error(let tag, let failure):
            .error(
                tag,
                Failure(
                    codeText: failure.codeText, retry: failure.retry, effect: failure.effect,
                    object: failure.object.shortened(to: limit)))
        case .hello(let object): .hello(object.shortened(to: limit))
        case .ping(let object): .ping(object?.shortened(to: limit))
        case .bye(let object): .bye(object.shortened(to: limit))
        }
    }

    /// What is said where the members alone are too many.
    private func leastOf(_ limit: Int, _ effect: Effect) -> Reply {
        let sentence = "the answer would be longer than \(limit) bytes"
        switch self {
        case .row(let tag, _): return .row(tag, ["left_out": .string(sentence)])
        case .event(let tag, let object):
            return .event(tag, ["cursor": object["cursor"] ?? .null, "left_out": .string(sentence)])
        case .ok(let tag, _): return .error(tag, Failure(.answerTooLong, sentence, effect: effect))
        case .error(let tag, let failure):
            return .error(
                tag,
                Failure(
                    codeText: failure.codeText, retry: failure.retry, effect: failure.effect,
                    object: ["message": .string(sentence), "do": .string(ErrorCode.answerTooLong.entry.remedy)]))
        case .hello, .ping, .bye: return .ping(nil)
        }
    }
}

extension SentEvent {
    /// Appends its line for one reader.
    func encode(for tag: RequestTag, within limit: Int, into lines: inout ByteBuffer) {
        let begin = lines.writerIndex
        Reply.encodeEvent(tag, canonical: bytes, into: &lines)
        guard lines.writerIndex - begin - 1 > limit else { return }
        lines.moveWriterIndex(to: begin)
        let object = (try? JSONValue.parse(bytes))?.object ?? ["cursor": .string(cursor)]
        lines.writeImmutableBuffer(Reply.event(tag, object).encoded(within: limit))
    }
}

extension AnsweredObject {
    /// The line of an OK with it, where it was written before and fits; nil where it has to be written, or cut.
    func encodedOK(_ tag: RequestTag, within limit: Int) -> ByteBuffer? {
        guard case .written(let bytes) = self else { return nil }
        var line = ByteBuffer()
        Reply.encodeOK(tag, canonical: bytes, into: &line)
        return line.readableBytes - 1 > limit ? nil : line
    }
}

extension JSONObject {
    /// What a reader needs to know where it is.
    private static let kept: Set<String> = ["cursor", "message", "do", "left_out", "ref", "forum", "next", "count"]

    /// The object with its longest members cut until it has at most so many bytes, as far as that can be; `left_out` says which, and
    /// of a list how many elements are missing.
    func shortened(to limit: Int) -> JSONObject {
        var object = self
        var left = object["left_out"]?.object ?? [:]
        var sizes = object.members.filter { !JSONObject.kept.contains($0.key) }
            .map { (key: $0.key, size: $0.value.canonicalBytes.count) }.sorted {
                ($0.size, $1.key) > ($1.size, $0.key)
            }[...]
        var total = object.canonicalBytes.count
        while total > limit, let (key, size) = sizes.popFirst() {
            // The mark needs a place as well.
            let room = limit - (total - size) - key.utf8.count - 128
            let (value, mark) = (object[key] ?? .null).cut(to: room)
            object[key] = value
            left[key] = .string(mark)
            object["left_out"] = .object(left)
            total = object.canonicalBytes.count
        }
        return object
    }
}

extension JSONValue {
    /// As much of a value as fits, and what is missing of it.
    fileprivate func cut(to room: Int) -> (JSONValue, mark: String) {
        switch self {
        case .array(let elements):
            var (size, count) = (2, 0)
            for element in elements {
                size += element.canonicalBytes.count + 1
                guard size <= room else { break }
                count += 1
            }
            return (.array(Array(elements.prefix(count))), "\(elements.count - count) of \(elements.count)")
        case .object(let object) where room > 1024: return (.object(object.shortened(to: room)), "a part")
        case .null, .bool, .integer, .string, .object: return (.null, "all")
        }
    }
}
