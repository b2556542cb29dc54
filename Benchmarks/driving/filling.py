"""A forum that is filled by the program `fill`: five events a proposal, written by Chancery's own code through its own store."""
import subprocess, sys, time
from . import setting


class Filling:
    """Proposals are added without the database's checks, which take as long as the writing: an audit can look at each event afterwards."""

    def __init__(self, program, cluster, server):
        if not program.exists():
            sys.exit("there is no %s; build it: swift build -c release --package-path Benchmarks --scratch-path .build-benchmarks" % program)
        self.program, self.cluster, self.server, self.size = program, cluster, server, 0

    def fill(self, size, waiting):
        """Up to so many proposals, of which the first so many running ones wait for the partner DK."""
        setting.say("filling up to %d proposals" % size)
        started = time.monotonic()
        self.server.switch_checks("DISABLE")
        done = subprocess.run(
            [str(self.program), "--database", self.cluster.conninfo(self.server.database), "--proposals", str(size - self.size),
             "--heard", "DK", "--waiting", str(waiting), "--seed", str(size)], capture_output=True, text=True)
        if done.returncode:
            sys.exit("fill: " + done.stderr)
        self.server.switch_checks("ENABLE")
        events = (size - self.size) * 5
        self.size = size
        setting.say("  %d events in %.0f s" % (events, time.monotonic() - started))
        self.cluster.run(self.server.database, "VACUUM ANALYZE; CHECKPOINT;")

    def running(self):
        """The proposals with an open round, in order."""
        return self.cluster.run(
            self.server.database,
            "SELECT ref FROM proposal WHERE forum = 'asem' AND has_open_round ORDER BY ref_year, ref_number;").split()
