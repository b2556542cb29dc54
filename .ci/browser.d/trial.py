"""The trial forums that the parts of .ci/browser run in: loaded by the program, filled by the API."""

import csv
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("CHANCERY_PROGRAM", "")
WEB = os.environ.get("CHANCERY_WEB", "")
PLACE = pathlib.Path(os.environ.get("CHANCERY_PLACE", "/nonexistent"))

# Who speaks in the small forum: three partners of each side, with the same lifecycle as all 53.
FEW = ["FI", "IT", "EU", "JP", "VN", "ASEANSEC"]


class Failed(Exception):
    """Something is not as it must be."""


def check(condition, *words):
    if not condition:
        raise Failed(" ".join(str(word) for word in words))


def ok(text):
    print(f"ok - {text}", flush=True)


def chancery(*arguments):
    """Runs the program; answers what it printed."""
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    check(done.returncode == 0, "chancery", *arguments, "failed:", done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


class Caller:
    """A program with a token."""

    def __init__(self, token):
        self.token = token.strip()

    def ask(self, method, target, members=None, **query):
        address = f"{WEB}/api/v1/{target}"
        if query:
            address += "?" + urllib.parse.urlencode(query)
        request = urllib.request.Request(address, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        if members is not None:
            request.data = json.dumps(members).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Failed(f"{method} {target}: {error.code} {error.read().decode()}") from None

    def read(self, target, **query):
        return self.ask("GET", target, **query)

    def write(self, target, members=None):
        return self.ask("POST", target, members if members is not None else {})

    def state(self, ref):
        return self.read(f"show/{ref}")["state"]

    def kinds(self, ref):
        return [row["kind"] for row in self.read(f"history/{ref}", limit=1000)["rows"]]


def administrator():
    return Caller((PLACE / "data" / "admin.token").read_text())


class Forum:
    """A trial forum with its people."""

    def __init__(self, id, prefix, folder=None, initiatives=False):
        self.id = id
        self.folder = folder or ROOT / "schema" / "forums" / "asem"
        words = ["--with-initiatives"] if initiatives else []
        chancery("forum", "load", self.folder, "--as", id, "--mark", "TRIAL", "--prefix", prefix, *words)
        self.partners = [row["id"] for row in administrator().read(f"partners/{id}")["rows"]]

    def person(self, slug, *offices, name=None):
        """Opens an account with these offices, each a role with, where it is of one, a partner or a group; answers its token."""
        held = []
        for role, of in offices:
            office = {"role": role}
            if of:
                office["group" if role == "regional-coordinator" else "partner"] = of
            held.append(office)
        members = {"account": slug, "appointments": held}
        if name:
            members["name"] = name
        account = administrator().write(f"account/{self.id}", members)["account"]
        return self.token(account)

    def token(self, account):
        return administrator().write("token/" + urllib.parse.quote(account, safe=""))["token"]

    def contact_points(self):
        """A token for each partner's Contact Point."""
        folder = PLACE / f"{self.id}.tokens"
        chancery("account", "import", "--forum", self.id, "--role", "contact-point", "--tokens", folder)
        return {partner: (folder / f"{partner}.token").read_text().strip() for partner in self.partners}

    def everybody(self, partner="VN"):
        """An account with every office there is, to see every page."""
        return self.person(
            "everybody", ("proposer", partner), ("contact-point", partner), ("som-leader", partner),
            ("regional-coordinator", "ASEAN"), ("infoboard-officer", None), ("meeting-host", None), ("auditor", None),
            ("admin", None))


def small_forum(id, prefix):
    """The forum of schema/forums/asem with few partners and nothing but the lifecycle besides."""
    schema = PLACE / "few"
    folder = schema / "forums" / "asem"
    if not folder.exists():
        folder.mkdir(parents=True)
        for name in ("lifecycles", "forms"):
            shutil.copytree(ROOT / "schema" / name, schema / name)
        source = ROOT / "schema" / "forums" / "asem"
        shutil.copy(source / "views.yaml", folder)
        text = (source / "forum.yaml").read_text().split("\nspellings:")[0]
        left_out = ("coordinators:", "meetings: meetings", "initiatives:")
        text = "\n".join(line for line in text.splitlines() if not line.strip().startswith(left_out))
        (folder / "forum.yaml").write_text(text + "\n")
        with (source / "partners.csv").open(newline="") as rows, (folder / "partners.csv").open("w") as kept:
            reader = csv.reader(rows)
            writer = csv.writer(kept, lineterminator="\n")
            writer.writerow(next(reader))
            writer.writerows(row for row in reader if row[0] in FEW)
    return Forum(id, prefix, folder)


def record(title):
    """An initiative of the real list, by the beginning of its title."""
    for line in (ROOT / "schema" / "forums" / "asem" / "initiatives.jsonl").read_text().splitlines():
        found = json.loads(line)
        if found["title"].startswith(title):
            return found
    raise Failed(f"no initiative is called {title}")


def today(days=0):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).date().isoformat()


# What paragraph 25 asks for and no record has.
MADE_UP = {
    "goals": "TRIAL: what it should reach.",
    "rationale": "TRIAL: why it is proposed.",
    "outline": "TRIAL: what happens on each day.",
    "location": "Helsinki, Finland",
    "expected_outcomes": "TRIAL: what comes of it.",
    "audience": "TRIAL: who is meant.",
    "finance": "TRIAL: who could pay for it.",
    "mutual_benefit": "TRIAL: what both regions gain.",
    "contribution": "TRIAL: how it advances the objectives.",
}


def full_text(title, **fields):
    """All that a circulation on the work-programme track needs."""
    return MADE_UP | {
        "title": title, "pillar": "political", "objective": "TRIAL: an objective.", "guidance": ["TRIAL: a paper"],
        "starts": today(300), "ends": today(302), "prime_actors": ["government"],
        "cost": {"currency": "EUR", "amount": "100000.00"}, "expected_partners": 30,
        "organisers": [{"partner": "JP"}, {"partner": "FI"}],
    } | fields
