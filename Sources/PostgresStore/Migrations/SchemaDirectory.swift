import FoundationEssentials

/// Where the migrations lie: beside the installed program, or in the source tree from which it was built.
package enum SchemaDirectory {
    /// The directory that holds `migrations/`, from the places where it may be, the first that has it.
    ///
    /// - Parameters:
    ///   - override: the value of `CHANCERY_SCHEMA`; given, it is the only place looked at.
    ///   - executable: the path of the running program, links resolved.
    ///   - current: the working directory.
    /// - Throws: ``StoreSetupError`` that lists where it looked.
    package static func find(
        override: String?, executable: String, current: String
    ) throws(StoreSetupError) -> String {
        if let override, !override.isEmpty {
            guard holdsMigrations(override) else {
                throw StoreSetupError(
                    "CHANCERY_SCHEMA is \(override), but there is no directory \(override)/migrations")
            }
            return override
        }
        let binaries = parent(executable)
        let candidates =
            [parent(binaries) + "/share/chancery/schema"] + upwards(from: binaries) + upwards(from: current)
        guard let found = candidates.first(where: holdsMigrations) else {
            throw StoreSetupError(
                "the database schema was not found; set CHANCERY_SCHEMA to the directory that holds migrations/. "
                    + "Looked in: " + candidates.joined(separator: ", "))
        }
        return found
    }

    /// The same for the running process.
    package static func find() throws(StoreSetupError) -> String {
        let files = FileManager.default
        let executable =
            (try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments.first ?? ""
        return try find(
            override: ProcessInfo.processInfo.environment["CHANCERY_SCHEMA"], executable: executable,
            current: files.currentDirectoryPath)
    }

    private static func holdsMigrations(_ directory: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: directory + "/migrations", isDirectory: &isDirectory)
            && isDirectory
    }

    private static func parent(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "" }
        return String(path[..<slash])
    }

    /// `schema` in a directory and in each one above it.
    private static func upwards(from directory: String) -> [String] {
        var candidates: [String] = []
        var place = directory
        while !place.isEmpty {
            candidates.append(place + "/schema")
            place = parent(place)
        }
        return candidates
    }
}
