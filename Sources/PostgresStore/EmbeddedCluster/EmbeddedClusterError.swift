/// Why the private PostgreSQL cluster cannot be had: what was wrong, and what to do about it.
package struct EmbeddedClusterError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Code: Equatable, Sendable {
        /// Another server uses the data directory.
        case inUse
        /// The PostgreSQL programs are not installed, or not in the version the data was made with.
        case programsMissing
        /// A directory cannot be used by the user that PostgreSQL runs as.
        case permission
        /// A file or directory cannot be made, read or written.
        case fileSystem
        /// `initdb` failed.
        case initialisation
        /// The server did not become ready.
        case start
        /// A copy of the cluster could not be made, or is not whole.
        case copy
        /// The server did not stop.
        case stop
        /// The task was cancelled.
        case cancelled
    }

    package let code: Code
    package let description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
