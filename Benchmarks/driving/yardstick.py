"""What somebody would write by hand on PostgreSQL instead: pgbench with the transaction of yardstick/transition.sql."""
import pathlib, subprocess, sys, tempfile
from .cluster import program
from .load import measured

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "yardstick"
UNIQUE = """SELECT string_agg(columns, '; ' ORDER BY columns) FROM (
    SELECT string_agg(a.attname, ', ' ORDER BY k.place) AS columns
    FROM pg_index AS i CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (number, place)
    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number
    WHERE i.indrelid = '%s'::regclass AND i.indisunique GROUP BY i.indexrelid) AS u;"""


def percentile(ordered, share):
    """What so much of a hundred did not exceed."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))] if ordered else 0.0


class Yardstick:
    database = "yardstick"

    def __init__(self, cluster, proposals, event_bytes):
        self.cluster, self.proposals, self.event_bytes = cluster, proposals, event_bytes

    def fill(self, chancery_database):
        """As many proposals as the forum has, and an event table with the same unique keys as Chancery's: else it were no yardstick."""
        self.cluster.create(self.database)
        self.cluster.run(self.database, (FOLDER / "schema.sql").read_text())
        self.cluster.run(self.database, "SELECT fill(%d);" % self.proposals)
        self.cluster.run(self.database, "VACUUM ANALYZE;")
        mine, theirs = (self.cluster.run(name, UNIQUE % "event") for name in (self.database, chancery_database))
        if mine != theirs:
            sys.exit("the yardstick's events have the unique keys %s, Chancery's %s: correct yardstick/schema.sql" % (mine, theirs))

    def run(self, script, clients, seconds):
        """One run of pgbench, after a short one that warms up."""
        self.pgbench(script, clients, max(1, seconds // 4))
        return measured(self.cluster, None, lambda: self.pgbench(script, clients, seconds))

    def pgbench(self, script, clients, seconds):
        with tempfile.TemporaryDirectory() as folder:
            command = [
                program("pgbench"), "-n", "-M", "prepared", "-c", clients, "-j", min(clients, 2), "-T", seconds, "-f", FOLDER / script,
                "-D", "proposals=%d" % self.proposals, "-D", "event=" + "x" * self.event_bytes, "-l", "--log-prefix", folder + "/log",
                self.cluster.conninfo(self.database)]
            done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
            if done.returncode:
                sys.exit("pgbench %s: %s" % (script, done.stderr))
            times = sorted(
                int(line.split()[2]) / 1000 for path in pathlib.Path(folder).iterdir() for line in path.read_text().splitlines())
        tps = next(float(line.split()[2]) for line in done.stdout.splitlines() if line.startswith("tps = "))
        return {"throughput": tps, "answered": len(times), "p50": percentile(times, 50), "p99": percentile(times, 99),
                "p99.9": percentile(times, 99.9)}
