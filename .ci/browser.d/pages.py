"""Every page, as axe-core sees it: at two widths, in the light and in the dark, in each language; and nothing has to be scrolled sideways."""

import os
import re
import urllib.parse

from seen import Browser, Raw, finds
from trial import Caller, Failed, Forum, check, full_text, ok, record, today

FORUM = "asem-pages"
# Pages that no other page leads to.
MORE = 400


def fill(forum):
    """Proposals of every kind for the pages to show. Answers their refs by what they are."""
    tokens = forum.contact_points()
    everybody = Caller(forum.everybody())
    japan = Caller(forum.person("proposer-JP", ("proposer", "JP")))
    finland = Caller(forum.person("proposer-FI", ("proposer", "FI")))
    refs = {}
    # One that is circulated: positions of every kind, a note, an invitation, an editorial edit, a document.
    draft = japan.write(f"draft/{FORUM}", full_text("TRIAL: a seminar on flood warnings across many borders",
                                                    organisers=[{"partner": "JP"}, {"partner": "VN", "body": "River Office"}],
                                                    counterpart_waiver="TRIAL: a waiver."))
    refs["circulated"] = ref = draft["ref"]
    japan.write(f"advance/{ref}/circulate", {"track": "work-programme", "closes": today(60) + "T17:00:00Z"})
    for number, partner in enumerate(["FR", "DE", "IT", "SG", "TH", "CN", "IN", "AU", "EU", "LV"]):
        stance = ("support", "no-objection", "reservation", "objection")[number % 4]
        members = {"reason": "TRIAL: a reason.\n\nWith a second paragraph.", "resolves": "TRIAL: what would lift it."}
        Caller(tokens[partner]).write(f"position/{ref}/{stance}", members if number % 4 > 1 else {})
    japan.write(f"note/{ref}", {"text": "TRIAL: a note.\nOf two lines."})
    japan.write(f"revise/{ref}", {"kind": "editorial", "rationale": "TRIAL: why it is proposed, in other words."})
    japan.write(f"invite/{ref}", {"invitee": "TRIAL River Commission", "event": "The exercises"})
    Caller(tokens["FR"]).write(f"ack/{ref}", {"partner": "FR"})
    # Drafts: a bare one of one's own, and another's.
    refs["draft"] = everybody.write(f"draft/{FORUM}", {"title": record("ASEM Manila")["title"]})["ref"]
    refs["other"] = finland.write(f"draft/{FORUM}", {"title": "TRIAL: nobody else sees this"})["ref"]
    # One that was announced, postponed, and one that was reported.
    everybody.write(f"meeting/{FORUM}/som-today", {"kind": "som", "name": "TRIAL: a SOM", "starts": today(), "ends": today()})
    everybody.write(f"held/{FORUM}/som-today", {"starts": today(), "ends": today()})
    everybody.write(f"meeting/{FORUM}/som-later", {"kind": "som", "name": "TRIAL: a SOM to come", "starts": today(90)})
    for name, title in (("published", "TRIAL: a conference on archives"), ("reported", "TRIAL: a workshop for librarians")):
        refs[name] = ref = finland.write(f"draft/{FORUM}", full_text(title, organisers=[{"partner": "FI"}, {"partner": "VN"}]))["ref"]
        finland.write(f"advance/{ref}/circulate", {"track": "work-programme"})
        for token in tokens.values():
            Caller(token).write(f"position/{ref}/support")
        everybody.write(f"advance/{ref}/confirm")
        everybody.write(f"advance/{ref}/bless", {"meeting": "som-today"})
        fields = ["title", "starts", "ends", "location", "objective"]
        everybody.write(f"publish/{ref}", {"fields": fields, "url": "https://example.org/trial"})
    finland.write(f"record/{refs['published']}/implemented", {
        "status": "postponed", "starts": today(400), "ends": today(401), "reason": "TRIAL: a reason."})
    finland.write(f"record/{refs['reported']}/implemented", {"status": "held", "starts": today(), "ends": today()})
    finland.write(f"advance/{refs['reported']}/report", {
        "outcomes": "TRIAL: outcomes.", "partners_participating": 20, "meeting": "som-today", "channel": "direct"})
    return refs, everybody.token, tokens


def shape(path, refs):
    """An address without what differs between pages that are alike."""
    path = urllib.parse.unquote(path.split("#")[0])
    names = {ref: name for name, ref in refs.items()}
    parts = path.split("?")[0].strip("/").split("/")
    query = "?" + re.sub(r"=[^&]*", "", path.split("?")[1]) if "?" in path else ""
    if parts[0] == "p" and len(parts) > 1:
        ref, _, moment = parts[1].partition("@")
        parts[1] = names.get(ref, "archive") + ("@" if moment else "")
        # Every act has its own form; what else a proposal has is alike for all of them.
        if len(parts) == 3 and parts[1] not in ("circulated", "draft"):
            parts[1] = "any"
        if parts[2:3] == ["diff"]:
            parts[3:] = ["1..2"]
    if parts[0] == "f" and len(parts) > 3:
        parts[3] = "one"
        parts = parts[:5]
    return "/".join(parts) + query


def crawl(browser, starts, refs):
    """Every page that others lead to, the first of each shape."""
    raw = Raw()
    raw.cookies = {one["name"]: one["value"] for one in browser.driver.get_cookies()}
    found, todo = {}, [(path, None) for path in starts]
    while todo:
        path, source = todo.pop(0)
        name = shape(path, refs)
        if name in found:
            continue
        status, headers, text = raw.get(path)
        found[name] = path
        if status in (301, 302, 303, 307):
            todo.append((headers["Location"], path))
            found[name] = None
            continue
        if not headers.get("Content-Type", "").startswith("text/html"):
            found[name] = None
            continue
        check(status < (400 if source else 500), path, "is answered", status, "after a link of", source)
        check(len(found) < MORE, "there are too many shapes of pages:", sorted(found))
        for link in re.findall(r'<a [^>]*href="(/[^"]*)"', text):
            link = link.replace("&amp;", "&").split("#")[0]
            # The choice of a language is made below.
            if not link.startswith("/language?set="):
                todo.append((link, path))
    return [path for path in found.values() if path]


def languages(browser):
    """The languages that the page itself offers; English alone where it offers no choice."""
    offered = browser.ask("""
        const from = [...document.querySelectorAll('[name="language"] option, [name="lang"] option, '
            + 'button[name="language"], button[name="lang"]')].map((o) => o.value);
        const links = [...document.querySelectorAll("a[hreflang]")].map((a) => a.hreflang);
        return [...from, ...links];""")
    return list(dict.fromkeys(["en", *[one for one in offered if re.fullmatch(r"[a-z]{2}(-[A-Za-z]+)?", one)]]))


def look(browser, spoken, load):
    """One page in every dress. In the dark only colours differ."""
    for language in spoken:
        browser.speak(language)
        browser.size(320)
        load()
        said = browser.ask("return document.documentElement.lang")
        check(said == language, f"{browser.path} is in {said}, not in {language}")
        browser.fits(f"at 320 px in {language}")
        browser.accessible(f"at 320 px in {language}")
        if language == "en":
            browser.dress(dark=True)
            browser.accessible("at 320 px in the dark", only="colours")
        browser.size(1280)
        browser.fits(f"at 1280 px in {language}")
        if language == "en":
            browser.accessible("at 1280 px in the dark", only="colours")
            browser.dress()
        browser.accessible(f"at 1280 px in {language}")
        browser.quiet()
    browser.speak("en")


def pages():
    forum = Forum(FORUM, "PAGES", initiatives=True)
    refs, everybody, tokens = fill(forum)
    with Browser("pages") as browser:
        browser.dress()
        browser.go("/login")
        spoken = os.environ.get("CHANCERY_LANGUAGES", "").split() or languages(browser)
        finds(browser, '<img src="/assets/mark.svg">', browser.accessible, "image-alt")
        finds(browser, '<p class="leaf">' + "W" * 400, browser.fits, "too wide")
        count = 0
        faults = []

        def seen(languages, load):
            nonlocal count
            count += 1
            try:
                look(browser, languages, load)
            except Failed as fault:
                # The others are looked at all the same.
                faults.append(str(fault))
                print(f"# {fault}", flush=True)
                browser.dress()
                browser.drain()

        def visit(path):
            seen(spoken, lambda: browser.go(path))

        # Strangers.
        for path in ("/", "/login", f"/f/{FORUM}", f"/f/{FORUM}/record", f"/p/{refs['published']}",
                     f"/p/{refs['published']}/proof", f"/p/{refs['published']}/print", f"/p/{refs['circulated']}", "/nowhere"):
            visit(path)
        browser.enter(everybody)
        known = [f"/p/{refs['circulated']}", f"/p/{refs['draft']}", f"/p/{refs['published']}", f"/p/{refs['reported']}"]
        starts = ["/inbox", *known, f"/f/{FORUM}", f"/f/{FORUM}/accounts/new", f"/f/{FORUM}/new",
                  f"/f/{FORUM}/meetings/som-today", f"/f/{FORUM}/meetings/som-later/held", f"/f/{FORUM}/group/ASEAN",
                  f"/f/{FORUM}/proposals?text=nothing-is-called-so", f"/f/{FORUM}/audit/events", f"/f/{FORUM}/audit?run=new",
                  f"/p/{refs['circulated']}@2", f"/p/{refs['circulated']}/diff/1..2", f"/p/{refs['circulated']}/position",
                  f"/p/{refs['circulated']}/ack", f"/p/{refs['circulated']}/contest", f"/p/{refs['circulated']}/act/recirculate",
                  f"/p/{refs['circulated']}/act/withdraw", f"/p/{refs['circulated']}/act/interest-answered",
                  f"/p/{refs['circulated']}/invite", f"/p/{refs['circulated']}/relay?partner=TH", f"/p/{refs['circulated']}/file",
                  f"/p/{refs['published']}/publish", f"/f/{FORUM}/contacts", f"/f/{FORUM}/contacts/new",
                  f"/f/{FORUM}/group/ASEAN/list", "/language",
                  f"/p/{refs['draft']}/act/circulate", f"/p/{refs['other']}", f"/f/{FORUM}/views/nothing"]
        found = crawl(browser, starts, refs)
        for path in found:
            visit(path)
        # What stands on no address: a form that comes back, a confirmation, a token, a session that ended.
        answers = [
            (f"/p/{refs['draft']}/act/circulate", '[name="f.track"]', "click", "main button.main"),
            (f"/f/{FORUM}/new", '[name="f.title"]', "", "main button.main"),
            (f"/f/{FORUM}/meetings/new", '[name="id"]', "not an id!", "main button.main"),
            (f"/f/{FORUM}/accounts/new", '[name="account"]', "not an id!", "main button.main"),
            (f"/f/{FORUM}/accounts/nobody/token", None, "", "main button.main"),
            (f"/p/{refs['circulated']}/position", '[name="stance"][value="objection"]', "click", '[value="confirm"]'),
            (f"/p/{refs['circulated']}/position", '[name="stance"][value="support"]', "click", '[value="confirm"]'),
            (f"/p/{refs['circulated']}/position", None, "", '[value="confirm"]'),
            (f"/p/{refs['circulated']}/note", '[name="text"]', "\u202e", "main button.main"),
        ]
        forum.person("nobody", ("auditor", None))
        for path, css, typed, button in answers:

            def send():
                browser.go(path)
                # What the browser itself would stop is sent as well.
                browser.ask("for (const form of document.forms) form.noValidate = true;")
                if typed == "click":
                    browser.ask("document.querySelector(arguments[0]).checked = true", css)
                elif typed:
                    browser.ask("document.querySelector(arguments[0]).value = arguments[1]", css, typed)
                browser.leaves(lambda: browser.ask("document.querySelector(arguments[0]).click()", button))

            seen(spoken, send)
        stale(browser, refs["circulated"], Caller(tokens["PT"]))
        seen(["en"], lambda: None)
        browser.forget()

        def refused():
            browser.forget()
            browser.go("/login")
            browser.find('[name="token"]').send_keys("chy_nothing")
            browser.leaves(browser.find("main button.main").click)

        seen(spoken, refused)
        doomed = forum.person("doomed", ("auditor", None))
        browser.enter(doomed)
        Caller((everybody)).write(f"revoke/{FORUM}%2Fdoomed")
        browser.go("/inbox")
        check(browser.has("h1"), "a session that ended shows nothing")
        seen(["en"], lambda: None)
    check(not faults, f"{len(faults)} of {count} pages:", "\n\n".join(["", *dict.fromkeys(faults)]))
    ok(f"axe-core found nothing on {count} pages at 320 and 1280 px, in the light and in the dark, in {', '.join(spoken)}")
    ok("no page has to be scrolled sideways, complains, or asks anybody else for anything")


def stale(browser, ref, other):
    """A form that is sent after something else happened."""
    browser.go(f"/p/{ref}/act/defer")
    if browser.has("[name=seen]"):
        browser.ask("document.querySelector('[name=seen]').value = '1'; for (const f of document.forms) f.noValidate = true;")
        browser.leaves(lambda: browser.ask("document.querySelector('main button.main').click()"))
