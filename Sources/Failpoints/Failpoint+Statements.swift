#if FAILPOINTS
    extension Failpoint {
        /// A statement is about to be sent. Where its failpoint is armed, what was sent before goes out first, so that the database has
        /// done all of it.
        package static func sending(_ sql: String, on socket: Int32, flush: () -> Bool?) {
            strike(sql, \.next, on: socket, flush)
        }

        /// A statement was sent, and is at the database where its failpoint is armed.
        package static func sent(_ sql: String, on socket: Int32, flush: () -> Bool?) {
            strike(sql, \.last, on: socket, flush)
        }

        private static func strike(
            _ sql: String, _ words: KeyPath<Failpoint, String?>, on socket: Int32, _ flush: () -> Bool?
        ) {
            guard let point = Arming.point, let words = point[keyPath: words] else { return }
            guard sql == words || sql.contains(words + " ") else { return }
            while flush() == false {}
            point.reached(on: socket)
        }

        /// The words by which the statement is known that comes next.
        private var next: String? {
            switch self {
            case .begin: "BEGIN ISOLATION LEVEL"
            case .lockRegistry: "SELECT forum FROM forum WHERE forum = $1 FOR"
            case .lockProposals: "SELECT p.ref FROM"
            case .lockHead: "SELECT next_position FROM forum_head"
            case .readEvents: "SELECT c.place - 1, e.position,"
            case .readAnswers: "SELECT r.key, r.account,"
            case .readAlike: "SELECT c.ref, o.ref,"
            case .readTitles: "SELECT c.place, o.ref,"
            case .readMeetings: "SELECT m.id, u.ref,"
            case .readPersonal: "SELECT s.subject, k.commitment,"
            case .readUploads: "SELECT account, ref, encode(digest, 'hex'),"
            case .readParts: "SELECT p.account, p.ref, k.digest,"
            case .readNumbers: "SELECT year, last_number FROM"
            case .readTexts: "SELECT t.ref, t.digest FROM"
            case .readDivergence: "SELECT d.why FROM"
            case .readTime: "SELECT clock_timestamp()"
            case .readTransaction: "SELECT pg_current_xact_id()::text,"
            case .loadLifecycle: "SELECT load_lifecycle($1, $2)"
            case .addHead: "INSERT INTO forum_head"
            case .addDocument: "INSERT INTO document"
            case .addPersonal: "INSERT INTO personal"
            case .addEvents: "INSERT INTO event"
            case .addForum: "INSERT INTO forum"
            case .changeForum: "UPDATE forum SET"
            case .addProposals: "INSERT INTO proposal"
            case .changeProposals: "UPDATE proposal AS p SET"
            case .putTexts: "INSERT INTO proposal_text"
            case .raiseNumbers: "INSERT INTO ref_counter"
            case .addAnswers: "INSERT INTO request"
            case .addTokens: "INSERT INTO token"
            case .eraseUpload: "DELETE FROM upload WHERE account"
            case .eraseStale: "DELETE FROM upload WHERE touched_at"
            case .addUpload: "INSERT INTO upload"
            case .growUpload: "UPDATE upload SET"
            case .addPart: "INSERT INTO upload_part"
            case .commit: "COMMIT"
            case .migrating: "INSERT INTO schema_migration"
            default: nil
            }
        }

        /// The words by which the statement is known that was sent last.
        private var last: String? {
            switch self {
            case .committing: Failpoint.commit.next
            case .migrationSent: Failpoint.migrating.next
            default: nil
            }
        }
    }
#endif
