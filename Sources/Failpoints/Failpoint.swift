#if FAILPOINTS
    /// A step at which a test may end, stall or break the program. The tests arm one at a time (``Arming``).
    package enum Failpoint: String, CaseIterable, Sendable {
        // The first trip of a batch: before each statement, once the database has all that comes before it.
        case begin, lockRegistry, lockProposals, lockHead
        case readEvents, readAnswers, readAlike, readTitles, readMeetings, readPersonal, readUploads, readParts
        case readNumbers, readTexts, readDivergence, readTime, readTransaction
        // The second trip, likewise.
        case loadLifecycle, addHead, addDocument, addPersonal, addEvents, addForum, changeForum, addProposals
        case changeProposals, putTexts, raiseNumbers, addAnswers, addTokens, eraseUpload, eraseStale, addUpload
        case growUpload, addPart, commit
        /// COMMIT is at the database, its answer not read.
        case committing
        /// The answer to COMMIT was read; nobody was told.
        case committed
        // Around the line that a client reads.
        case answering, answered

        // The tree over a record, and what its signer remembers.
        case tilesKept, stateKeeping, fileFlushed, fileRenamed, stateKept, checkpointPublished

        // The private cluster, from nothing to a server that listens, and its end.
        case clusterInitialised, clusterPlaced, postgresStarted, postgresReady, adopted, roleMade, databaseCreated
        case serverOpened, clusterStopping, clusterStopped
        /// A copy of it is in place in a new data directory, and was not started yet.
        case clusterRestored

        // A migration: before its text is sent, once it is sent, once it is answered.
        case migrating, migrationSent, migrated
    }

    extension Failpoint {
        /// Dies, stalls or loses its connection here, where that is armed.
        package func reached(on socket: Int32 = -1) { Arming.strike(self)?.perform(on: socket) }

        /// The same; fails with this error where that is armed.
        package func reached<Failure: Error>(else error: @autoclosure () -> Failure) throws(Failure) {
            switch Arming.strike(self) {
            case .error: throw error()
            case let other: other?.perform(on: -1)
            }
        }
    }
#else
    /// In a program for users a failpoint is nothing: it has no name, and the compiler takes the call away. It is public, for only
    /// such calls are taken away across modules.
    @dynamicMemberLookup
    public struct Failpoint {
        @usableFromInline init() {}

        /// Any failpoint, whatever its name.
        @inlinable @inline(__always)
        public static subscript(dynamicMember name: StaticString) -> Failpoint { Failpoint() }

        /// Does nothing.
        @inlinable @inline(__always)
        public func reached(on socket: Int32 = -1) {}

        /// Does nothing.
        @inlinable @inline(__always)
        public func reached<Failure: Error>(else error: @autoclosure () -> Failure) throws(Failure) {}

        /// Does nothing.
        @inlinable @inline(__always)
        public static func sending(_ sql: String, on socket: Int32, flush: () -> Bool?) {}

        /// Does nothing.
        @inlinable @inline(__always)
        public static func sent(_ sql: String, on socket: Int32, flush: () -> Bool?) {}
    }
#endif
