"""The peer of peers/django behind gunicorn, and clients that ask it over connections that stay open."""
import multiprocessing, os, pathlib, random, socket, subprocess, sys, time, venv
from . import processes
from .load import measured
from .yardstick import percentile

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "peers/django"
TOKEN = "peer"


def ask(address, connections, proposals, event_bytes, warmup, seconds, seed, answers):
    """One process: a position of a random proposal on each of its connections, over and over; answers how long each took, in ms."""
    # Threads of a process would wait for one another; a request each in turn on a few connections keeps all of them busy.
    chance = random.Random(seed)
    start = time.monotonic()
    open_ones, times, answered = [], [], 0
    try:
        for _ in range(connections):
            one = socket.socket(socket.AF_UNIX)
            one.connect(address)
            open_ones.append([one, b"", 0.0])
        import select
        waiting = select.epoll()
        by_number = {one[0].fileno(): one for one in open_ones}

        def send(one):
            body = '{"stance":"support","reason":"%s"}' % ("%x " % chance.getrandbits(64) + "x" * max(event_bytes - 120, 1))
            one[1], one[2] = b"", time.monotonic()
            one[0].sendall((
                "POST /proposals/%d/position HTTP/1.1\r\nHost: peer\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
                "Content-Length: %d\r\n\r\n%s" % (chance.randint(1, proposals), TOKEN, len(body), body)).encode())

        for one in open_ones:
            waiting.register(one[0], select.EPOLLIN)
            send(one)
        while time.monotonic() - start < warmup + seconds:
            for number, _ in waiting.poll(1):
                one = by_number[number]
                more = one[0].recv(65536)
                if not more:
                    raise RuntimeError("the peer closed a connection")
                one[1] += more
                head, separator, body = one[1].partition(b"\r\n\r\n")
                if not separator:
                    continue
                length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
                if len(body) < length:
                    continue
                if not head.startswith(b"HTTP/1.1 200"):
                    raise RuntimeError("the peer answered " + one[1][:200].decode(errors="replace"))
                now = time.monotonic()
                answered += 1
                if one[2] - start >= warmup:
                    times.append((now - one[2]) * 1000)
                send(one)
        answers.put((answered, times, None))
    except Exception as error:
        answers.put((answered, times, repr(error)))
    finally:
        for one in open_ones:
            one[0].close()


class Peer:
    database = "peer"

    def __init__(self, folder, cluster, proposals, event_bytes):
        self.folder, self.cluster, self.proposals, self.event_bytes = pathlib.Path(folder), cluster, proposals, event_bytes
        self.socket = str(self.folder / "peer")
        self.process = None
        self.environment = dict(
            os.environ, PEER_DATABASE=self.database, PEER_HOST=str(cluster.folder), PEER_USER=cluster.role, PYTHONDONTWRITEBYTECODE="1")

    def start(self):
        """Installs it into an environment of its own, fills it, and starts gunicorn."""
        place = self.folder / "peer-environment"
        venv.create(place, with_pip=True)
        programs = place / "bin"
        self.command([programs / "pip", "install", "-q", "--disable-pip-version-check", "-r", FOLDER / "requirements.txt"])
        self.versions = ", ".join(
            line for line in self.command([programs / "pip", "list", "--format", "freeze", "--disable-pip-version-check"]).split()
            if line.lower().startswith(("django", "gunicorn", "psycopg==")))
        self.cluster.create(self.database)
        self.command([programs / "python", "fill.py", self.proposals, TOKEN])
        self.cluster.run(self.database, "VACUUM ANALYZE;")
        workers = 2 * (os.cpu_count() or 1) + 1
        self.log = open(self.folder / "peer.log", "w")
        self.process = subprocess.Popen(
            [str(programs / "gunicorn"), "--bind", "unix:" + self.socket, "--workers", str(workers), "--worker-class", "gthread",
             "--threads", "4", "--keep-alive", "75", "--log-level", "warning", "wsgi"],
            cwd=FOLDER, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True)
        for _ in range(300):
            if pathlib.Path(self.socket).exists():
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        sys.exit("the peer did not start: " + (self.folder / "peer.log").read_text()[-2000:])

    def command(self, words):
        done = subprocess.run([str(word) for word in words], cwd=FOLDER, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit("%s: %s" % (" ".join(map(str, words)), done.stderr[-2000:]))
        return done.stdout

    def seconds(self):
        return processes.seconds_of_tree(self.process.pid)

    def stop(self):
        if self.process:
            processes.stop(self.process)

    def run(self, connections, seconds):
        return measured(self.cluster, self, lambda: self.ask(connections, seconds))

    def ask(self, connections, seconds):
        answers = multiprocessing.Queue()
        clients = min(connections, 4)
        started = [
            multiprocessing.Process(
                target=ask, args=(self.socket, connections // clients + (number < connections % clients), self.proposals, self.event_bytes,
                                  max(0.5, seconds / 4), seconds, number, answers), daemon=True)
            for number in range(clients)]
        for one in started:
            one.start()
        told = [answers.get(timeout=seconds * 2 + 60) for _ in started]
        for one in started:
            one.join()
        for _, _, error in told:
            if error:
                sys.exit("the peer: %s; %s" % (error, (self.folder / "peer.log").read_text()[-1000:]))
        times = sorted(time for one in told for time in one[1])
        return {"throughput": len(times) / seconds, "answered": sum(one[0] for one in told), "p50": percentile(times, 50),
                "p99": percentile(times, 99), "p99.9": percentile(times, 99.9)}
