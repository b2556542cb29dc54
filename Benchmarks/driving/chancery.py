"""A Chancery server on the benchmark's PostgreSQL, and a forum in it as the README makes one."""
import datetime, json, os, pathlib, socket, subprocess, sys
from . import processes

ROOT = pathlib.Path(__file__).resolve().parents[2]
FORUM = "asem"
# The tables whose triggers look at what is written.
CHECKED = ("event", "proposal", "proposal_text", "forum_head", "request")


class Chancery:
    def __init__(self, folder, cluster, program, schema, database="chancery", signs=True):
        self.signs = signs
        self.folder = pathlib.Path(folder)
        self.cluster, self.program, self.schema, self.database = cluster, str(program), pathlib.Path(schema), database
        self.socket = str(self.folder / "chancery")
        self.address = "unix:" + self.socket
        self.tokens = self.folder / "tokens"
        self.admin = self.folder / "admin.token"
        self.process, self.web = None, None
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("CHANCERY_")}
        self.environment.update(
            CHANCERY_SERVER=self.address, CHANCERY_SCHEMA=str(self.schema), CHANCERY_TOKEN_FILE=str(self.admin),
            CHANCERY_FORUM=FORUM, CHANCERY_TIMEOUT="0")

    def init(self):
        self.cluster.create(self.database)
        said = self.run("init", "--database", self.cluster.conninfo(self.database))
        token = next(word for line in said.splitlines() for word in line.split() if word.startswith("chy_"))
        self.admin.touch(mode=0o600)
        self.admin.write_text(token + "\n")

    def start(self):
        self.log = open(self.folder / "chancery.log", "a")
        self.process = subprocess.Popen(
            [self.program, "serve", "--database", self.cluster.conninfo(self.database), "--socket", self.socket, "--web", "127.0.0.1:0"]
            + (["--signer", str(self.folder / "signer")] if self.signs else []), stdout=subprocess.PIPE, stderr=self.log, text=True, env=self.environment,
            start_new_session=True)
        for line in self.process.stdout:
            if line.startswith("listening http:"):
                self.web = line.split()[1]
                return self
        sys.exit("the server did not start: " + (self.folder / "chancery.log").read_text()[-2000:])

    def stop(self):
        if self.process:
            processes.stop(self.process)

    def seconds(self):
        return processes.seconds(self.process.pid)

    def run(self, *arguments):
        done = subprocess.run([self.program, *map(str, arguments)], env=self.environment, capture_output=True, text=True)
        if done.returncode:
            sys.exit("chancery %s: %s" % (" ".join(map(str, arguments)), done.stderr))
        return done.stdout

    def version(self):
        return self.run("--version").strip()

    def open_forum(self):
        """The forum of 53 partners, an account for each, a coordinator, a leader, and a meeting of senior officials of today."""
        self.run("forum", "load", self.schema / "forums" / FORUM)
        self.run("account", "import", "--role", "contact-point", "--role", "proposer", "--tokens", self.tokens)
        self.coordinator, self.leader = self.folder / "coordinator.token", self.folder / "leader.token"
        self.run("token", "issue", FORUM + "/regional-coordinator-EU", "--out", self.coordinator)
        self.run("account", "create", "--role", "som-leader", "--partner", "IT")
        self.run("token", "issue", FORUM + "/som-leader-IT", "--out", self.leader)
        today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
        self.run("meeting", "schedule", "som-today", "--kind", "som", "--starts", today)
        self.run("meeting", "held", "som-today", "--starts", today, "--ends", today)

    def switch_checks(self, how):
        """The database's own checks of what is written: ENABLE or DISABLE. The words of texts are gathered all the same."""
        for table in CHECKED:
            self.cluster.run(self.database, "ALTER TABLE %s %s TRIGGER USER;" % (table, how))
        self.cluster.run(self.database, "ALTER TABLE proposal_text ENABLE TRIGGER proposal_text_words_insert;")

    def speak(self, token, requests):
        """Requests of one account by the line protocol, one after the other; each must be answered OK."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(self.socket)
            lines = connection.makefile("rw", encoding="utf-8", newline="\n")
            lines.readline()
            for number, request in enumerate(["AUTH " + json.dumps({"token": token.read_text().strip()})] + requests):
                lines.write("%d %s\n" % (number, request))
                lines.flush()
                while (answer := lines.readline()) and answer.startswith("*"):
                    pass
                if not answer.startswith("%d OK" % number):
                    sys.exit("%s: %s" % (request, answer))

    def token(self, partner):
        return self.tokens / (partner + ".token")

    def event_bytes(self, kind):
        """How long events of a kind are, on average."""
        said = self.cluster.run(
            self.database, "SELECT round(avg(length(bytes))) FROM event WHERE forum = '%s' AND kind = '%s';" % (FORUM, kind))
        return int(said or 0)

    def events(self):
        return int(self.cluster.run(self.database, "SELECT next_position FROM forum_head WHERE forum = '%s';" % FORUM))

    def audit(self):
        """The audit's report; anything that it finds ends the benchmark."""
        lines = [json.loads(line) for line in self.run("audit", "--json").splitlines()]
        return lines[-1]
