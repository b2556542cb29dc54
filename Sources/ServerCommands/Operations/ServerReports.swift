import HTTPServer
import LineServer
import Metering
import PostgresStore
import ProposalService
import Requests
import Synchronization
import Terminal

/// How the server is, for the programs that look after it: its measurements, whether it lives, and whether it can serve.
final class ServerReports: Sendable {
    /// What counts the requests of each door.
    let lines = RequestMeter()
    let web = RequestMeter()
    private let service: ProposalService
    private let store: PostgresStore
    private let clock: any Clock<Duration>
    private let stopping = Mutex(false)

    init(_ service: ProposalService, _ store: PostgresStore, clock: any Clock<Duration> = ContinuousClock()) {
        self.service = service
        self.store = store
        self.clock = clock
    }

    /// How long the database may take to answer a server that can serve.
    private static let patience = Duration.seconds(2)

    /// Each report by its path.
    func all(of doors: Doors.Open) -> [String: @Sendable () async -> Report] {
        [
            "/metrics": { [self] in Report(type: MetricsPage.type, await metrics(doors).text) },
            "/health": { Report("alive\n") },
            "/ready": { [self] in await readiness() },
        ]
    }

    /// From now on the server is not ready.
    func stop() { stopping.withLock { $0 = true } }

    /// Whether requests would be answered: the database is asked.
    private func readiness() async -> Report {
        guard !stopping.withLock({ $0 }) else { return Report(isGood: false, "the server is stopping\n") }
        switch await records() {
        case .success: return Report("ready\n")
        case .failure(let failure): return Report(isGood: false, failure.message + "\n")
        }
    }

    /// What the records hold, or why that is not known in time.
    private func records() async -> Result<[RecordFigures], ServiceFailure> {
        let (answers, teller) = AsyncStream.makeStream(of: Result<[RecordFigures], ServiceFailure>.self)
        // A database that says nothing keeps its question open; nobody waits for that here.
        let asking = Task { [service] in
            do throws(ServiceFailure) { teller.yield(.success(try await service.recordFigures())) } catch {
                teller.yield(.failure(error))
            }
        }
        let late = ServiceFailure(
            .storeUnavailable, "the database did not answer within \(Self.patience.components.seconds) s")
        let waiting = Task { [clock] in
            guard (try? await clock.sleep(for: Self.patience)) != nil else { return }
            teller.yield(.failure(late))
        }
        defer { for task in [asking, waiting] { task.cancel() } }
        for await answer in answers { return answer }
        return .failure(late)
    }

    // MARK: Metrics

    private func metrics(_ doors: Doors.Open) async -> MetricsPage {
        var page = MetricsPage()
        page.gauge("chancery_info", "The version of the server.", [([("version", Version.text)], 1)])
        writeRequests(&page, doors)
        writeService(&page)
        writeStore(&page, try? await records().get())
        ProcessFigures.write(to: &page)
        return page
    }

    private func writeRequests(_ page: inout MetricsPage, _ doors: Doors.Open) {
        let doors = [
            (name: "line", figures: lines.figures, connections: doors.line.connectionCount),
            (name: "http", figures: web.figures, connections: doors.web?.connectionCount ?? 0),
        ]
        page.gauge(
            "chancery_connections", "Open connections of clients.",
            doors.map { ([("door", $0.name)], Double($0.connections)) })
        page.gauge(
            "chancery_requests_open", "Requests that are worked on, watches among them.",
            doors.map { ([("door", $0.name)], Double($0.figures.open)) })
        page.counter(
            "chancery_requests_total", "Requests by their verb and how they ended: ok, or the code of an error.",
            doors.flatMap { door in
                door.figures.endings.map { ending in
                    (
                        [("door", door.name), ("verb", ending.verb), ("outcome", ending.outcome)],
                        Double(ending.count)
                    )
                }
            })
        page.histogram(
            "chancery_request_seconds", "How long requests take, from when they were read. Watches are left out.",
            doors.flatMap { door in
                door.figures.times.map { ([("door", door.name), ("verb", $0.verb)], $0.seconds) }
            })
    }

    private func writeService(_ page: inout MetricsPage) {
        let figures = service.figures
        page.gauge("chancery_writes_waiting", "Writes that wait for a batch.", [([], Double(figures.waitingWrites))])
        page.gauge(
            "chancery_writes_waiting_bytes", "Bytes of the writes that wait for a batch.",
            [([], Double(figures.waitingBytes))])
        page.histogram(
            "chancery_batch_writes", "How many writes go to the database together.", [([], figures.batchSizes)])
        page.histogram(
            "chancery_batch_seconds", "How long a batch takes, from its locks to its answers.",
            [([], figures.batchTimes)])
        page.gauge(
            "chancery_watches", "Open watches of a forum.",
            figures.watches.map { ([("forum", $0.forum)], Double($0.count)) })
        page.gauge(
            "chancery_watch_read_events", "How many events of a watched record its watches can be shown.",
            figures.watches.compactMap { watch in watch.read.map { ([("forum", watch.forum)], Double($0)) } })
        page.gauge(
            "chancery_proposals_kept", "Proposals that are kept in memory.", [([], Double(figures.keptProposals))])
    }

    private func writeStore(_ page: inout MetricsPage, _ records: [RecordFigures]?) {
        let connections = store.connections
        page.gauge(
            "chancery_database_connections", "Connections to the database.",
            [([("use", "used")], Double(connections.used)), ([("use", "idle")], Double(connections.idle))])
        page.gauge(
            "chancery_database_waiting", "Tasks that wait for a connection to the database.",
            [([], Double(connections.waiting))])
        page.gauge("chancery_database_up", "Whether the database answers.", [([], records == nil ? 0 : 1)])
        guard let records else { return }
        page.gauge(
            "chancery_record_events", "Events in the record of a forum.",
            records.map { ([("forum", $0.forum)], Double($0.length)) })
        page.gauge(
            "chancery_record_signed_events", "Events that the newest checkpoint of a record signs.",
            records.map { ([("forum", $0.forum)], Double($0.signed ?? 0)) })
        page.gauge(
            "chancery_record_unsigned_seconds",
            "For how long the oldest event that is not signed has stood.",
            records.map { ([("forum", $0.forum)], $0.unsignedFor?.inSeconds ?? 0) })
        page.gauge(
            "chancery_record_diverged", "Whether a record is not what was signed, so that nothing is written to it.",
            records.map { ([("forum", $0.forum)], $0.isDiverged ? 1 : 0) })
    }
}
