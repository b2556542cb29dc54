import TestSupport
import Testing

@testable import ClientCommands
@testable import ImportFiles
@testable import Terminal

/// `deploy/run` and `deploy/test` on machines that lack something, with stubs in place of the programs that they call.
@Suite struct DeployTests {
    /// A copy of the scripts, with a PATH that holds only what is put there.
    private struct Machine {
        let place: String
        private static let tools = [
            "sh", "sed", "find", "head", "mktemp", "dirname", "grep", "cat", "rm", "chmod", "mkdir", "sleep", "touch",
            "env", "kill", "awk", "date", "tr", "mv", "timeout",
        ]

        /// A Debian machine with an ordinary user, sudo, a toolchain and all packages; `without` takes away from it.
        init(root: Bool = false, without: Set<String> = [], missing: [String] = [], swift: String = "6.3.1") throws {
            place = try TestRoot.freePath("machine")
            let made = try Shell.run([
                "/bin/sh", "-c",
                """
                mkdir -p \(place)/bin \(place)/Sources \(place)/home && cp -r \(Repository.path("deploy")) \(place)/deploy \
                && touch \(place)/Package.swift && for tool in \(Self.tools.joined(separator: " ")); do \
                ln -s "$(command -v $tool)" \(place)/bin/$tool; done
                """,
            ])
            #expect(made.status == 0 && made.err.isEmpty, "\(made.err)")
            try stub("id", "echo \(root ? 0 : 1000)")
            let absent = missing.map { "*\" \($0)\") exit 1 ;;" }.joined(separator: " ")
            try stub("dpkg-query", "case \"$*\" in \(absent) *) echo 'install ok installed' ;; esac", unless: without)
            try stub("apt-get", "echo \"apt-get $*\" >> \(place)/calls", unless: without)
            try stub("sudo", "echo sudo >> \(place)/calls; exec \"$@\"", unless: without)
            try stub(
                "swift",
                """
                echo "swift $*" >> \(place)/calls
                case $1 in
                --version) echo 'Swift version \(swift) (swift-\(swift)-RELEASE)' ;;
                build) mkdir -p .build-release/release; cp server .build-release/release/chancery 2>/dev/null || true ;;
                esac
                """, unless: without)
            try stub("cp", "exec /bin/cp \"$@\"")
        }

        func stub(_ name: String, _ text: String, unless: Set<String> = []) throws {
            guard !unless.contains(name) else { return }
            try Shell.script("#!/bin/sh\n\(text)\n", at: "\(place)/bin/\(name)")
        }

        /// What `chancery` does here: `serve` says where it listens and waits; everything else is noted.
        func server(_ serve: String) throws {
            try Shell.script(
                """
                #!/bin/sh
                echo "chancery $*" >> \(place)/calls
                case $1 in
                serve) echo $$ > \(place)/pid; \(serve) ;;
                esac

                """, at: "\(place)/server")
        }

        func run(_ arguments: String..., script: String = "run", home: Bool = true) throws -> Shell.Ended {
            var environment = ["PATH": "\(place)/bin", "TMPDIR": place]
            if home { environment["HOME"] = "\(place)/home" }
            return try Shell.run(["/bin/sh", "\(place)/deploy/\(script)"] + arguments, environment: environment)
        }

        var calls: [String] {
            ((try? LocalFile.text("\(place)/calls")) ?? "").split(separator: "\n").map(String.init)
        }

        /// The directories that are left of trials.
        var leftovers: [String] { SchemaFolder.folders(in: place).filter { $0.hasPrefix("chancery-tour") } }

        func remove() throws { _ = try Shell.run(["/bin/rm", "-rf", place]) }
    }

    private static let listening = "echo 'listening 127.0.0.1:7777'; exec sleep 60"

    @Test func withoutAToolchain() throws {
        let machine = try Machine(without: ["swift"])
        let ended = try machine.run()
        #expect(ended.status == 1)
        #expect(
            ended.err == "A Swift toolchain, 6.2 or newer, is needed on the PATH; see https://www.swift.org/install/\n")
        #expect(machine.calls.isEmpty)
        try machine.remove()
    }

    @Test(arguments: [("5.10.1", true), ("6.1", true), ("6.2", false), ("7.0.1", false)])
    func theToolchainsAge(_ version: String, _ isTooOld: Bool) throws {
        let machine = try Machine(swift: version)
        let ended = try machine.run("tour")
        #expect(ended.status != 0)
        #expect(ended.err.contains("is too old: 6.2 or newer is needed") == isTooOld, "\(ended.err)")
        #expect(machine.calls.contains { $0.hasPrefix("swift build") } != isTooOld)
        try machine.remove()
    }

    @Test func missingPackagesAreInstalledWithSudo() throws {
        let machine = try Machine(missing: ["libpq-dev", "postgresql"])
        try machine.server("exit 1")
        let ended = try machine.run("tour")
        #expect(ended.out.hasPrefix("Installing with apt-get: libpq-dev postgresql\n"))
        #expect(ended.out.contains("takes about a quarter of an hour on two free cores"))
        #expect(
            machine.calls.prefix(4) == [
                "sudo", "apt-get update -q", "sudo",
                "apt-get install -y -q --no-install-recommends libpq-dev postgresql",
            ])
        try machine.remove()
    }

    @Test func rootNeedsNoSudo() throws {
        let machine = try Machine(root: true, without: ["sudo"], missing: ["postgresql"])
        _ = try machine.run("tour")
        #expect(machine.calls.contains("apt-get install -y -q --no-install-recommends postgresql"))
        try machine.remove()
    }

    @Test func withoutRootAndSudo() throws {
        let machine = try Machine(without: ["sudo"], missing: ["postgresql"])
        for script in ["run", "test"] {
            let ended = try machine.run(script: script)
            #expect(ended.status == 1)
            #expect(
                ended.err == "These packages are missing: postgresql. You are not root and sudo is not installed: "
                    + "ask an administrator to run: apt-get install postgresql\n")
        }
        #expect(!machine.calls.contains { $0.hasPrefix("apt-get") || $0.hasPrefix("swift build") })
        try machine.remove()
    }

    @Test func anotherSystem() throws {
        let machine = try Machine(without: ["apt-get", "dpkg-query"])
        let ended = try machine.run()
        #expect(ended.status == 1)
        #expect(
            ended.err == "This is not a Debian machine, so deploy cannot install what is missing. "
                + "Install these packages and try again: libpq-dev libssl-dev pkg-config postgresql\n")
        try machine.remove()
    }

    @Test func aptThatFails() throws {
        let machine = try Machine(missing: ["postgresql"])
        try machine.stub("apt-get", "exit 100")
        let ended = try machine.run()
        #expect(ended.status == 1)
        #expect(ended.out.contains("(apt-get could not update its list of packages; trying with the one it has)"))
        #expect(ended.err == "apt-get could not install: postgresql\n")
        try machine.remove()
    }

    @Test func aBuildThatFails() throws {
        let machine = try Machine()
        try machine.stub("swift", "[ \"$1\" != --version ] || exit 0; echo 'error: no' >&2; exit 1")
        let ended = try machine.run()
        #expect(ended.status == 1 && ended.out.hasSuffix("cores; later only what changed.\nerror: no\n"))
        #expect(ended.err == "The build failed; see above.\n")
        #expect(!SchemaFolder.folders(in: machine.place).contains { $0.hasSuffix(".failed") })
        try machine.remove()
    }

    /// Where nobody looks at a terminal the steps of a build are told now and then, what is no step always.
    @Test func aBuildThatTalks() throws {
        let machine = try Machine()
        try machine.stub(
            "swift",
            """
            [ "$1" != --version ] || exit 0
            echo "swift $*" >> \(machine.place)/calls
            for step in 1 2 3 4 5 6 7 8 9; do echo "[$step/9] Compiling Record Digest.swift"; done
            echo 'Digest.swift:1:1: note: this is said' >&2
            mkdir -p .build-release/release && cp server .build-release/release/chancery
            """)
        try machine.server(Self.listening)
        let ended = try machine.run("tour")
        #expect(ended.status == 0, "\(ended.err)")
        #expect(!ended.out.contains("Compiling") && !ended.out.contains("\r"))
        #expect(ended.out.contains("\nDigest.swift:1:1: note: this is said\nBuilt in 0:"))
        let build = try #require(machine.calls.first { $0.hasPrefix("swift build") })
        #expect(build.contains("-c release --product chancery") && build.contains("--static-swift-stdlib"))
        // What is newer than all that it is made of is not built again.
        #expect(try machine.run("tour").out.contains("Built in") == false)
        try machine.remove()
    }

    /// Where the standard input is closed the programs that are run have one all the same, and every test runs, root or not.
    @Test(arguments: [true, false])
    func aClosedInput(_ isRoot: Bool) throws {
        let machine = try Machine(root: isRoot)
        try machine.stub(
            "swift",
            """
            echo "swift $*" >> \(machine.place)/calls
            [ -e /proc/$$/fd/0 ] || echo "no input" >> \(machine.place)/calls
            [ "$1" != --version ] || echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'
            """)
        let ended = try Shell.run(
            ["/bin/sh", "-c", "exec <&-; exec /bin/sh \(machine.place)/deploy/test"],
            environment: ["PATH": "\(machine.place)/bin", "HOME": machine.place])
        #expect(ended.status == 0, "\(ended.err)")
        let tests = "swift test --skip-build --event-stream-output-path .build/tests.events "
        #expect(
            machine.calls.suffix(3) == [
                "swift build --build-tests", tests + "--skip EndToEndTests", tests + "--filter EndToEndTests",
            ], "\(machine.calls)")
        try machine.remove()
    }

    /// `deploy/test full` runs row after row, says what came of each, and goes on where it stopped.
    @Test func everythingRowByRow() throws {
        let machine = try Machine()
        try machine.stub(
            "swift",
            """
            echo "swift $*" >> \(machine.place)/calls
            ran() { echo "✔ Test run with $1 in 1 suite passed after 0.001 seconds."; }
            case "$*" in
            --version) echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)' ;;
            *SplitTests) echo 'figure: 3 pieces, 10 bytes'; echo 'figure: 4 pieces, 20 bytes'; ran '2 tests' ;;
            *AuthorizationTests) exit 1 ;;
            *FuzzTests) ran '0 tests' ;;
            *CutTests)
                begun=.build/full/cuts.begun
                while [ -e $begun ] && ! [ Sources/Edited.swift -nt $begun ]; do echo >Sources/Edited.swift; done
                ran '1 test' ;;
            test*) ran '2 tests' ;;
            esac
            """)
        func full(_ rows: String...) throws -> (status: Int32, out: String, err: String) {
            let ended = try Shell.run(
                ["/bin/sh", "\(machine.place)/deploy/test", "full"] + rows,
                environment: ["PATH": "\(machine.place)/bin", "HOME": machine.place])
            return (ended.status, ended.out, ended.err)
        }
        let none = try full("nonsense")
        #expect(none.status == 1 && none.err.contains("there is no row \"nonsense\". There are: tests conformance "))
        let two = try full("splits", "matrix")
        #expect(two.status == 1)
        func expect(_ rows: String..., in out: String) throws {
            for row in rows {
                let pattern = try Regex("\\| " + row.replacing("|", with: "\\|") + " \\|")
                #expect(out.contains(pattern), "\(out)")
            }
        }
        try expect(
            "splits | .* | passed | .* | 7 pieces, 30 bytes", "matrix | .* | FAILED", "json | .* | not run", in: two.out
        )
        // What passed is not run again, what failed is.
        let rest = try full()
        #expect(rest.status == 1 && rest.out.contains("splits: passed before"))
        #expect(machine.calls.count { $0.hasSuffix(" SplitTests") } == 1)
        #expect(machine.calls.count { $0.hasSuffix(" AuthorizationTests") } == 2)
        try expect("json | .* | passed | .* | 2 tests", "cuts | .* | passed | .* | 1 test", in: rest.out)
        // A row of which no test ran has not passed, and one in the middle of which a source was changed is run again.
        try expect("fuzz | .* | FAILED", in: rest.out)
        let again = try full()
        for (row, isPassed) in [("fuzz", false), ("cuts", false), ("order", true)] {
            #expect(again.out.contains("\(row): passed before") == isPassed, "\(again.out)")
        }
        try machine.remove()
    }

    /// The page has the rows that there are.
    @Test func thePageHasTheRowsOfFull() throws {
        let listed = try Shell.run([
            "/bin/sh", "-c",
            ". \(Repository.path("deploy/full.sh")); full_rows | sed 's/;[^;]*;/ | /; s/^/| /; s/$/ |/'",
        ]).out
        let page = try LocalFile.text(Repository.path("docs/testing.md"))
        #expect(listed.split(separator: "\n").count > 8 && page.contains("| --- | --- |\n" + listed), "\(listed)")
    }

    @Test(arguments: [["nonsense"], ["--output"], ["--output", "x", "more"]])
    func wordsThatThePackageDoesNotUnderstand(_ words: [String]) throws {
        let machine = try Machine()
        let ended = try Shell.run(
            ["/bin/sh", "\(machine.place)/deploy/package"] + words,
            environment: ["PATH": "\(machine.place)/bin", "HOME": machine.place])
        #expect(ended.status == 1)
        #expect(
            ended.err.contains("is not understood. Usage: deploy/package") || ended.err.contains("needs a directory"))
        #expect(machine.calls.isEmpty)
        try machine.remove()
    }

    @Test func theTrialIsStoppedAndRemoved() throws {
        let machine = try Machine()
        try machine.server(Self.listening)
        let ended = try machine.run("tour", "--whole")
        #expect(ended.status == 0, "\(ended.err)")
        #expect(machine.calls.contains("chancery tour schema/forums/asem --whole"))
        #expect(
            ended.out.hasSuffix(" is removed.\n") && ended.out.contains("TRIAL  The server of the trial is stopped"))
        #expect(machine.leftovers.isEmpty)
        let pid = try LocalFile.text("\(machine.place)/pid").split(separator: "\n").first.flatMap { Int32($0) }
        #expect(try Shell.run(["/bin/kill", "-0", "\(try #require(pid))"]).status != 0)
        try machine.remove()
    }

    /// A tour that fails leaves nothing behind either, and its status is told.
    @Test func aTrialThatFails() throws {
        let machine = try Machine()
        try machine.server(Self.listening + " ;; tour) exit 1")
        #expect(try machine.run("tour").status == 1)
        #expect(machine.leftovers.isEmpty)
        try machine.server("echo 'chancery: no programs of PostgreSQL' >&2; exit 1")
        let ended = try machine.run("tour")
        _ = try Shell.run(["/bin/rm", "-r", "\(machine.place)/.build-release"])
        #expect(ended.status == 1)
        let other = try machine.run("tour")
        #expect(other.status == 1 && machine.leftovers.isEmpty)
        #expect(other.err == "chancery: no programs of PostgreSQL\nThe server did not start; its error is above.\n")
        try machine.remove()
    }

    @Test func theForumIsLoadedOnce() throws {
        let machine = try Machine()
        try machine.server("echo 'listening 127.0.0.1:7777'; exit 0 ;; forum) [ \"$2\" != show ] || exit 1")
        let ended = try machine.run()
        #expect(ended.status == 0, "\(ended.err)")
        #expect(
            machine.calls.contains(
                "chancery serve --data \(machine.place)/home/.local/share/chancery --listen 127.0.0.1:7420"))
        #expect(machine.calls.contains("chancery forum load schema/forums/asem"))
        #expect(ended.out.contains("Chancery listens on 127.0.0.1:7777.\nThe data is in \(machine.place)/home/"))
        #expect(
            ended.out.contains("  chancery import schema/forums/asem/initiatives.jsonl\n  chancery list --origin all\n")
        )
        try machine.remove()
    }

    @Test func aRunWithoutAHome() throws {
        let machine = try Machine()
        try machine.server(Self.listening)
        let ended = try machine.run(home: false)
        #expect(ended.status == 1)
        #expect(
            ended.err
                == "HOME is not set; say where to keep the data: deploy/run --data DIR\n")
        try machine.remove()
    }

    @Test(arguments: [["nonsense"], ["tour", "more"], ["--data"], ["--listen"], ["--data", "/x", "more"]])
    func wordsThatAreNotUnderstood(_ words: [String]) throws {
        let machine = try Machine()
        try machine.server(Self.listening)
        let ended = try Shell.run(
            ["/bin/sh", "\(machine.place)/deploy/run"] + words,
            environment: ["PATH": "\(machine.place)/bin", "HOME": machine.place])
        #expect(ended.status == 1)
        #expect(ended.err.contains("is not understood. Usage: deploy/run") || ended.err.contains(" needs "))
        #expect(!machine.calls.contains { $0.hasPrefix("chancery serve") })
        try machine.remove()
    }

    @Test func theHelp() throws {
        let ended = try Shell.run(["/bin/sh", Repository.path("deploy/run"), "--help"])
        #expect(ended.status == 0 && ended.out.contains("deploy/run tour [--whole]"))
    }
}
