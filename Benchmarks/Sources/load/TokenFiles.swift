import ArgumentParser
import Foundation

/// Tokens as `chancery account import` and `chancery token issue` write them.
enum TokenFiles {
    /// The token of a file, or those of a folder in the order of their names.
    static func read(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ValidationError("there is no file or folder \(path)")
        }
        let names = try isFolder.boolValue ? FileManager.default.contentsOfDirectory(atPath: path) : []
        let files =
            isFolder.boolValue
            ? names.filter { $0.hasSuffix(".token") }.sorted().map { path + "/" + $0 } : [path]
        let tokens = try files.map {
            try String(contentsOfFile: $0, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard !tokens.isEmpty else { throw ValidationError("there is no *.token in \(path)") }
        return tokens
    }
}
