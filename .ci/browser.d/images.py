"""Makes docs/images anew: pages of a trial with real initiatives, as people see them, at two widths."""

import base64
import pathlib
import struct
import sys
import zlib

from seen import Browser
from trial import ROOT, Caller, Forum, chancery, full_text, ok, record, today

FORUM = "asem-trial"
WIDE, NARROW = 1280, 390
# What each partner of the pictures says; nobody said so, and every page bears the mark of a trial.
SILENT = ["FR", "NL", "PT", "RO", "SI", "NZ", "PH", "TH", "PK", "SG"]
RESERVED = {"CN": ("reservation", "TRIAL: the handbook should not bind national collections.",
                   "TRIAL: a sentence that says so.")}
OBJECTING = {"CH": ("objection", "TRIAL: the cost falls on hosts whom nobody has asked yet.",
                    "TRIAL: a table of costs for each host.")}


def fill(forum):
    tokens = forum.contact_points()
    people = {partner: Caller(forum.person(f"proposer-{partner}", ("proposer", partner))) for partner in ("DE", "FR", "FI", "VN", "PH", "ID")}
    coordinator = Caller(forum.person("coordinator", ("regional-coordinator", "NESA")))
    leader = Caller(forum.person("leader", ("som-leader", "IT")))
    host = Caller(forum.person("host", ("meeting-host", None)))
    board = Caller(forum.person("infoboard", ("infoboard-officer", None)))
    host.write(f"meeting/{FORUM}/som-today", {"kind": "som", "name": "SOM, Phnom Penh", "city": "Phnom Penh", "country": "Cambodia",
                                              "starts": today(), "ends": today()})
    host.write(f"held/{FORUM}/som-today", {"starts": today(), "ends": today()})

    def draft(partner, **fields):
        return people[partner].write(f"draft/{FORUM}", fields)["ref"]

    def circulate(partner, ref, **inputs):
        duplicates(people[partner], ref)
        people[partner].write(f"advance/{ref}/circulate", {"track": "work-programme"} | inputs)

    def speak(ref, silent=(), said={}):
        for number, partner in enumerate(forum.partners):
            if partner in silent:
                continue
            stance, reason, resolves = said.get(partner, (("no-objection" if number % 3 else "support"), None, None))
            members = {"reason": reason, "resolves": resolves} if reason else {}
            Caller(tokens[partner]).write(f"position/{ref}/{stance}", members)

    # Announced on the board.
    for partner, title, city, days in (
        ("FI", "Seminar on libraries that lend across borders", "Helsinki, Finland", 120),
        ("VN", "Workshop on early warnings in river deltas", "Can Tho, Viet Nam", 200),
        ("ID", "Forum of young translators of Asia and Europe", "Jakarta, Indonesia", 260),
    ):
        other = "JP" if partner == "FI" else "FI"
        ref = draft(partner, **full_text(
            title, location=city, starts=today(days), ends=today(days + 2), organisers=[{"partner": partner}, {"partner": other}],
            objective=f"TRIAL: {title} brings those who do the work together, and compares what they have learned."))
        circulate(partner, ref)
        speak(ref)
        coordinator.write(f"advance/{ref}/confirm")
        leader.write(f"advance/{ref}/bless", {"meeting": "som-today"})
        board.write(f"publish/{ref}", {"fields": ["title", "starts", "ends", "location", "objective"], "url": "https://example.org/trial"})

    # The proposal of the pictures.
    main = draft("DE", **full_text(
        "Exchange of young museum professionals between Asia and Europe", pillar="social-cultural", focus_areas=["culture", "education"],
        objective="To bring together young curators, conservators and educators of museums in both regions, so that collections are "
        "shown, kept and explained together.\nThe exchange runs for two years, with a summer school in each region.",
        goals="Forty fellows in two years; six joint exhibitions; a handbook on shared conservation standards, in at least eight languages.",
        rationale="Ministers asked for closer cooperation of cultural institutions. Small museums in particular have no means for "
        "exchanges of their own.", guidance=["Chair’s Conclusions of a meeting of Culture Ministers, paragraph 14"],
        outline="Two summer schools, placements of three months, and a closing conference.", location="Berlin, Germany",
        expected_outcomes="A register of partner museums, and the handbook.", audience="Curators, conservators and educators under 35.",
        finance="By the organisers; travel by the sending museums.", mutual_benefit="Each region learns how the other keeps and tells its past.",
        contribution="People-to-people contacts, and the dialogue of cultures.", prime_actors=["government", "civil-society"],
        cost={"currency": "EUR", "amount": "480000.00"}, expected_partners=28,
        organisers=[{"partner": "DE", "body": "Federal Foreign Office"}, {"partner": "KR", "body": "National Museum"}]))
    circulate("DE", main, closes=today(60) + "T17:00:00Z")
    speak(main, SILENT, RESERVED | OBJECTING)
    people["DE"].write(f"note/{main}", {"text": "TRIAL: the host of the first school is being asked."})

    # What else waits for France: one that is late, one of its own, one that is a draft.
    late = draft("VN", **full_text("Clean rivers: a shared alarm for spills", location="Hanoi, Viet Nam",
                                   organisers=[{"partner": "VN"}, {"partner": "FI"}]))
    circulate("VN", late, closes=today(9) + "T12:00:00Z")
    speak(late, SILENT[:4] + ["AU", "IN"])
    own = draft("FR", **full_text("Night trains across two continents: a study of timetables and tickets", location="Paris, France",
                                  organisers=[{"partner": "FR"}, {"partner": "CN"}]))
    duplicates(people["FR"], own)
    found = record("ASEM Manila Conference")
    draft("FR", title=found["title"], objective=found["objective"], organisers=[{"partner": "FR"}])
    france = forum.person("france", ("contact-point", "FR"), ("proposer", "FR"), name="A Contact Point")
    return main, france


def duplicates(caller, ref):
    """Answers what looks like it, as a proposer has to."""
    why = caller.read(f"why/{ref}/circulate")["rows"][0]
    alike = [one for need in why.get("unmet") or why.get("needs") or [] if need["requirement"] == "duplicates-answered" and not need.get("met")
             for one in need.get("subjects") or []]
    if alike:
        answers = [{"ref": one, "answer": "TRIAL: another activity, of another year."} for one in alike]
        caller.write(f"revise/{ref}", {"duplicates": answers})


def take(browser, name, width, css=None, height=None, scale=1):
    """A picture of the page, from its top or of a part of it."""
    browser.size(width, height or 900, scale)
    # Nothing of it is being pointed at, and all that is on it was loaded.
    browser.ask("document.activeElement.blur(); scrollTo(0, 0)")
    part = browser.ask("""
        const e = arguments[0] ? document.querySelector(arguments[0]) : null;
        if (!e) return {x: 0, y: 0, width: innerWidth, height: Math.min(arguments[1], document.documentElement.scrollHeight)};
        const r = e.getBoundingClientRect(), edge = arguments[2];
        return {x: Math.max(0, r.x - edge), y: r.y + scrollY - edge, width: Math.min(innerWidth, r.width + 2 * edge),
                height: Math.min(arguments[1], r.height + 2 * edge)};""", css, height or 900, 24 if width > 600 else 14)
    shot = browser.driver.execute_cdp_cmd("Page.captureScreenshot", {
        "format": "png", "captureBeyondViewport": True, "clip": part | {"scale": 1}})
    file = ROOT / "docs" / "images" / f"{name}.png"
    file.write_bytes(base64.b64decode(shot["data"]))
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KiB", flush=True)


def images():
    forum = Forum(FORUM, "TRIAL", initiatives=True)
    ref, france = fill(forum)
    with Browser("images") as browser:
        browser.dress()
        for width, suffix in ((WIDE, ""), (NARROW, "-390")):
            scale = 1 if width == WIDE else 2
            high = 900 if width == WIDE else 844
            browser.size(width, high, scale)
            browser.enter(france)
            take(browser, "inbox" + suffix, width, height=high, scale=scale)
            browser.go(f"/p/{ref}")
            take(browser, "proposal" + suffix, width, height=high + 60, scale=scale)
            take(browser, "positions" + suffix, width, "#positions", height=2 * high, scale=scale)
            browser.go(f"/p/{ref}/print")
            browser.dress(media="print")
            # The margins of a sheet.
            browser.ask("document.body.style.padding = arguments[0]", "56px 60px" if width == WIDE else "20px")
            take(browser, "print" + suffix, width if width == NARROW else 794, height=high if width == NARROW else 1123, scale=scale)
            browser.dress()
            browser.forget()
            browser.go(f"/f/{FORUM}")
            take(browser, "board" + suffix, width, height=high, scale=scale)
    ok("docs/images is made anew")
