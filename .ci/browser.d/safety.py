"""What somebody with bad intentions tries, in a real browser and with requests that no browser would send; each time nothing was recorded.

Tests/EndToEndTests/Web holds the answers themselves; here a browser shows that it does what they tell it.
"""

import contextlib
import http.server
import threading

from hands import Mouse
from seen import Browser, Raw, finds, hidden
from trial import FEW, Caller, administrator, check, full_text, ok, small_forum

PWNED = "PWNED"
SCRIPT = f"document.title='{PWNED}';alert('{PWNED}')"
HOSTILE = (
    f"<script>{SCRIPT}</script>\"><img src=x onerror=\"{SCRIPT}\">'><svg onload={SCRIPT}></textarea></title>"
    f"<a href=\"javascript:{SCRIPT}\">x</a>{{{{7*7}}}}\"\u0301 autofocus onfocus={SCRIPT} x='\u0338--><!--]]>&lt;"
)
# What turns the direction, what nobody sees, and what is no text at all.
TURNED = "a\u202eb\u2066c\u200bd\u0007e\u001b[31mf\u0000g"
# In a word of this length nothing can be broken off at a space.
LONG = "W" * 60_000
# What is taken as it is, as long as the field allows.
TAKEN = "Donaudampfschifffahrtsgesellschaft" * 8


@contextlib.contextmanager
def stranger(page):
    """A page of somebody else, on an address of its own."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()


class Nothing:
    """Within it nothing may be recorded."""

    def __init__(self, forum, auditor):
        self.forum = forum
        self.auditor = auditor

    def __enter__(self):
        self.before = events(self.auditor, self.forum)

    def __exit__(self, kind, *_):
        if kind is None:
            after = events(self.auditor, self.forum)
            check(after == self.before, f"{len(after) - len(self.before)} events were recorded")


def events(auditor, forum):
    """The whole record of a forum, each event by its place and kind."""
    kept = []
    for ref in [row["ref"] for row in auditor.read(f"list/{forum.id}", limit=1000)["rows"]]:
        kept += [(ref, kind) for kind in auditor.kinds(ref)]
    registry = auditor.read(f"forum/{forum.id}")["registry_version"]
    return kept + [(forum.id, registry)]


def safety():
    forum = small_forum("asem-safe", "SAFE")
    tokens = forum.contact_points()
    auditor = Caller(forum.person("auditor", ("auditor", None)))
    proposer = forum.person("proposer", ("proposer", "JP"))
    japan = Caller(proposer)
    ref = japan.write(f"draft/{forum.id}", full_text("TRIAL: a text to attack"))["ref"]
    japan.write(f"advance/{ref}/circulate", {"track": "work-programme"})
    nothing = Nothing(forum, auditor)
    with Browser("safety") as browser:
        hands = Mouse(browser)
        drafts(browser, forum, japan, tokens, nothing)
        forged(browser, forum, ref, tokens, nothing)
        replayed(browser, ref, tokens, auditor)
        stolen(browser, hands, ref, tokens, nothing)
        ended(browser, forum, ref, nothing)
        hostile(browser, forum, ref, tokens)


def drafts(browser, forum, japan, tokens, nothing):
    """A draft of another partner is not there, at none of its addresses."""
    draft = japan.write(f"draft/{forum.id}", {"title": "TRIAL: nobody else sees this", "organisers": [{"partner": "JP"}]})["ref"]
    parts = ["", "/history", "/edit", "/print", "/proof", "/position", "/note", "/ack", "/contest", "/act/circulate", "@1",
             "/diff/1..2", "/proof/bundle", "/events", "/file", "/relay?partner=VN", "/invite", "/publish"]
    with nothing:
        for token in (tokens["VN"], None):
            browser.forget()
            if token:
                browser.enter(token, to=None)
            cookies = {one["name"]: one["value"] for one in browser.driver.get_cookies()}
            for part in parts:
                status, headers, text = Raw().send("GET", f"/p/{draft}{part}", cookies=cookies)
                login = not token and headers.get("Location", "").startswith("/login")
                check(status == 404 or login or (part == "/events" and status in (204, 404)),
                      f"/p/{draft}{part} is answered {status}")
                check("nobody else" not in text, "the title is told")
            browser.go(f"/p/{draft}")
            check("nobody else" not in browser.driver.page_source and browser.has("h1"), "the draft is shown")
            absent, _, there = Raw().send("GET", "/p/SAFE-2026-9999", cookies=cookies)
            status, _, hidden_one = Raw().send("GET", f"/p/{draft}", cookies=cookies)
            check(status == absent and hidden_one.replace(draft, "") == there.replace("SAFE-2026-9999", ""),
                  "a hidden draft is answered otherwise than one that is not there")
    ok(f"a draft of another partner is not there, at {len(parts)} addresses")


def forged(browser, forum, ref, tokens, nothing):
    """A page of somebody else sends a form with the visitor's cookie, and puts the pages into a frame."""
    browser.enter(tokens["VN"])
    raw = Raw()
    raw.login(tokens["IT"])
    _, _, page = raw.get(f"/p/{ref}/note")
    own = Raw()
    own.cookies = {one["name"]: one["value"] for one in browser.driver.get_cookies()}
    _, _, mine = own.get(f"/p/{ref}/note")
    path = f"/p/{ref}/note"
    fields = {"key": "forged-1", "text": "TRIAL: forged", "seen": hidden(mine, "seen"), "form": hidden(mine, "form")}
    form = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    evil = (f'<form method="post" action="{browser.web}{path}">{form}<button id="go">Win a prize</button></form>'
            f'<iframe id="frame" src="{browser.web}/p/{ref}" width="600" height="300"></iframe>')
    with nothing:
        with stranger(evil) as port:
            # Another port is the same site to a cookie; another name is another site.
            for host in ("127.0.0.1", "localhost"):
                browser.also = [f"http://{host}:{port}/"]
                browser.driver.get(browser.also[0])
                browser.driver.switch_to.frame("frame")
                inside = browser.driver.page_source
                browser.driver.switch_to.default_content()
                check("What comes next" not in inside and "The text" not in inside, "a page can be put into a frame")
                browser.leaves(browser.find("#go").click)
                check(browser.path.startswith((path, "/login")), "the forged form leads to", browser.path)
                check("?done" not in browser.path, "a forged form was taken")
        browser.drain()
        browser.also = []
        for origin in ("https://evil.example", "null", browser.web + ".evil.example", browser.web.replace("http:", "https:") + "1",
                       "http://127.0.0.1:1", None):
            status, _, _ = own.send("POST", path, fields | {"key": "forged-2"}, origin=origin)
            check(status == 403, f"the origin {origin} is answered {status}")
        for form in (None, "", "0" * 64, hidden(page, "form")):
            sent = {name: value for name, value in fields.items() if name != "form"} | ({} if form is None else {"form": form})
            status, _, _ = own.send("POST", path, sent | {"key": "forged-3"})
            check(status == 403, f"a form with the token {form} is answered {status}")
        status, headers, _ = Raw().send("POST", path, fields)
        check(status == 303 and headers["Location"].startswith("/login"), "a stranger's form is answered", status)
        status, _, _ = own.send("GET", path + "?text=forged&key=forged-4&form=" + fields["form"])
        check(status == 200, "a form in an address is answered", status)
    browser.go("/inbox")
    check(browser.path == "/inbox", "the attack ended the session")
    ok("forged origins, missing and foreign form tokens, forms and frames of other pages: refused, nothing recorded")


def replayed(browser, ref, tokens, auditor):
    """The back button, and the form sent again; and two clicks at once."""
    browser.enter(tokens["FI"])
    before = auditor.kinds(ref)
    browser.go(f"/p/{ref}/note")
    browser.find('[name="text"]').send_keys("TRIAL: said once.")
    browser.leaves(browser.find("main button.main").click)
    check(browser.path == f"/p/{ref}?done=note", "the note leads to", browser.path)
    browser.leaves(browser.driver.back)
    browser.until(lambda: browser.has('main [name="text"]'), "the form is back")
    field = browser.find('[name="text"]')
    if field.get_attribute("value") != "TRIAL: said once.":
        # A browser that reads the page anew has a new form; the old one is sent as it was.
        field.clear()
        field.send_keys("TRIAL: said twice.")
        browser.leaves(browser.find("main button.main").click)
        check(len(auditor.kinds(ref)) == len(before) + 2, "a new form had no effect")
    else:
        browser.leaves(browser.find("main button.main").click)
        check(browser.path == f"/p/{ref}?done=repeated", "a form sent again leads to", browser.path)
        check(len(auditor.kinds(ref)) == len(before) + 1, "a form that was sent again took effect twice")
    raw = Raw()
    raw.cookies = {one["name"]: one["value"] for one in browser.driver.get_cookies()}
    _, _, page = raw.get(f"/p/{ref}/note")
    fields = {name: hidden(page, name) for name in ("form", "key", "seen")} | {"text": "TRIAL: said at once."}
    before = auditor.kinds(ref)
    answers = []

    def send():
        one = Raw()
        one.cookies = dict(raw.cookies)
        answers.append(one.send("POST", f"/p/{ref}/note", fields)[0])

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check(answers == [303] * 8, "eight forms at once are answered", answers)
    check(len(auditor.kinds(ref)) == len(before) + 1, "one form took effect more than once")
    ok("a form that is sent again, by the back button or eight times at once, takes effect once")


def stolen(browser, hands, ref, tokens, nothing):
    """Whoever has the cookie of a session that was ended has nothing."""
    hands.enter(tokens["VN"])
    cookie = next(one for one in browser.driver.get_cookies() if one["name"] == "chancery")
    check(cookie["httpOnly"] and cookie["sameSite"] == "Lax", "the cookie is", cookie)
    check("chancery" not in browser.ask("return document.cookie"), "scripts can read the cookie")
    raw = Raw()
    raw.cookies = {"chancery": cookie["value"]}
    status, _, page = raw.get(f"/p/{ref}/note")
    check(status == 200, "the copied cookie opens nothing before the logout")
    fields = {name: hidden(page, name) for name in ("form", "key", "seen")} | {"text": "TRIAL: stolen"}
    browser.leaves(browser.find("form.account button").click)
    with nothing:
        browser.driver.add_cookie({"name": "chancery", "value": cookie["value"], "path": "/"})
        browser.go("/inbox")
        check(browser.path.startswith("/login") or browser.has('a[href^="/login"]'), "a stolen cookie opens", browser.path)
        status, headers, _ = raw.send("POST", f"/p/{ref}/note", fields, cookies={"chancery": cookie["value"]})
        check(status in (303, 401, 403), "a stolen cookie is answered", status)
        check("?done" not in headers.get("Location", ""), "a form with a stolen cookie is taken")
    # The back button shows nothing that was private either.
    browser.driver.back()
    check(not browser.has(".wait"), "the back button shows the inbox after the logout")
    ok("a cookie that was copied before the logout opens nothing after it")


def ended(browser, forum, ref, nothing):
    """What was taken away is gone with the next click."""
    admin = Caller(forum.person("admin", ("admin", None)))
    account = f"{forum.id}/guest"
    token = forum.person("guest", ("contact-point", "EU"))
    browser.enter(token)
    browser.go(f"/p/{ref}/position")
    check(browser.has('[name="stance"]'), "a Contact Point finds no form")
    browser.find('label[for="stance-support"]').click()
    number = next(row for row in administrator().read(f"accounts/{forum.id}")["rows"] if row["account"] == account)["appointments"][0]["number"]
    admin.write(f"appoint/{forum.id}/{account.replace('/', '%2F')}", {"end": number})
    with nothing:
        browser.leaves(browser.find('main [value="confirm"]').click)
        if browser.has('[value="record"]'):
            browser.leaves(browser.find('[value="record"]').click)
        check("?done" not in browser.path, "a position is taken by an office that ended")
    forum_two = f"{forum.id}/second"
    token = forum.person("second", ("contact-point", "EU"))
    browser.enter(token)
    check(browser.path == "/inbox", "the login leads to", browser.path)
    admin.write(f"revoke/{forum_two.replace('/', '%2F')}")
    with nothing:
        browser.leaves(browser.find('.places a[href$="/proposals"]').click)
        check(browser.has('a[href^="/login"]') and not browser.has(".listed"), "a revoked token opens", browser.path)
    ok("an office that ended and a token that was revoked end the next click")


def hostile(browser, forum, ref, tokens):
    """Text that would be something else, in every field that takes text."""
    everybody = forum.everybody("JP")
    pages = [f"/f/{forum.id}/new", f"/p/{ref}/note", f"/p/{ref}/position", f"/p/{ref}/act/recirculate", f"/p/{ref}/act/withdraw",
             f"/p/{ref}/edit", f"/p/{ref}/act/interest", f"/p/{ref}/act/interest-answered", f"/p/{ref}/invite", f"/f/{forum.id}/contacts/new",
             f"/f/{forum.id}/meetings/new",
             f"/f/{forum.id}/accounts/new", f"/f/{forum.id}/proposals", "/login"]
    fields = 0
    finds(browser, HOSTILE, lambda: safe(browser, "a page that escapes nothing"), "something came in")
    for name, text in (("hostile", HOSTILE), ("turned", TURNED), ("long", LONG)):
        for path in pages:
            browser.enter(everybody, to=None)
            if path == "/login":
                browser.forget()
            browser.go(path)
            count = browser.ask("""
                let count = 0;
                for (const form of document.forms) form.noValidate = true;
                for (const field of document.querySelectorAll("main input, main textarea")) {
                    if (["radio", "checkbox", "hidden", "date", "datetime-local", "number"].includes(field.type)) continue;
                    if (!field.matches("textarea")) field.type = "text";
                    field.value = arguments[0];
                    count += 1;
                }
                for (const one of document.querySelectorAll("main select, main [type=radio]")) {
                    if (one.matches("select") && one.options.length > 1 && one.required) one.selectedIndex = 1;
                    else if (one.type === "radio") one.checked = true;
                }
                return count;""", text if name != "long" or path != f"/f/{forum.id}/proposals" else LONG[:4000])
            check(count > 0, f"{path} takes no text")
            fields += count
            safe(browser, f"{name} on {path}")
            button = "main form button"
            browser.leaves(lambda: browser.ask("document.querySelector(arguments[0]).click()", button))
            safe(browser, f"{name} sent to {path}")
    # What was taken stands on every page of a proposal.
    japan = Caller(tokens["JP"])
    proposer = Caller(forum.person("another", ("proposer", "JP")))
    taken = full_text(TAKEN[:290], objective=HOSTILE, goals=TAKEN * 4, guidance=[HOSTILE[:200], f"javascript:{SCRIPT}"], location=TAKEN[:200],
                      rationale="\n".join([HOSTILE] * 3))
    long = proposer.write(f"draft/{forum.id}", taken)["ref"]
    proposer.write(f"advance/{long}/circulate", {"track": "work-programme"})
    japan.write(f"position/{long}/objection", {"reason": HOSTILE + TAKEN, "resolves": TAKEN})
    japan.write(f"note/{long}", {"text": HOSTILE + TAKEN})
    proposer.write(f"revise/{long}", {"kind": "editorial", "location": HOSTILE[:250]})
    browser.enter(everybody)
    shown = 0
    for path in ("/inbox", f"/f/{forum.id}/proposals", f"/f/{forum.id}/group/ASEAN", *(f"/p/{long}{part}" for part in (
            "", "/history", "/edit", "/print", "/proof", "/position", "/note", "/contest", "/act/withdraw", "@1", "/diff/1..2")),
            f"/f/{forum.id}/proposals?text=" + "W" * 3000, "/login?to=" + "W" * 1500, f"/p/{'W' * 300}"):
        browser.go(path)
        safe(browser, path[:60])
        shown += 1
    ok(f"hostile text in {fields} fields and on {shown} pages runs nothing and breaks no layout")


def safe(browser, what):
    """Nothing ran, nothing came in, nothing is too wide."""
    check(browser.driver.title and PWNED not in browser.driver.title.split("·")[0].split("<")[0], f"a script ran: {what}")
    came = browser.ask("""
        return [...document.querySelectorAll("script, img, svg, iframe, object, [onerror], [onfocus], [onload]")]
            .filter((e) => !(e.matches('script[src^="/assets/"]') || e.matches('img[src^="/assets/"]') || e.matches('.chart img')))
            .map((e) => e.outerHTML.slice(0, 100))
            .concat([...document.querySelectorAll("a")].filter((a) => !/^https?:$/.test(a.protocol)).map((a) => a.href));""")
    check(not came, f"something came in: {what}", came)
    for width in (320, 1280):
        browser.size(width)
        browser.fits(f"at {width} px: {what}")
    browser.quiet()
