import Glibc
import TestSupport
import Testing

@testable import PostgresStore

/// The cluster's pieces without a cluster.
@Suite struct ClusterPartsTests {
    @Test func postmasterFilesAreRead() {
        let text = "815\n/data/postgres\n1790000000\n5432\n/data/socket\n\n  5432001    196608\nready   \n"
        let file = PostmasterFile(text: text)
        #expect(file?.pid == 815)
        #expect(file?.socketDirectory == "/data/socket")
        #expect(file?.status == "ready")
        // Written line by line, so any beginning of it may be seen.
        #expect(PostmasterFile(text: "815\n")?.status == "")
        #expect(PostmasterFile(text: "815\n/data/postgres\n17")?.socketDirectory == "")
        #expect(PostmasterFile(text: "") == nil)
        #expect(PostmasterFile(text: "-1\n") == nil)
        #expect(PostmasterFile(text: "not a number\n") == nil)
    }

    @Test func socketPathsFitTheirAddress() {
        // "/socket/.s.PGSQL.5432" has 21 bytes.
        let longest = ClusterLayout(root: "/" + String(repeating: "x", count: 107 - 21 - 1))
        #expect(longest.socketDirectory == longest.root + "/socket")
        let longer = ClusterLayout(root: longest.root + "x")
        #expect(longer.socketDirectory == longer.shortSocketDirectory)
        #expect(longer.shortSocketDirectory != longest.shortSocketDirectory)
        #expect(ClusterLayout.socketPath(in: longer.shortSocketDirectory).utf8.count < 107)
        let comma = ClusterLayout(root: "/a,b")
        #expect(comma.socketDirectory == comma.shortSocketDirectory)
    }

    @Test func processesAreToldApart() {
        #expect(ClusterProcesses.judge(getpid(), data: "/nowhere") == .foreign)
        #expect(ClusterProcesses.judge(pid_t.max, data: "/") == .gone)
        #expect(ClusterProcesses.all(data: "/nowhere").isEmpty)
    }

    @Test func aChildWhoseStatusNobodyFetchedIsGone() async throws {
        let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
        defer { close(null) }
        let child = try ChildProcess.start("/bin/true", [], output: null)
        try await Polling.wait(for: .seconds(3000)) {
            ClusterProcesses.judge(child.pid, data: "/") == .gone ? true : nil
        }
        // It was there all the time: its status can be fetched now, once.
        #expect(child.exitStatus() == 0)
    }

    @Test func programsOfTheNewestVersionAreFound() throws {
        let programs = try ServerPrograms.find(major: nil)
        #expect(FileSystem.isExecutable(programs.initdb) && FileSystem.isExecutable(programs.postgres))
        #expect(throws: EmbeddedClusterError.self) { try ServerPrograms.find(major: "7") }
    }

    @Test func theLockIsHeldOnceAndGivenBack() throws {
        let path = try TestRoot.makeDirectory("lock") + "/server.lock"
        var lock: DataDirectoryLock? = try DataDirectoryLock(path)
        let error = #expect(throws: EmbeddedClusterError.self) { try DataDirectoryLock(path) }
        #expect(error?.code == .inUse)
        withExtendedLifetime(lock) {}
        lock = nil
        _ = try DataDirectoryLock(path)
    }

    @Test func waysAreOpenedOnlyAsFarAsNeeded() {
        let user = ServerUser(name: "u", uid: 7, gid: 8, isOther: true)
        func passes(_ mode: mode_t, uid: uid_t = 0, gid: gid_t = 0) -> Bool {
            var status = stat()
            status.st_mode = mode
            status.st_uid = uid
            status.st_gid = gid
            return user.canPass(status)
        }
        #expect(passes(0o711) && passes(0o710, gid: 8) && passes(0o700, uid: 7))
        #expect(!passes(0o710) && !passes(0o701, gid: 8) && !passes(0o011, uid: 7))
        #expect(user.firstBarrier(onTheWayTo: "/proc/self") == nil)
    }

    @Test func removingDoesNotFollowLinks() throws {
        let directory = try TestRoot.makeDirectory("remove")
        mkdir(directory + "/outside", 0o700)
        try FileSystem.append("kept", to: directory + "/outside/file")
        mkdir(directory + "/tree", 0o700)
        mkdir(directory + "/tree/below", 0o700)
        symlink(directory + "/outside", directory + "/tree/below/link")
        FileSystem.remove(directory + "/tree")
        #expect(!FileSystem.exists(directory + "/tree"))
        #expect(FileSystem.read(directory + "/outside/file") == "kept")
    }
}
