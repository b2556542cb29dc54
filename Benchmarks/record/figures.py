#!/usr/bin/env python3
"""The figures of docs/record.md: how fast a record is signed and a bundle verified, and with how much memory.

Runs a server of its own with a private PostgreSQL in a new folder, fills the record of a forum through the protocol, and removes
everything again. Needs the program, built with `swift build -c release`; Python's standard library is enough.
"""
import argparse, fcntl, hashlib, json, os, pathlib, shutil, socket, subprocess, sys, tempfile, threading, time

HERE = pathlib.Path(__file__).resolve().parents[2]
WINDOW = 30  # requests that wait for an answer on one connection


class Server:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.socket = str(folder / "socket")
        self.environment = dict(os.environ, CHANCERY_SERVER="unix:" + self.socket, CHANCERY_SCHEMA=str(HERE / "schema"))

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--data", str(self.folder / "data"), "--socket", self.socket],
            stdout=subprocess.PIPE, text=True, env=self.environment)
        for line in self.process.stdout:
            if line.startswith("listening "):
                break
        self.environment["CHANCERY_TOKEN_FILE"] = str(self.folder / "data/admin.token")

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def run(self, *arguments):
        done = subprocess.run([self.program, *arguments], env=self.environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit("chancery %s: %s" % (" ".join(arguments), done.stderr))
        return done.stdout


class Connection:
    """Sends requests, up to WINDOW before the first is answered; a refusal ends the run."""

    def __init__(self, server, token):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(server.socket)
        self.lines = self.socket.makefile("rb")
        self.lines.readline()
        self.sent, self.open, self.refs = 0, 0, set()
        self.ask("AUTH " + json.dumps({"token": token}))

    def send(self, line):
        if self.open == WINDOW:
            self.receive()
        self.sent += 1
        self.open += 1
        self.socket.sendall(("%d %s\n" % (self.sent, line)).encode())

    def receive(self):
        while True:
            line = self.lines.readline()
            parts = line.split(b" ", 2)
            if len(parts) < 2 or parts[1] in (b"ERR", b"BYE"):
                sys.exit("refused: %s" % line.decode())
            if parts[1] == b"OK":
                self.open -= 1
                answer = json.loads(parts[2]) if len(parts) > 2 else {}
                if "ref" in answer:
                    self.refs.add(answer["ref"])
                return answer

    def ask(self, line):
        self.send(line)
        return self.drain()

    def drain(self):
        answer = None
        while self.open:
            answer = self.receive()
        return answer


def each(connections, work):
    """Does something on every connection at the same time."""
    threads = [threading.Thread(target=work, args=(number, one)) for number, one in enumerate(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def fields(number):
    return {
        "title": "Zz%xa qq%xb" % (number, number), "pillar": "economic", "focus_areas": [], "objective": "To try things out.",
        "goals": "Two of them.", "rationale": "It follows from the guidance.", "guidance": ["A statement"],
        "outline": "Day one, day two.", "location": "Nowhere", "starts": "2099-03-01", "ends": "2099-03-02",
        "expected_outcomes": "A report.", "prime_actors": ["government"], "audience": "Officials",
        "cost": {"currency": "EUR", "amount": "1500.00"}, "finance": "The host pays.", "mutual_benefit": "Both regions learn.",
        "contribution": "It adds to the process.", "organisers": [{"partner": "DE"}, {"partner": "JP"}], "expected_partners": 20,
    }


def verify(server, policy, bundle):
    """Seconds of a processor, and the most memory in MiB, that the offline verifier takes; its report."""
    output = server.folder / "report"
    with open(output, "w") as file:
        pid = os.posix_spawn(
            server.program, [server.program, "verify", str(bundle), "--policy", str(policy), "--json"], server.environment,
            file_actions=[(os.POSIX_SPAWN_DUP2, file.fileno(), 1)])
        _, _, usage = os.wait4(pid, 0)
    report = json.loads(output.read_text())
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, report


def hashing(bundle):
    """Seconds of a processor to hash the file once: a yardstick of this machine at this moment."""
    started = time.process_time()
    with open(bundle, "rb") as file:
        hashlib.file_digest(file, "sha256")
    return time.process_time() - started


def figures(server, options):
    server.start()
    server.run("forum", "load", str(HERE / "schema/forums/asem"))
    server.run("account", "import", "--forum", "asem", "--tokens", str(server.folder / "tokens"))
    server.run("account", "create", "--forum", "asem", "--role", "proposer", "--partner", "FR")
    server.run("token", "issue", "asem/proposer-FR", "--out", str(server.folder / "fr.token"))
    proposer = Connection(server, (server.folder / "fr.token").read_text().strip())
    speakers = [Connection(server, path.read_text().strip()) for path in sorted((server.folder / "tokens").glob("*.token"))]
    for number in range(options.proposals):
        proposer.send("DRAFT asem " + json.dumps(fields(number)))
    proposer.drain()
    refs = sorted(proposer.refs)
    for ref in refs:
        proposer.send("ADVANCE %s circulate {\"track\":\"work-programme\"}" % ref)
    proposer.drain()
    started, before = time.monotonic(), length(server)
    each(speakers, lambda _, one: [one.send("ACK " + ref) for ref in refs] and one.drain())
    print("written through the protocol: %.0f events a second" % ((length(server) - before) / (time.monotonic() - started)))
    measure(server, options, len(refs))
    each(speakers, lambda _, one: [one.send("POSITION %s support" % ref) for ref in refs] and one.drain())
    measure(server, options, len(refs))
    while length(server) < options.events:
        count = min(500, (options.events - length(server)) // len(speakers) + 1)
        each(speakers, lambda number, one: [
            one.send("NOTE %s {\"text\":\"Note %d\"}" % (refs[(n * 53 + number) % len(refs)], n)) for n in range(count)] and one.drain())
    measure(server, options, len(refs))
    server.stop()
    sign(server, options)


def length(server):
    return json.loads(server.run("checkpoint", "--forum", "asem", "--json"))["size"]


def measure(server, options, proposals):
    bundle, policy = server.folder / "bundle", server.folder / "policy"
    length(server)
    policy.write_text("log %s\nquorum none\n" % server.run("checkpoint", "--forum", "asem", "--key").strip())
    started = time.monotonic()
    server.run("export", "--forum", "asem", "--out", str(bundle))
    exported = time.monotonic() - started
    taken = [verify(server, policy, bundle) for _ in range(options.runs)]
    seconds, memory, report = min(taken, key=lambda one: one[0])
    yardstick = min(hashing(bundle) for _ in range(options.runs))
    print("%d events of %d proposals, %d MB: exported in %.1f s, verified in %.2f s of one core (%.0f events a second, %.1f times as long as "
          "hashing the file once), %.0f MiB at most: %s" % (
        report["events"], proposals, bundle.stat().st_size / 1e6, exported, seconds, report["events"] / seconds, seconds / yardstick,
        memory, report["verdict"]))


def sign(server, options):
    """Keeps the signer from its folder while new events are written, then lets it sign all of them at once."""
    with open(server.folder / "data/signer/asem/lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server.start()
        before = length(server)
        speakers = [Connection(server, path.read_text().strip()) for path in sorted((server.folder / "tokens").glob("*.token"))]
        refs = [json.loads(line)["ref"] for line in server.run("list", "--forum", "asem", "--limit", "20", "--json").splitlines()
                if "\"ref\"" in line]
        count = options.new // len(speakers) + 1
        each(speakers, lambda number, one: [
            one.send("NOTE %s {\"text\":\"New %d\"}" % (refs[(n + number) % len(refs)], n)) for n in range(count)] and one.drain())
        fcntl.flock(lock, fcntl.LOCK_UN)
    connection = Connection(server, (server.folder / "data/admin.token").read_text().strip())
    started = time.monotonic()
    after = connection.ask("CHECKPOINT asem")["size"]
    print("checkpoint over %d new events of a record of %d: %.3f s" % (after - before, after, time.monotonic() - started))
    server.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(HERE / ".build/release/chancery"))
    parser.add_argument("--proposals", type=int, default=1850, help="each has some 108 events in the end")
    parser.add_argument("--events", type=int, default=1_000_000, help="how long the record is when it is signed")
    parser.add_argument("--new", type=int, default=10_000, help="the events that are signed at once")
    parser.add_argument("--runs", type=int, default=3, help="how often a bundle is verified; the best counts")
    given = parser.parse_args()
    place = pathlib.Path(tempfile.mkdtemp(prefix="chancery-figures-"))
    place.chmod(0o711)  # PostgreSQL may run as another user
    server = Server(given.program, place)
    try:
        figures(server, given)
    finally:
        if server.process.poll() is None:
            server.stop()
        shutil.rmtree(place, ignore_errors=True)
