#!/usr/bin/env python3
"""A second verifier of Chancery bundles, from docs/record.md alone. A JSON object a bundle; exit 0 all sound, 1 not, 2 usage."""
import argparse, base64, functools, hashlib, json, pathlib, re, sys; from datetime import datetime, timedelta, timezone
sys.path.insert(0, str(pathlib.Path(__file__).parent)); sys.dont_write_bytecode = True; import openssh_signature; from requirements import local, met, moment, named; from cryptography.exceptions import InvalidSignature; from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
class Refused(Exception): "The bundle is not what it says; nothing in it is believed."
class Bad(Exception): "An event or an act is against the rules: the kind of fault, and a sentence."
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def need(condition, sentence, kind=None):
    if not condition: raise Bad(kind, sentence) if kind else Refused(sentence)
def rule(condition, sentence, kind="step"): need(condition, sentence, kind)
def unbase64(text):
    try: raw = base64.b64decode(text, validate=True)
    except ValueError: raise Refused("no base 64")
    need(base64.b64encode(raw) == (text if isinstance(text, bytes) else text.encode()), "no base 64 as an encoder writes it"); return raw
def unhex(text): need(re.fullmatch(rb"[0-9a-f]{64}", text), "no digest in hexadecimal digits"); return bytes.fromhex(text.decode())
def number(text): need(re.fullmatch(rb"0|[1-9][0-9]{0,14}", text), "no plain number"); return int(text)
def valid(key, signature, message):
    try: return Ed25519PublicKey.from_public_bytes(key).verify(signature, message) is None
    except (InvalidSignature, ValueError): return False
# ---- canonical JSON ----
def whole(text):
    if not re.fullmatch("-?[0-9]{1,16}", text) or abs(int(text)) > 2 ** 53: raise ValueError("no whole number that is kept")
    return int(text)
def ordered(value, depth=0):
    if isinstance(value, str) and "\0" in value: raise ValueError("a text with U+0000")
    if isinstance(value, (dict, list)) and depth == 16: raise ValueError("too deep")
    if not isinstance(value, dict): return [ordered(v, depth + 1) for v in value] if isinstance(value, list) else value
    return {ordered(k): ordered(value[k], depth + 1) for k in sorted(value, key=lambda k: k.encode("utf-16-be"))}
def canonical(value): return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
def parse(raw):
    try: value = json.loads(raw.decode("utf-8"), parse_float=whole, parse_constant=whole, parse_int=whole)
    except (ValueError, RecursionError): raise ValueError("no JSON of the profile")
    if canonical(value) != raw: raise ValueError("not canonical")
    return value
# ---- keys, notes, policy ----
class Key:
    def __init__(self, text):
        parts = text.split("+", 2); need(len(parts) == 3, "no key"); raw = unbase64(parts[2]); need(len(raw) == 33 and raw[0] in (1, 4), "no Ed25519 key of a log or a witness")
        need(parts[0] and not re.search(r"[\s+\x00-\x1f]", parts[0]), "no name of a key"); self.name, self.kind, self.public = parts[0], raw[0], raw[1:]
        self.id = sha(self.name.encode(), b"\n", raw)[:4]; need(parts[1] == self.id.hex(), "the id of the key is another one")
class Note:
    def __init__(self, raw):
        need(len(raw) <= 1 << 20 and not re.search(rb"[\x00-\x09\x0b-\x1f]", raw), "a note with control characters")
        raw.decode("utf-8"); at = raw.rfind(b"\n\n"); need(at >= 0 and raw.endswith(b"\n") and at + 2 < len(raw), "no signed note")
        self.text, self.signatures, lines = raw[:at + 1], [], raw[at + 2:-1].split(b"\n"); need(len(lines) <= 100, "too many signatures")
        for line in lines:
            found = re.fullmatch("\u2014 ([^ ]+) ([^ ]+)".encode(), line); need(found, "a malformed signature line"); name, blob = found[1].decode(), unbase64(found[2])
            need(len(blob) > 4 and not re.search(r"[\s+]", name), "a malformed signature"); self.signatures.append((name, blob[:4], blob[4:]))
    def by(self, key): return [s for name, id, s in self.signatures if (name, id) == (key.name, key.id)]
class Policy:
    def __init__(self, lines):
        self.logs, self.witnesses, self.groups, self.quorum, quorums, members = [], {}, {}, None, 0, set()
        for line in lines:
            need(not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line), "a control character in the policy"); words = [w for w in re.split(r"[ \t]+", line) if w]
            if not words or words[0].startswith("#"): continue
            (word, *rest), defined = words, {**self.witnesses, **self.groups}; key = Key(rest[word == "witness"]) if word in ("log", "witness") and len(rest) in ((1, 2), (2, 3))[word == "witness"] else None
            if word == "log" and key:
                need(key.kind == 1 and all(key.public != k.public and key.name != k.name for k in self.logs), "no log, or one twice"); self.logs.append(key)
            elif word == "witness" and key:
                need(key.kind == 4 and rest[0] not in [*defined, "none"], "no witness, or its name is taken")
                need(all(key.public != k.public for k in self.witnesses.values()), "a witness twice"); self.witnesses[rest[0]] = key
            elif word == "group" and len(rest) >= 3:
                name, k, names = rest[0], rest[1], rest[2:]; k = {"any": "1", "all": str(len(names))}.get(k, k)
                need(name not in [*defined, "none"] and set(names) <= set(defined), "a group of unknown names, or its name is taken")
                need(len(set(names)) == len(names) and not members & set(names), "a member twice"); members |= set(names)
                need(re.fullmatch("[1-9][0-9]*", k) and int(k) <= len(names), "no threshold of the group"); self.groups[name] = (int(k), names)
            elif word == "quorum" and len(rest) == 1:
                need(rest[0] in [*defined, "none"], "an unknown quorum"); quorums += 1; self.quorum = None if rest[0] == "none" else rest[0]
            else: need(False, "a line of the policy that is none")
        need(quorums == 1, "a policy has one quorum")
    def enough(self, names):
        reached = set(names)
        for name, (k, members) in self.groups.items(): reached |= {name} if sum(m in reached for m in members) >= k else set()
        return self.quorum is None or self.quorum in reached
    def check(self, note):
        lines, times = note.text.decode().split("\n"), {}; need(len(lines) >= 4 and lines[-1] == "" and all(lines[:-1]), "no checkpoint")
        size, root = number(lines[1].encode()), unbase64(lines[2]); need(len(root) == 32 and (size or root == sha()), "no root")
        log = next((k for k in self.logs if k.name == lines[0]), None); need(log, "a checkpoint of a log that the policy does not name")
        need(note.by(log) and all(valid(log.public, s, note.text) for s in note.by(log)), "not signed by its log")
        for name, key in self.witnesses.items():
            for s in note.by(key):
                at = int.from_bytes(s[:8], "big"); need(len(s) == 72 and at <= 253402300799, "a malformed cosignature")
                need(valid(key.public, s[8:], b"cosignature/v1\ntime %d\n" % at + note.text), "a cosignature that does not fit"); times[name] = min(at, times.get(name, at))
        after = [t for t in times.values() if self.quorum and self.enough(n for n in times if times[n] >= t)]; by = [t for t in times.values() if self.quorum and self.enough(n for n in times if times[n] <= t)]
        return dict(origin=lines[0], size=size, root=root, quorum=self.enough(times), times=times, after=max(after, default=None), by=min(by, default=None))
def sshsig(text, message):
    try: return openssh_signature.signer(text, b"chancery/act/v1", message)
    except MALFORMED: raise Bad("signature", "a signature that does not fit the act")
def node(left, right): return sha(b"\x01", left, right)
def climb(at, last, start, path):
    one = two = start
    for p in path:
        need(last > 0, "a proof that is too long")
        if at & 1 or at == last:
            one, two = node(p, one), node(p, two)
            while at and not at & 1: at >>= 1; last >>= 1
        else: two = node(two, p)
        at, last = at >> 1, last >> 1
    need(last == 0, "a proof that is too short"); return one, two
def consistent(old, old_root, new, new_root, path):
    if old in (0, new): return not path and old_root == (new_root if old == new else sha())
    path = path if old & (old - 1) else [old_root, *path]; at, last = old - 1, new - 1
    while at & 1: at >>= 1; last >>= 1
    return bool(path) and climb(at, last, path[0], path[1:]) == (old_root, new_root)
def append(edge, size, leaf):
    while size & 1: leaf, size = node(edge.pop(), leaf), size >> 1
    edge.append(leaf)
def root(edge): return functools.reduce(lambda value, left: node(left, value), reversed(edge[:-1]), edge[-1])
# ---- the rules of a history ----
PROPOSAL = set("drafted archived revised revision-contested moved acknowledged position-taken position-retracted position-contested "
    "tacit-recorded deadline-moved deadline-passed fact-recorded noted invitation-proposed invitation-position invitation-decided migrated filed".split())
REGISTRY = set("forum-opened forum-changed partner-admitted partner-changed partner-left meeting-scheduled meeting-changed meeting-held "
    "lifecycle-loaded account-opened appointment-made appointment-ended token-issued token-revoked key-registered key-ended identity-linked identity-ended personal-erased list-drawn list-submitted contact-set contact-ended contacts-circulated".split())
MEMBERS = set("actor data decided_at forum from kind previous recorded_at schema stream to version".split()); MALFORMED = (KeyError, TypeError, AttributeError, IndexError, ValueError, StopIteration)
class Replay:
    """Folds the events and judges each by what stood before it."""
    def __init__(self, forum):
        self.forum, self.named, self.proposals, self.stopped = forum, None, {}, set()
        self.registry = dict(version=0, digest=None, recorded="", settings=None, partners={}, meetings={}, lifecycles={}, current={}, accounts={}, keys={})
    def take(self, raw):
        """The stream, when it was recorded, and what is against the rules: a list of kind and sentence."""
        try:
            e = parse(raw); office = e["actor"]["office"]; moment(e["decided_at"]); moment(e["recorded_at"])
            rule(set(e) == MEMBERS and e["schema"] in ((1, 2), (1,))[e["stream"] == "registry"] and type(e["version"]) is int and isinstance(e["data"], dict), "no event")
            rule(e["kind"] in PROPOSAL | REGISTRY and isinstance(e["actor"]["account"], str), "no event"); rule(isinstance(e["stream"], str) and (office is None or isinstance(office["role"], str)), "no event")
        except (Bad,) + MALFORMED as error: return None, None, [("form", "no event: %s" % error)]
        stream, when, faults, self.named = e["stream"], e["recorded_at"], [], self.named or e["forum"]
        if stream in self.stopped: return stream, when, []
        try: self.chain(e)
        except Bad as error: self.stopped.add(stream); return stream, when, [error.args]
        try: self.judge(e, e["data"], self.proposals.get(stream), office)
        except Bad as error: faults.append(error.args)
        except MALFORMED as error: faults.append(("step", "malformed: %r" % error))
        binds = e["kind"] in ("forum-changed", "lifecycle-loaded"); before = self.misheld() if binds else []
        try: self.fold(e, e["data"], sha(raw).hex())
        except MALFORMED as error: self.stopped.add(stream); return stream, when, [("chain", "malformed: %r" % error)]
        return stream, when, faults + [("office", "%s was appointed for nobody: %d" % one) for one in (self.misheld() if binds else []) if one not in before]
    def misheld(self):
        try: return [(name, n) for name, of in sorted(self.registry["accounts"].items()) for n, a in of.items() if self.lacks(a["office"])]
        except MALFORMED: return []
    def then(self, e, data, office):  # recorded by who keeps the accounts, in the office of somebody who held it then and holds it no more
        past, g = data["decided_by"], self.registry; own, at, now = g["accounts"].get(past["holder"], {}).values(), e["decided_at"], e["recorded_at"]; has = lambda of, test, t: any(test(a["office"]) and a["from"] <= t < (a["until"] or "~") for a in of)
        rule(set(past) == {"appointment", "digest", "from", "holder", "received_at"} and 0 < len(past["from"]) <= 500 and re.fullmatch("[0-9a-f]{64}", past["digest"]) and past["received_at"] <= now and past["received_at"][:10] >= at[:10], "no source of a past act"); moment(past["received_at"]); rule(e["kind"] not in ("archived", "migrated", "filed", "deadline-passed", "tacit-recorded") and "source" not in data and "signature" not in data, "no office decided this before")
        chosen = next((n for n, a in g["accounts"].get(past["holder"], {}).items() if a["office"] == office and a["from"] <= at < (a["until"] or "~")), None)
        held = chosen is not None and has(g["accounts"].get(e["actor"]["account"], {}).values(), lambda o: o["role"] == g["settings"]["account_role"], now) and not has(own, lambda o: o == office, now); rule(not held or chosen == past["appointment"], "another appointment"); return held
    def lacks(self, office):  # what the forum's file says of the role, or else what the lifecycles need of it
        role, settings, loaded = office["role"], self.registry["settings"] or {}, self.registry["lifecycles"].values(); of = settings.get("offices", {}).get(role)
        if of: return of != "forum" and not office.get(of)
        own, some = lambda d, r: any(r["id"] in t["roles"] and any(u["require"] == "not-own-partner" for u in t.get("requirements", [])) for t in d["transitions"]), [a["office"] for of in self.registry["accounts"].values() for a in of.values()]
        partner = any(role in r["held_by"] and (r.get("scope", "forum") != "forum" or own(d, r) and any(o["role"] == role and o.get("partner") for o in some)) for d in loaded for r in d["roles"])
        return partner and not office.get("partner") or bool(settings.get("groups")) and not office.get("group") and any(d["positions"].get("relayed_by") == role for d in loaded)
    def chain(self, e):
        p, is_registry = self.proposals.get(e["stream"]), e["stream"] == "registry"
        before = self.registry if is_registry else p or dict(version=0, digest=None, recorded=""); rule(e["forum"] == self.forum, "an event of another forum", "form")
        rule(e["version"] == before["version"] + 1 and e["previous"] == before["digest"], "it does not follow the one before", "chain"); rule(e["recorded_at"] >= before["recorded"], "recorded before the one that it follows", "chain")
        if is_registry: return rule(e["kind"] in REGISTRY, "no event of a registry", "chain")
        rule(e["kind"] in PROPOSAL and (e["kind"] in ("drafted", "archived")) == (p is None), "no event of a proposal here", "chain")
        rule(e["to"] and e["from"] == (p["state"] if p else None), "it starts from another state", "chain"); rule(p is None or e["to"] == p["state"] or e["kind"] in ("moved", "migrated"), "no move, and another state", "chain")
    def judge(self, e, data, p, office):
        account, kind, g = e["actor"]["account"], e["kind"], self.registry; is_servers = account == "server" or account.startswith("server/"); rule(e["decided_at"] <= e["recorded_at"], "decided after it was recorded")
        rule(e["schema"] >= (p or e).get("schema", 1), "of an older schema than the one before"); rule(not (g["settings"] or {}).get("closed"), "the forum was closed before"); held = self.then(e, data, office) if "decided_by" in data and e["stream"] != "registry" else any(a["office"] == office and a["from"] <= e["recorded_at"] < (a["until"] or "~") for a in g["accounts"].get(account, {}).values())
        rule(not office or not self.lacks(office), "the office names not what it is held for", "office"); at = e["decided_at" if e["schema"] > 1 else "recorded_at"]
        if e["stream"] == "registry":
            rule(kind != "appointment-made" or not self.lacks(data["office"]), "appointed for nobody")
            settings, word = g["settings"] or {}, kind.split("-")[0]; more = settings.get({"list": "listing"}.get(word, "contacts")) or {} if word in ("list", "contact", "contacts") else {}
            roles = [more.get("role")] + (word != "list") * [settings.get("account_role"), word == "meeting" and settings.get("meeting_role"), word == "contact" and more.get("own_role")]
            own = word == "identity" and data["account"] == account and data.get("issuer") != "certificate"; may = held and (own or office["role"] in roles) and (word != "list" or office.get("group") == data["group"]) or word != "list" and is_servers and office == {"role": "admin"}; rule(may, "the office was not held, or does not change the registry", "office")
            rule((not settings) == (kind == "forum-opened"), "the forum is opened once, and first"); rule("closed" not in data or not kind.startswith("forum-") or settings.get("mark") and data == dict(settings, closed=e["decided_at"]), "no trial, or not closed as it was")
            if kind == "key-registered": openssh_signature.registered(data["key"])
            if kind == "personal-erased":
                gone, why = data["digests"], [data["reason"]] + [data["rule"]] * (data["rule"] is not None)
                rule(set(data) == {"digests", "reason", "rule", "subject"} and gone and len(set(gone)) == len(gone) and all(re.fullmatch("[0-9a-f]{64}", d) for d in gone) and all(w.strip() for w in why), "it does not say what was erased, and why")
            return rule(kind != "lifecycle-loaded" or sha(canonical(data["definition"])).hex() == data["digest"], "another digest")
        enters = is_servers and kind in ("drafted", "archived") and "source" in data and office == {"role": g["settings"]["account_role"]}
        rule(held or enters or office is None and account == "server" and kind in ("deadline-passed", "tacit-recorded"), "not in this office", "office")
        d = g["lifecycles"].get(p["lifecycle"] if p else data["lifecycle"]["digest"]); rule(d, "the lifecycle is not loaded")
        if kind in ("drafted", "archived"): return self.drafted(e, data, d, office)
        rule(p["origin"] == "drafted" or kind == "noted", "an archive record takes notes only"); of = dict(moved=self.act, migrated=self.migrated, filed=self.filed, acknowledged=self.position)
        of = of.get(kind, {"fact": self.act, "position": self.position, "invitation": self.invitation}.get(kind.split("-")[0]))
        if of: of(e, data, p, d, office)
        rule(kind != "noted" or office["role"] != g["settings"]["audit_role"], "an auditor changes nothing", "office"); rule(kind != "deadline-passed" or p["round"]["closes"] < e["recorded_at"], "the deadline had not passed")
        closes, far = kind == "deadline-moved" and p["round"]["closes"], (moment(e["recorded_at"]) + timedelta(3653)).date().isoformat(); rule(kind != "deadline-moved" or at < data["closes"] and (not closes or at <= closes and (closes < data["closes"] or closes > far)), "not moved in time, or not later"); rule(kind != "revision-contested" or e["decided_at"][:10] >= p["round"]["decided"][:10], "decided before the circulation"); rule(kind != "revised" or data["text_digest"] == sha(canonical(self.text(p, data))).hex(), "another digest of the text")
    def filed(self, e, data, p, d, office):  # what it may be called is left to the first verifier; its bytes stand beside the record
        rules = d.get("documents"); rule(rules and len(p["filed"]) < rules.get("limit", 50), "no documents, or no more"); self.holds(d, p, office, rules["roles"]); rule(set(data) == {"digest", "name", "size", "type"} and re.fullmatch("[0-9a-f]{64}", data["digest"]), "no document")
        rule(data["type"] in rules["types"] and 0 < data["size"] <= rules.get("size", 8 << 20), "a type or size that is not allowed")
        rule(p["state"] in rules.get("states", [p["state"]]) and data["digest"] not in p["filed"], "not in this state, or filed before")
    def migrated(self, e, data, p, d, office):  # the text under the new form is left to the first verifier
        n = self.registry["lifecycles"].get(data["lifecycle"]["digest"]); rule(n, "the lifecycle is not loaded")
        to = e["to"]; here, there, keys = named(d["states"], p["state"]), named(n["states"], to), [f["key"] for f in n["form"]["fields"]]
        rule(office["role"] == self.registry["settings"]["account_role"], "the office does not migrate", "office")
        rule(data["from"]["digest"] == p["lifecycle"] and n["lifecycle"] == d["lifecycle"] and n["version"] > d["version"], "no later version"); rule(not here.get("final") and there and not there.get("final"), "from or to an end, or to no state"); rule(to == p["state"] or not named(n["states"], p["state"]) and not named(d["states"], to), "another state than its own")
        rule(data["lacks"] == sorted(k for k in p["fields"] if k not in keys), "another text"); kept = bool(here.get("positions")) == bool(there.get("positions"))
        rule(data["round"] in (["closed", "kept"][:1 + kept] if p["round"] else [None]), "another fate of the round")
    def text(self, p, data): return {k: v for k, v in {**p["fields"], **data["changes"]}.items() if v is not None}
    def holds(self, d, p, office, roles):
        who = office.get("partner"); scopes = {"forum": lambda r: True, "proposing-partner": lambda r: who == p["proposer"],
            "partners-in": lambda r: who in [v if isinstance(v, str) else v.get("partner") for v in p["fields"].get(r["field"]) or []],
            "roster-partner": lambda r: p["round"] and who in p["round"]["roster"]}
        rule(any(office["role"] in r["held_by"] and scopes[r.get("scope", "forum")](r) for r in d["roles"] if r["id"] in roles),
             "the office does not allow the act", "office")
    def drafted(self, e, data, d, office):
        first = [t for t in d["transitions"] if d["initial"] in t["from"] and t.get("effect") != "undo"]
        writers = next((t for t in first if t.get("effect") == "open-round"), first[0])["roles"]; held_by = [h for x in d["roles"] if x["id"] in writers for h in x["held_by"]]
        rule(office["role"] == self.registry["settings"]["account_role"] if "source" in data else
             office["role"] in held_by and office.get("partner") == data["proposer"], "the office does not draft this", "office")
        rule(e["to"] == d["initial"] and self.registry["current"].get(d["lifecycle"]) == data["lifecycle"]["digest"], "another beginning")
        rule(data["text_digest"] == sha(canonical(data["fields"])).hex(), "another digest of the text")
    def act(self, e, data, p, d, office):
        is_move, inputs, moves, track = e["kind"] == "moved", data["inputs"], p["moves"], p["track"]; last = moves[-1] if moves else None; writes = data.get("writes")
        act = named(d["transitions"] if is_move else d.get("facts", []), data["transition" if is_move else "fact"])
        rule(act, "the lifecycle has no such act"); self.holds(d, p, office, act["roles"]); rule(p["state"] in act["from" if is_move else "states"], "not from this state")
        effect, to, expected = act.get("effect"), act.get("to", p["state"]), {"transition": act["id"], "inputs": inputs} if is_move else data
        chosen = next((inputs.get(i["key"], track) or d["tracks"][0]["id"] for i in act.get("inputs", []) if i["type"] == "track"), None)
        of = lambda fields: fields.get(d.get("track_field")) or chosen or track  # a field of the text says the track, where the lifecycle has one
        changing, text = next((i for i in act.get("inputs", []) if i["type"] == "changes"), None), p["fields"]
        if changing and writes and effect != "undo":  # what a move writes stands once, beside its inputs
            rule(writes["changes"] and all(k in changing["fields"] and p["fields"].get(k) != v for k, v in writes["changes"].items()), "it changes nothing, or another field")
            expected["writes"], inputs, text = self.writes(p, writes["changes"]), {**inputs, changing["key"]: writes["changes"]}, self.text(p, writes)
        if effect == "end-round": expected["ends_round"] = True
        rule(is_move or act.get("repeatable", True) or data["fact"] not in p["facts"], "recorded once")
        track, opened = of(text), of(p["fields"])
        if effect == "open-round":
            rule(not inputs.get("closes") or inputs["closes"] > e["decided_at" if e["schema"] > 1 else "recorded_at"], "the deadline had passed")
            asked = d["positions"].get("roster"); roster = [{"partner": i, "attributes": m["attributes"]} for i, m in self.registry["partners"].items()
                      if (m["joined"] or "") <= e["recorded_at"][:10] < (m["left"] or "9") and (not asked or m["attributes"].get(asked["attribute"]) in asked["values"])]
            expected["round"] = dict(number=len(p["rounds"]) + 1, track=opened, text_digest=p["text_digest"], revision=p["revision"],
                closes=inputs.get("closes"), roster=roster, duplicates=data["round"]["duplicates"])
        if effect == "undo":
            rule(last and last["undoable"] and last["version"] > p["migrated"], "there is no move to undo"); to = last["from"]
            expected["undoes"] = dict(data["undoes"], version=last["version"], transition=last["transition"], track=last["track"])
            if last["before"] is not None: expected["writes"] = self.writes(p, last["before"])
        expected.update({k: data[k] for k in ("decided_by", "signature") if k in data}); "signature" in data and self.signed(e, data, p)
        rule(data == expected and (not is_move or e["to"] == to), "the act makes another event"); standing = next((m for m in reversed(moves) if m["undoable"]), None)
        rule(not standing or e["decided_at"][:10] >= standing["decided"][:10], "decided before the move that it follows")
        for i in act.get("inputs", []):
            rule(not i.get("required") or inputs.get(i["key"]) not in (None, "", [], {}), i["key"] + " must be given")
            rule(i["type"] != "meeting" or inputs.get(i["key"]) in [None, *self.registry["meetings"]], "no such meeting")
        for use in act.get("requirements", []):
            off = use.get("house_rule") and use["require"] in self.registry["settings"]["disabled_house_rules"]
            here = p["state"] in use.get("states", [p["state"]]) and (track is None or track in use.get("tracks", [track]))
            if use.get("given"): i = named(act["inputs"], use["given"]["input"]); here = here and inputs.get(i["key"], i.get("default")) in use["given"]["values"]
            if here and not off: rule(met(self.registry, use["require"], use.get("with", {}), e, p, d, office, inputs, track), use["label"],
                                      "signature" if use["require"] == "signed" else "step")
    def writes(self, p, changes): return dict(changes=changes, text_digest=sha(canonical(self.text(p, dict(changes=changes)))).hex())
    def signed(self, e, data, p):
        account = e["actor"]["account"]; act = dict(account=account, act="advance", decided_at=e["decided_at"], forum=self.forum, ref=e["stream"],
            inputs=data["inputs"], last_move=p["moves"][-1]["version"] if p["moves"] else 0, text_digest=p["text_digest"], transition=data["transition"])
        key = sshsig(data["signature"], canonical(act)); keys = self.registry["keys"].get(account, {}).values()
        rule(any(k["key"] == key and k["from"] <= e["recorded_at"] < (k["until"] or "9") for k in keys), "a key that was not theirs", "signature")
    def position(self, e, data, p, d, office):
        if "invitation" in data: return self.invitation(e, data, p, d, office)
        r, who, rules, kind, day = p["round"], data["partner"], d["positions"], e["kind"], e["decided_at"][:10]; rule(r and named(d["states"], p["state"]).get("positions"), "no round is open to positions"); rule(day >= r["decided"][:10], "decided before the circulation")
        self.speaks(data, who, r["roster"], rules, d, office); old = r["positions"].get(who); rule(who in r["roster"] and data["round"] == r["number"], "not on the roster of the open round")
        if kind in ("acknowledged", "position-contested"): return kind == "acknowledged" or self.contested(data, r, who, old, day)
        rule(r["track"] in [None, *rules.get("tracks", [r["track"]])], "no positions are taken on this track")
        rule((not old or old["stance"] == "tacit" or day >= old["decided"][:10]), "decided too early")
        if kind == "position-retracted": return rule(old and (e["schema"] < 2 or old["stance"] != "tacit"), "no position to retract")
        rule(e["schema"] < 2 or data.get("late", False) == bool(r["closes"] and e["decided_at"] > r["closes"]), "late, or not")
        rule(data["stance"] != "tacit" and data["text_digest"] == p["text_digest"], "a position on another text"); rule(data["stance"] not in rules.get("reason_for", []) or data.get("reason"), "a reason is needed")
    def speaks(self, data, who, roster, rules, d, office): group, mine = self.registry["settings"]["groups"].get(office.get("group")) if "relayed" in data else None, roster.get(who, {}); inside = group and (who in group["partners"] or any(mine.get(k) in v for k, v in group["attributes"].items())); rule(office["role"] == rules.get("relayed_by") and inside if "relayed" in data else office["role"] in named(d["roles"], rules["role"])["held_by"] and office.get("partner") == who, "another speaks, or does not relay for this partner", "office")
    def contested(self, data, place, who, old, day): own, back = place["own"].get(who), data.get("restores"); rule(own != old and (not old or day >= old["decided"][:10]) and (own and own["decided"], own and own["stance"]) == (back and back["decided_at"], back and back["stance"]), "nothing was relayed, or it restores another position")
    def invitation(self, e, data, p, d, office):  # who is invited to what is left to the first verifier
        rules, day, kind, number = d.get("invitations"), e["decided_at"][:10], e["kind"], data["invitation"]; rule(rules and p["state"] in rules["states"], "no invitation in this state"); r = next((x for x in reversed(p["rounds"]) if x["ended"] != "undone"), None)
        if kind == "invitation-proposed": self.holds(d, p, office, rules["roles"]); return rule(r and r["roster"] and day >= r["decided"][:10] and number == len(p["invitations"]) + 1 and data["roster"] == [{"partner": i, "attributes": a} for i, a in r["roster"].items()], "before the circulation, or of another number or roster")
        i = p["invitations"].get(number); rule(i and not i["outcome"] and (kind == "position-contested" or day >= i["decided"][:10]), "no open invitation, or decided before it")
        if kind == "invitation-decided": self.holds(d, p, office, rules["decided_by"]); rule(all(met(self.registry, need, dict(input="meeting", kinds=rules.get("meeting_kinds")), e, p, d, office, data, p["track"]) for need in ("meeting-held", "decided-during-meeting")), "not decided at a meeting that was held"); heard = i["positions"]; return rule(all(x in heard and heard[x]["stance"] in d["consensus"]["counting"] and heard[x]["since"][:10] <= day for x in i["roster"]) if data["outcome"] == "agreed" else heard, "no consensus, or nobody was heard")
        who = data["partner"]; old = i["positions"].get(who); self.speaks(data, who, i["roster"], d["positions"], d, office); rule(who in i["roster"], "not on the roster of the invitation"); return self.contested(data, i, who, old, day) if kind == "position-contested" else rule((not old or day >= old["decided"][:10]) and (old if data.get("retracted") else data.get("stance")), "decided too early, or no position taken or retracted")
    def fold(self, e, data, digest):
        kind, when, g = e["kind"], e["recorded_at"], self.registry
        if e["stream"] == "registry":
            g.update(version=e["version"], digest=digest, recorded=when)
            if kind.startswith("forum-"): g["settings"] = data
            elif kind == "partner-left": g["partners"][data["id"]] = dict(g["partners"][data["id"]], left=data["left"])
            elif kind.startswith("partner-"): g["partners"][data["id"]] = data
            elif kind == "meeting-held": g["meetings"][data["id"]]["held"] = (data["starts"], data["ends"])
            elif kind.startswith("meeting-"): g["meetings"][data["id"]] = dict(data, held=g["meetings"].get(data["id"], {}).get("held"))
            elif kind == "lifecycle-loaded": g["lifecycles"][data["digest"]], g["current"][data["id"]] = data["definition"], data["digest"]
            elif kind == "account-opened": g["accounts"][data["account"]], g["keys"][data["account"]] = {}, {}
            elif kind.startswith(("appointment-", "key-")):
                of = g["keys" if kind[0] == "k" else "accounts"][data["account"]]; of[data["number"]] = dict(of.get(data["number"], data), until=data["until"])
            return
        if kind in ("drafted", "archived"):
            self.proposals[e["stream"]] = dict(version=1, schema=e["schema"], digest=digest, recorded=when, state=e["to"], origin=kind, proposer=data["proposer"],
                fields=data["fields"], revision=1, text_digest=data["text_digest"], lifecycle=data["lifecycle"]["digest"], track=None, migrated=0,
                round=None, rounds=[], moves=[], facts={}, filed=set(), invitations={}); return
        p = self.proposals[e["stream"]]; r = p["round"]
        put = lambda place, who, position, own=True: [of.update({who: position}) if position else of.pop(who, None) for of in (place["positions"], place["own"])[:1 + own]]
        def end(why):
            if p["round"]: p["round"]["ended"], p["round"] = why, None
        if kind == "revised":
            p.update(fields=self.text(p, data), revision=p["revision"] + 1, text_digest=data["text_digest"])
            if data["effect"] == "editorial": r["text_digest"] = data["text_digest"]
            elif data["effect"] != "free": end(data["effect"])
        elif kind == "revision-contested": end("contested")
        elif kind in ("position-taken", "position-retracted", "invitation-position", "position-contested"): said = data.get("restores") if kind == "position-contested" else dict(data, decided_at=e["decided_at"]) if data.get("stance") and kind != "position-retracted" else None; put(p["invitations"][data["invitation"]] if "invitation" in data else r, data["partner"], said and dict(said, decided=said["decided_at"], since=said.get("since", said["decided_at"])), "relayed" not in data)
        elif kind == "invitation-proposed": p["invitations"][data["invitation"]] = dict(decided=e["decided_at"], outcome=None, positions={}, own={}, roster={i["partner"]: i["attributes"] for i in data["roster"]})
        elif kind == "invitation-decided": p["invitations"][data["invitation"]]["outcome"] = data["outcome"]
        elif kind == "tacit-recorded": [put(r, i, dict(stance="tacit", decided=e["decided_at"], since=e["decided_at"]), i not in r["own"]) for i in data["partners"]]
        elif kind == "deadline-moved": r.update(closes=data["closes"], **{of: {i: x for i, x in r[of].items() if e["schema"] < 2 or x["stance"] != "tacit"} for of in ("positions", "own")})
        elif kind == "migrated":
            p["lifecycle"], p["migrated"] = data["lifecycle"]["digest"], e["version"]
            if data["round"] == "closed": end("migrated")
        elif kind == "filed": p["filed"].add(data["digest"])
        elif kind == "fact-recorded": p["facts"][data["fact"]] = data["inputs"]
        elif kind == "moved":
            move = dict(transition=data["transition"], decided=e["decided_at"], office=e["actor"]["office"], version=e["version"],
                        undoable="undoes" not in data, track=p["track"], open=r and r["number"], before=None, **{"from": p["state"]})
            if "writes" in data:
                changes = data["writes"]["changes"]; move["before"] = {k: p["fields"].get(k) for k in changes}; end("revised")
                p.update(fields=self.text(p, data["writes"]), revision=p["revision"] + 1, text_digest=data["writes"]["text_digest"])
            if "undoes" in data:
                undone = data["undoes"]; p["moves"].pop(); p["track"] = undone["track"]
                for x in p["rounds"]:
                    if x["number"] in (undone["unmakes"], undone["reopens"]): x["ended"] = "undone" if x["number"] == undone["unmakes"] else None
                p["round"] = next((x for x in reversed(p["rounds"]) if not x["ended"]), None)
            elif "round" in data:
                end("recirculated"); x = data["round"]; p["track"] = x["track"]
                p["round"] = dict(x, by=e["version"], decided=e["decided_at"], positions={}, own={}, ended=None,
                                  roster={i["partner"]: i["attributes"] for i in x["roster"]})
                p["rounds"].append(p["round"])
            elif data.get("ends_round"): end("moved")
            p["moves"].append(move)
        p.update(state=e["to"], version=e["version"], digest=digest, recorded=when, schema=e["schema"])
# ---- the bundle ----
COMMITMENT = re.compile(rb'(?<!\\)"commitment:([0-9a-f]{64})"')
def verify(raw, trusted=None, skew=600):
    """What a bundle proves; raises Refused when it is not what it says."""
    need(raw.endswith(b"\n"), "cut off"); lines = raw[:-1].split(b"\n"); at = 0
    def take(word):
        nonlocal at; need(at < len(lines) and lines[at].startswith(word + b" "), "%s is missing" % word.decode()); at += 1; return lines[at - 1][len(word) + 1:]
    def peek(word): return at < len(lines) and lines[at].startswith(word + b" ")
    need(raw.rfind(b"sha256 ") == len(raw) - 72 and sha(raw[:-72]) == unhex(lines[-1][7:]), "the digest at the end is another one")
    need(take(b"chancery") == b"bundle 1", "another version"); forum, scope, policy = take(b"forum").decode(), take(b"scope").decode(), []
    ref = scope[9:] if scope != "forum" else None; name = re.compile("[!-~]{1,100}")
    need(name.fullmatch(forum) and (not ref and scope == "forum" or scope[:9] == "proposal " and name.fullmatch(ref)), "no forum or scope")
    while peek(b"policy"): policy.append(take(b"policy").decode())
    policy, stages, breaks, epoch = Policy(policy), [], [], lambda origin: int((re.search("/epoch-([2-9]|[1-9][0-9]+)$", origin) or [0, 1])[1]); keys = policy.logs + list(policy.witnesses.values())
    def signed(word):
        note = Note(b"\n".join(take(b"note") for _ in range(number(take(word)))) + b"\n")
        need(all(any((k.name, k.id) == s[:2] for k in keys) for s in note.signatures), "a signature by somebody unknown"); return note
    while peek(b"break"):
        note = signed(b"break"); words = note.text.decode().split("\n"); need(len(words) == 9 and words[0] == "chancery/epoch/v1", "no break")
        logs = [next((k for k in own if k.name == words[i]), None) for own in (policy.logs, trusted.logs if trusted else []) for i in (1, 4)]
        need(logs[0] and logs[1] and words[7] and not words[8], "a break of a log that the policy does not name")
        need(all(not k or note.by(k) and all(valid(k.public, s, note.text) for s in note.by(k)) for k in logs), "a break not signed by both")
        number(words[2].encode()); new = (words[4], number(words[5].encode()), unbase64(words[6])); need(len(unbase64(words[3])) == len(new[2]) == 32, "no root")
        need(epoch(new[0]) == len(breaks) + 2 and new[0] == re.sub("/epoch-[0-9]+$", "", words[1]) + "/epoch-%d" % epoch(new[0]), "another epoch")
        need(words[1] == breaks[-1][0] if breaks else epoch(words[1]) == 1, "another break before it"); breaks.append(new)
    while peek(b"checkpoint") or not stages:
        note = signed(b"checkpoint"); seen = policy.check(note); seen = trusted.check(note) if trusted else seen; need(seen["origin"] == breaks[-1][0] if breaks else epoch(seen["origin"]) == 1, "a break is missing")
        if stages:
            need(seen["origin"] == stages[-1]["origin"] and seen["size"] > stages[-1]["size"], "checkpoints out of order")
            if ref:
                words = take(b"consistency").split(b" "); need(words[:2] == [b"%d" % s["size"] for s in (stages[-1], seen)], "another proof")
                need(consistent(stages[-1]["size"], stages[-1]["root"], seen["size"], seen["root"], [unhex(w) for w in words[2:]]), "two histories")
        stages.append(seen)
    count, last, index, edge, replay, findings = number(take(b"events")), stages[-1], -1, [], Replay(forum), []
    need(count == last["size"] if not ref else count <= last["size"], "another number of events"); need(not breaks or breaks[-1][1] <= last["size"], "started again with more events than there are")
    sizes, opened = {s["size"]: s["root"] for s in stages}, dict(personal=0, erased=0, withheld=0)
    for at_leaf in range(count):
        place, _, event = take(b"event").partition(b" "); need(index < number(place) < last["size"], "out of order"); index = number(place); leaf = sha(b"\0", event)
        if ref:
            path = take(b"proof"); path = [unhex(w) for w in path.split(b" ")] if path else []; need(climb(index, last["size"] - 1, leaf, path)[1] == last["root"], "an event that does not stand in the record")
        else:
            need(index == at_leaf, "an event is missing"); append(edge, index, leaf); need(index + 1 not in sizes or root(edge) == sizes[index + 1], "not the events that were signed")
            need(not breaks or breaks[-1][1] != index + 1 or root(edge) == breaks[-1][2], "not the events with which the record was started again")
        stream, when, faults = replay.take(event); need(replay.named in (None, forum), "the heading names another forum than the events"); need(not ref or stream in (None, ref, "registry"), "an event of another proposal"); findings += [(kind, index, sentence) for kind, sentence in faults]
        if when:
            seconds = int(moment(when).replace(microsecond=0).timestamp()); low = max([s["after"] for s in stages if s["size"] <= index and s["after"] is not None], default=None)
            high = min([s["by"] for s in stages if s["size"] > index and s["by"] is not None], default=None)
            if low is not None and seconds < low - skew or high is not None and seconds > high + skew: findings.append(("time", index, when))
        for commitment in dict.fromkeys(COMMITMENT.findall(event)):
            word = next((w for w in opened if peek(w.encode())), None); need(word, "a commitment is passed over"); opened[word] += 1
            parts = take(word.encode()).split(b" ", 2); need(parts[0] == commitment, "another commitment"); need(len(parts) == (3 if word == "personal" else 1), "a salt and a value are needed, or neither")
            sized = [len(b).to_bytes(8, "big") + b for b in (unhex(parts[1]), parse(parts[2]).encode())] if word == "personal" else []
            need(not sized or sha(b"chancery/commitment/v1\n", *sized).hex().encode() == commitment, "not what was committed to")
    need(at == len(lines) - 1, "something follows the events"); seen = max([s["size"] for s in stages if s["quorum"]], default=0)
    return dict(verdict="faulty" if findings else "unwitnessed" if seen < last["size"] else "sound", events=count, size=last["size"],
        **({"witnessed": seen} if (trusted or policy).quorum else {}), findings=["%s %d" % f[:2] for f in findings], sentences=[f[2] for f in findings], by=last["times"], personal=opened)
def attempt(path, trusted, skew):
    try: return verify(pathlib.Path(path).read_bytes(), trusted, skew)
    except (Refused, OSError, ValueError, AttributeError) as error: return dict(verdict="refused", reason=str(error))
def own_policy(path):
    try: return Policy(pathlib.Path(path).read_bytes().decode().split("\n")[:-1])
    except (Refused, OSError, ValueError) as error: sys.exit("the policy %r is refused: %s" % (path, error))
if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--policy", type=own_policy, help="whose keys count; a file that is none ends the run with 1")
    options.add_argument("--skew", type=int, default=600, help="seconds that an event may lie outside its bracket")
    options.add_argument("bundles", nargs="+"); given = options.parse_args(); results = [attempt(path, given.policy, given.skew) for path in given.bundles]
    print(*map(json.dumps, results), sep="\n"); sys.exit(0 if all(r["verdict"] == "sound" for r in results) else 1)
