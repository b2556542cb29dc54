"""What .ci/openapi needs besides its tools.

    openapi-trial.py prepare WEB PLACE    accounts and proposals in the trial; the documents, and what schemathesis may name
    openapi-trial.py watch WEB PLACE      reads the events of a watch, each of which must be as the document says
"""

import json
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

FORUM = "asem-trial"
OFFICES = [
    {"role": "proposer", "partner": "VN"},
    {"role": "contact-point", "partner": "VN"},
    {"role": "som-leader", "partner": "VN"},
    {"role": "regional-coordinator", "group": "ASEAN"},
    {"role": "infoboard-officer"},
    {"role": "meeting-host"},
    {"role": "auditor"},
]


class Caller:
    """Somebody with a token, or without."""

    def __init__(self, web, token=None):
        self.root = web + "/api/v1/"
        self.token = token

    def open(self, method, target, members=None, timeout=30):
        request = urllib.request.Request(self.root + target, method=method)
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        if members is not None:
            request.data = json.dumps(members).encode()
            request.add_header("Content-Type", "application/json")
        return urllib.request.urlopen(request, timeout=timeout)

    def ask(self, method, target, members=None):
        try:
            with self.open(method, target, members) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            sys.exit(f"{method} {target}: {error.code} {error.read().decode()}")


def names(values):
    """A list of names for the configuration of schemathesis."""
    return json.dumps(sorted(set(values)))


def configuration(everybody, document):
    """Which names arguments may have that mean something; besides them any that fit the schema. A wrong request may be refused in any way
    that is described."""
    trial = everybody.ask("GET", f"lifecycle/{FORUM}")["definition"]
    rows = lambda target: everybody.ask("GET", target)["rows"]
    known = {
        "ref": [row["ref"] for row in rows(f"list/{FORUM}")],
        "transition": [transition["id"] for transition in trial["transitions"]],
        "fact": [fact["id"] for fact in trial["facts"]],
        "lifecycle": [trial["lifecycle"]],
        "view": [row["view"] for row in rows(f"view/{FORUM}")],
        "meeting": [row["id"] for row in rows(f"meetings/{FORUM}")][:20] + ["somewhere"],
        "partner": [row["id"] for row in rows(f"partners/{FORUM}")][:20] + ["XX"],
        "group": ["ASEAN", "NESA"],
        "account": [f"{FORUM}/nobody", f"{FORUM}/somebody"],
    }
    known["subject"] = known["ref"] + [FORUM]
    lines = []
    for name, values in (known | {"version": ["*"], "words": ["TRIAL: one", "TRIAL: another"]}).items():
        lines += [f"[dictionaries.{name}]", f"values = {names(values)}"]
    lines += ["[parameters]"]
    for name in known:
        lines += [f'"path.{name}" = {{ dictionary = "{name}", probability = 0.8 }}']
    # What is random is hardly ever a version, or a text without a control character.
    lines += ['"header.If-Match" = { dictionary = "version", probability = 0.8 }']
    lines += [f'"body.{name}" = {{ dictionary = "words", probability = 0.7 }}' for name in ("text", "title", "reason")]
    refusals = [name for name in document["paths"]["/api/v1/auth"]["get"]["responses"] if name.startswith("4")]
    lines += ["[checks.negative_data_rejection]", f"expected-statuses = {names(refusals)}"]
    return "\n".join(lines) + "\n"


def prepare(web, place):
    administrator = Caller(web, (place / "data" / "admin.token").read_text().strip())
    administrator.ask("POST", f"account/{FORUM}", {"account": "somebody", "appointments": []})
    account = administrator.ask("POST", f"account/{FORUM}", {"account": "everybody", "appointments": OFFICES})["account"]
    token = administrator.ask("POST", "token/" + urllib.parse.quote(account, safe=""))["token"]
    (place / "everybody.token").write_text(token)
    everybody = Caller(web, token)
    for number in (1, 2, 3):
        ref = everybody.ask("POST", f"draft/{FORUM}", {"title": f"TRIAL: described, number {number}"})["ref"]
        everybody.ask("POST", f"note/{ref}", {"text": "TRIAL: a note."})
    for name, caller, target in (
        ("common", Caller(web), "openapi.json"),
        ("trial", everybody, f"openapi.json?forum={FORUM}"),
        ("registry", administrator, "openapi.json?forum=asem"),
    ):
        document = caller.ask("GET", target)
        (place / f"{name}.json").write_text(json.dumps(document))
    (place / "schemathesis.toml").write_text(configuration(everybody, document))


def watch(web, place):
    import jsonschema

    components = json.loads((place / "trial.json").read_text())["components"]
    validator = jsonschema.Draft202012Validator(
        {"$ref": "#/components/schemas/Watch.Row", "components": components},
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    everybody = Caller(web, (place / "everybody.token").read_text())
    # Its event is the last that is waited for.
    last = everybody.ask("POST", f"draft/{FORUM}", {"title": "TRIAL: the end of a watch"})["position"]
    kinds = set()
    seen = 0
    with everybody.open("GET", f"watch/{FORUM}") as stream:
        assert stream.headers["Content-Type"] == "text/event-stream", stream.headers
        for line in stream:
            if not line.startswith(b"data: "):
                continue
            event = json.loads(line[len(b"data: ") :])
            for error in validator.iter_errors(event):
                sys.exit(f"{error.message}\n{json.dumps(event, indent=1)}")
            kinds.add(event["event"]["kind"])
            seen += 1
            if event["event"]["position"] >= last:
                break
    print(f"{seen} events of {len(kinds)} kinds")


if __name__ == "__main__":
    {"prepare": prepare, "watch": watch}[sys.argv[1]](sys.argv[2], pathlib.Path(sys.argv[3]))
