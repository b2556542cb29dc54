/// Public keys as people have them: the file that ssh-keygen writes, with tabs, comment lines and blank lines, under line ends and a byte
/// order mark of any editor; a line of authorized_keys with its options; the form of RFC 4716, which other programs write.
extension SSHKey {
    /// Reads the one key that stands in a text.
    package init(text: String) throws(SSHFault) {
        // In bytes, since CR LF is one Character.
        var bytes = Array(text.utf8)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        var lines: [(number: Int, text: String)] = []
        var number = 0
        for line in LineScan.lines(bytes) {
            number += 1
            let text = String(decoding: LineScan.trimmed(line), as: UTF8.self)
            if SSHPrivateKey.begins(text) { throw .isPrivate }
            if !text.isEmpty, !text.hasPrefix("#") { lines.append((number, text)) }
        }
        guard let first = lines.first else { throw .notArmored("public key") }
        if let fault = SSHKey.otherForm(first.text) { throw fault }
        if first.text.hasPrefix(SSHKey.exchangeBegin) {
            try self.init(exchange: lines)
            return
        }
        var found: [(number: Int, key: SSHKey)] = []
        for line in lines {
            do throws(SSHFault) { found.append((line.number, try SSHKey(line: line.text))) } catch {
                throw lines.count == 1 ? error : .atLine(line.number, error)
            }
        }
        guard Set(found.map(\.key)).count == 1, let one = found.first else { throw .several(found.map(\.number)) }
        self = one.key
    }

    /// Reads one line: options where there are any, the kind, the key in base 64, and a comment that is left out here.
    package init(line: String) throws(SSHFault) {
        let words = LineScan.words(line)
        var named: (kind: String, blob: [UInt8]?)?
        for (place, word) in words.enumerated() {
            let blob = place + 1 < words.count ? Base64.decode(words[place + 1]) : nil
            var reader = SSHReader(blob ?? [], of: "public key")
            let held = try? reader.text()
            if let blob, held == word {
                try SSHKey.checkOptions(words[..<place])
                try self.init(blob: blob)
                return
            }
            guard SSHKeyKind(rawValue: word) != nil, named == nil, place + 1 < words.count else { continue }
            if let held, SSHKeyKind(rawValue: held) != nil { throw .mislabelled(word, held) }
            named = (word, blob)
        }
        // A kind that is known, and behind it something that is no key.
        throw named == nil ? .notArmored("public key") : .malformed("public key")
    }

    /// The options of authorized_keys and the marks of known_hosts: how somebody may log in with the key counts for nothing here.
    private static func checkOptions(_ words: ArraySlice<String>) throws(SSHFault) {
        for word in words {
            let options = word.split(separator: ",").map { $0.lowercased() }
            for mark in ["cert-authority", "@cert-authority", "@revoked"] where options.contains(mark) {
                throw .marked(mark)
            }
        }
    }

    // MARK: - Other forms

    private static let exchangeBegin = "---- BEGIN SSH2 PUBLIC KEY ----"
    private static let exchangeEnd = "---- END SSH2 PUBLIC KEY ----"

    /// RFC 4716: headers, which go on behind a backslash, and the key in base 64 over some lines.
    private init(exchange lines: [(number: Int, text: String)]) throws(SSHFault) {
        let begins = lines.filter { $0.text == SSHKey.exchangeBegin }
        guard begins.count == 1 else { throw .several(begins.map(\.number)) }
        guard lines.last?.text == SSHKey.exchangeEnd else { throw .malformed("public key") }
        var base64 = ""
        var isHeader = false
        for line in lines.dropFirst().dropLast() {
            if isHeader || line.text.contains(":") {
                isHeader = line.text.hasSuffix("\\")
            } else {
                base64 += line.text
            }
        }
        guard let blob = Base64.decode(base64) else { throw .malformed("public key") }
        try self.init(blob: blob)
    }

    private static func otherForm(_ line: String) -> SSHFault? {
        let forms = [
            ("-----BEGIN PUBLIC KEY-----", "a public key in PEM", "PKCS8"),
            ("-----BEGIN RSA PUBLIC KEY-----", "an RSA public key in PEM", "PEM"),
        ]
        for (begin, form, format) in forms where line.hasPrefix(begin) {
            return .otherForm(form, advice: "ssh-keygen -i -m \(format) -f FILE prints it in OpenSSH's form")
        }
        let others = [
            ("-----BEGIN CERTIFICATE-----", "an X.509 certificate"), ("-----BEGIN PGP", "a text of OpenPGP"),
            ("-----BEGIN SSH SIGNATURE-----", "a signature"),
        ]
        for (begin, form) in others where line.hasPrefix(begin) {
            return .otherForm(form, advice: "give an OpenSSH public key (KEY.pub, as ssh-keygen writes it)")
        }
        return nil
    }
}

/// Lines and words of key files.
private enum LineScan {
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Without spaces and tabs around it.
    static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let rest = line.drop(while: isSpace)
        return rest.prefix((rest.lastIndex { !isSpace($0) } ?? rest.startIndex - 1) - rest.startIndex + 1)
    }

    /// Lines that end with LF, CR LF or CR.
    static func lines(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        for place in bytes.indices where bytes[place] == 0x0A || bytes[place] == 0x0D {
            let isSecondHalf = bytes[place] == 0x0A && place > bytes.startIndex && bytes[place - 1] == 0x0D
            if !isSecondHalf { lines.append(bytes[start..<place]) }
            start = place + 1
        }
        return lines + [bytes[start...]]
    }

    /// Words between spaces and tabs; those within double quotes part nothing.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var isQuoted = false
        var isEscaped = false
        for byte in line.utf8 {
            if !isQuoted, isSpace(byte) || byte == 0x0A || byte == 0x0D {
                if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
                word = []
                continue
            }
            if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            word.append(byte)
        }
        return word.isEmpty ? words : words + [String(decoding: word, as: UTF8.self)]
    }
}
