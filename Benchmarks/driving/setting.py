"""What every benchmark begins with: its options, its folder, and that everything is stopped at its end."""
import argparse, contextlib, pathlib, shutil, sys, tempfile
from . import processes
from .chancery import Chancery
from .cluster import ROOT, Cluster
from .load import Load

BUILT = ROOT / ".build-benchmarks/release"
SERVERS = [ROOT / ".build-release/release/chancery", ROOT / ".build/release/chancery"]


def options(description, name):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=next((one for one in SERVERS if one.exists()), SERVERS[0]),
                        help="the server, built in release mode: %(default)s")
    parser.add_argument("--schema", type=pathlib.Path, default=ROOT / "schema", help="its migrations and forums: %(default)s")
    parser.add_argument("--load", type=pathlib.Path, default=BUILT / "load", help="the load generator: %(default)s")
    parser.add_argument("--folder", type=pathlib.Path, help="where the new folder is made, on the disk that is to be measured: %s"
                        % tempfile.gettempdir())
    parser.add_argument("--shared-buffers", default="1GB", help="memory of PostgreSQL: %(default)s")
    parser.add_argument("--quick", action="store_true", help="a few seconds a measure, once")
    parser.add_argument("--json", help="a file for the figures")
    parser.add_argument("--markdown", help="a page for the table, such as docs/performance.md: between <!-- %s: begin --> and end" % name)
    return parser


@contextlib.contextmanager
def standing(given, load=True):
    """A cluster, a server with its forum, and the load generator, where it is needed; stopped and removed however it ends."""
    needed = [(given.program, "deploy/run, or swift build -c release")]
    if load:
        needed.append((given.load, "swift build -c release --package-path Benchmarks --scratch-path .build-benchmarks"))
    for path, how in needed:
        if not path.exists():
            sys.exit("there is no %s; build it: %s" % (path, how))
    processes.interrupt_on_signals()
    place = pathlib.Path(tempfile.mkdtemp(prefix="chancery-bench-", dir=given.folder))
    place.chmod(0o711)  # PostgreSQL may run as another user
    try:
        with contextlib.ExitStack() as stack:
            cluster = Cluster(place, shared_buffers=given.shared_buffers)
            stack.callback(cluster.stop)
            cluster.start()
            server = Chancery(place, cluster, given.program, given.schema)
            server.init()
            stack.callback(server.stop)
            server.start()
            server.open_forum()
            yield stack, cluster, server, Load(given.load, cluster, server)
    except KeyboardInterrupt:
        sys.exit("interrupted; everything that was started is stopped")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def say(words):
    print(words, file=sys.stderr, flush=True)
