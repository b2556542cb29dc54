"""A PostgreSQL of the benchmark's own, in a new folder, reached by a UNIX socket alone."""
import glob, os, pathlib, pwd, shutil, signal, subprocess, sys, time
from . import processes

ROOT = pathlib.Path(__file__).resolve().parents[2]


def program(name):
    """A program of PostgreSQL: Debian keeps those of the server outside of the path."""
    places = sorted(glob.glob("/usr/lib/postgresql/*/bin/" + name), key=lambda one: int(one.split("/")[4]))
    found = places[-1] if places else shutil.which(name)
    return found or sys.exit("%s is not installed: apt-get install postgresql" % name)


def unprivileged():
    """Whom PostgreSQL runs as: it refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            pass
    sys.exit("run this as an ordinary user: PostgreSQL refuses root, and there is neither a user postgres nor nobody")


class Cluster:
    """Settings are those of deploy/postgresql.conf, which operators are told to use, and what is given here."""

    def __init__(self, folder, **settings):
        self.folder = pathlib.Path(folder) / "postgres"
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        user = unprivileged()
        self.identity = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self.role = "benchmark"
        self.settings = dict(settings, listen_addresses="''", unix_socket_directories="'%s'" % self.folder,
                             logging_collector="off", log_lock_waits="off", max_connections="200")
        self.process = None

    def start(self):
        self.folder.mkdir()
        if self.identity:
            os.chown(self.folder, self.identity["user"], self.identity["group"])
        subprocess.run(
            [program("initdb"), "-D", str(self.data), "-U", self.role, "--auth=trust", "--encoding=UTF8", "--locale=C",
             "--data-checksums"], check=True, stdout=subprocess.DEVNULL, cwd="/", **self.identity)
        with open(self.data / "postgresql.conf", "a") as file:
            file.write((ROOT / "deploy/postgresql.conf").read_text())
            for name, value in self.settings.items():
                file.write("%s = %s\n" % (name, value))
        # A session of its own: Ctrl-C reaches this program alone, which then stops everything in order.
        self.process = subprocess.Popen(
            [program("postgres"), "-D", str(self.data)], stdout=open(self.log, "w"), stderr=subprocess.STDOUT,
            start_new_session=True, cwd="/", **self.identity)
        for _ in range(600):
            if self.process.poll() is not None:
                sys.exit("PostgreSQL did not start: " + self.log.read_text()[-2000:])
            ready = subprocess.run([program("pg_isready"), "-q", "-h", str(self.folder)])
            if ready.returncode == 0:
                return self
            time.sleep(0.1)
        sys.exit("PostgreSQL did not start within a minute; %s says why" % self.log)

    def stop(self):
        if self.process:
            processes.stop(self.process, signal.SIGINT)

    def conninfo(self, database):
        return "host=%s user=%s dbname=%s" % (self.folder, self.role, database)

    def run(self, database, sql):
        """What psql says to some SQL, unaligned and without headers."""
        done = subprocess.run(
            [program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", self.conninfo(database)], input=sql, text=True, capture_output=True)
        if done.returncode:
            sys.exit("psql: " + done.stderr)
        return done.stdout.strip()

    def create(self, database):
        self.run("postgres", "CREATE DATABASE %s;" % database)

    def wal(self):
        """Bytes of the log that were written since the cluster was made."""
        return int(self.run("postgres", "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint;"))

    def seconds(self):
        """Processor time of all of PostgreSQL."""
        return processes.seconds_of_tree(self.process.pid)

    def described(self):
        """The settings that matter for the figures, as the running server states them."""
        names = ("server_version", "shared_buffers", "fsync", "synchronous_commit", "full_page_writes", "wal_compression",
                 "data_checksums", "max_wal_size", "checkpoint_timeout", "jit")
        return {name: self.run("postgres", "SHOW %s;" % name) for name in names}
