"""What a requirement of a lifecycle asks, judged from the events before the act: a part of verify_bundle.py."""
from datetime import datetime, timedelta, timezone


def moment(text): return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)


def local(text, hours): return (moment(text) + timedelta(hours=hours)).date().isoformat()


def named(items, name): return next((x for x in items if x.get("id", x.get("key")) == name), None)


def met(registry, need, w, e, p, d, office, inputs, track):
    """One requirement. Those that look at the form's values are left to the first verifier."""
    at = e["decided_at" if e["schema"] > 1 else "recorded_at"]  # by which clock a deadline is judged
    meeting, fact = registry["meetings"].get(inputs.get(w.get("input")), {}), p["facts"].get(w.get("fact")); held, last = meeting.get("held"), p["moves"][-1] if p["moves"] else None
    if need == "on-track": return track in w["tracks"]
    if need == "consensus":
        r = p["round"]; counting = d["consensus"]["counting"] + (["tacit"] if d["consensus"]["silence"] != "never" else [])
        return bool(r and r["roster"]) and r["text_digest"] == p["text_digest"] and all(i in r["positions"] and r["positions"][i]["stance"]
            in counting and (r["positions"][i]["stance"] != "tacit" or at > r["positions"][i]["decided"]) and r["positions"][i]["since"][:10] <= e["decided_at"][:10] for i in r["roster"])
    if need == "deadline-passed": return bool(p["round"] and p["round"]["closes"]) and at > p["round"]["closes"]
    if need == "meeting-held": return bool(held) and meeting["kind"] in (w.get("kinds") or [meeting["kind"]])
    if need == "decided-during-meeting": return bool(held) and local(e["decided_at"], 14) >= held[0] and local(e["decided_at"], -14) <= held[1]
    if need == "meeting-after-fact": return bool(held and fact) and held[1] >= max(fact.get("ends", ""), fact.get("starts", "0"))
    if need == "signed": return "signature" in e["data"]
    if need == "not-own-partner": return office.get("partner") != p["proposer"] and (e["schema"] < 2 or bool(office.get("partner")) or registry["settings"].get("offices", {}).get(office["role"]) == "forum")
    if need in ("fact-recorded", "fact-absent"):
        default = next((i.get("default") for i in named(d["facts"], w["fact"]).get("inputs", []) if i["key"] == "status"), None)
        return (fact is not None and fact.get("status", default) in w.get("statuses", [fact.get("status", default)])) == (need == "fact-recorded")
    same = lambda key: last["office"].get(key) == office.get(key)
    if need == "same-office-as-last-move": return bool(last and last["undoable"] and last["version"] > p["migrated"]) and same("role") and same("partner") and same("group")
    if need == "last-move-not": return bool(last and last["undoable"] and last["version"] > p["migrated"]) and last["transition"] not in w["transitions"]
    if need == "quorum":
        r = p["round"]
        if not r or r["text_digest"] != p["text_digest"] or not r["roster"]: return False
        present = sum(r["positions"].get(i, {}).get("stance") in d["consensus"]["counting"] for i in r["roster"])
        over, under = map(int, w.get("share", "1/1").split("/"))
        return present >= w.get("count", -(-len(r["roster"]) * over // under))
    return True
