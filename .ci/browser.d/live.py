"""Open pages: they change when somebody else acts, keep what is being typed, and lose no event, however often the connection is cut."""

import random
import socket
import threading
import urllib.parse

from seen import Browser
from trial import WEB, Caller, check, full_text, ok, small_forum

CUTS = 50


class Cutter:
    """A way to the server that cuts streams of events, anywhere."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.cuts = 0
        self.isCutting = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.web = "http://127.0.0.1:%d" % self.listener.getsockname()[1]
        parts = urllib.parse.urlsplit(WEB)
        self.to = (parts.hostname, parts.port)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(self.to)
            state = {"stream": False, "isHead": True}
            threading.Thread(target=self.pass_on, args=(near, far, state, True), daemon=True).start()
            threading.Thread(target=self.pass_on, args=(far, near, state, False), daemon=True).start()

    def pass_on(self, source, target, state, isAsked):
        try:
            while data := source.recv(4096):
                if isAsked and b"GET /" in data:
                    state["stream"] = b"/events" in data.split(b"\r\n", 1)[0]
                if isAsked:
                    state["isHead"] = True
                elif state["isHead"]:
                    # A browser gives a stream up whose head is torn: that is no answer of HTTP.
                    state["isHead"] = b"\r\n\r\n" not in data
                elif state["stream"] and self.isCutting and self.cuts < CUTS and self.random.random() < 0.5:
                    # In the middle of an event, or before it.
                    target.sendall(data[: self.random.randrange(len(data))])
                    self.cuts += 1
                    break
                target.sendall(data)
        except OSError:
            pass
        for each in (source, target):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def live():
    forum = small_forum("asem-live", "LIVE")
    tokens = forum.contact_points()
    proposer = Caller(forum.person("proposer", ("proposer", "JP")))
    ref = proposer.write(f"draft/{forum.id}", full_text("TRIAL: a text that is followed"))["ref"]
    proposer.write(f"advance/{ref}/circulate", {"track": "work-programme"})
    with Browser("follower") as browser, Browser("actor") as actor:
        followed(browser, actor, forum, ref, tokens, proposer)
        browser.quiet()
        cut(browser, forum, ref, tokens, proposer)


def followed(browser, actor, forum, ref, tokens, proposer):
    """Two browsers: what the one does, the other shows."""
    browser.enter(tokens["VN"], to=f"/p/{ref}")
    browser.ask("window.isTheSame = true; document.querySelector(arguments[0]).focus()", f'a[href="/p/{ref}/history"]')
    browser.ask("document.querySelector('.fold').open = true")
    before = browser.text("#positions h2")
    actor.enter(tokens["FI"], to=f"/p/{ref}/position")
    actor.find('label[for="stance-support"]').click()
    actor.leaves(actor.find('main [value="confirm"]').click)
    actor.leaves(actor.find('main [value="record"]').click)
    browser.until(lambda: browser.text("#positions h2") != before, "the matrix shows the position")
    check(browser.has(".seat.s-support"), "no seat shows it")
    check(browser.ask("return window.isTheSame === true"), "the page was loaded again")
    check(browser.ask("return document.activeElement.getAttribute('href')") == f"/p/{ref}/history", "the focus is lost")
    check(browser.ask("return document.querySelector('.fold').open"), "what was unfolded is folded")
    # A list, with words that are being typed.
    browser.go(f"/f/{forum.id}/proposals")
    browser.find('[name="text"]').send_keys("half a wo")
    proposer.write(f"note/{ref}", {"text": "TRIAL: a note."})
    title = "TRIAL: another text that comes"
    other = proposer.write(f"draft/{forum.id}", full_text(title))["ref"]
    proposer.write(f"advance/{other}/circulate", {"track": "work-programme"})
    browser.until(lambda: title in browser.text("main"), "the list shows what came")
    check(browser.find('[name="text"]').get_attribute("value") == "half a wo", "what was typed is lost")
    check(browser.ask("return document.activeElement.name") == "text", "the focus is lost")
    # A form never changes; it says that something happened.
    browser.go(f"/p/{ref}/note")
    browser.find('[name="text"]').send_keys("TRIAL: half a note")
    held = browser.ask("return document.querySelector('main').innerHTML")
    proposer.write(f"note/{ref}", {"text": "TRIAL: a note meanwhile."})
    browser.until(lambda: browser.has("#live a"), "the form says that something happened")
    check(browser.ask("return document.querySelector('main').innerHTML") == held, "the form changed under the hands")
    check(browser.find('[name="text"]').get_attribute("value") == "TRIAL: half a note", "what was typed is lost")
    browser.accessible("with a notice that it changed")
    browser.leaves(browser.find("main button.main").click)
    check(browser.path == f"/p/{ref}?done=note", "the note leads to", browser.path)
    # The inbox of a third one: what is done is gone.
    browser.enter(tokens["IT"])
    link = f'a[href^="/p/{ref}/position"]'
    browser.until(lambda: browser.has(link), "the inbox shows what waits")
    Caller(tokens["IT"]).write(f"position/{ref}/support")
    browser.until(lambda: not browser.has(link), "the inbox forgets what was done")
    ok("pages change when somebody else acts; the focus, what is typed and what is unfolded stay")


def cut(browser, forum, ref, tokens, proposer):
    """Streams that are cut 50 times tell every event once and in order."""
    cutter = Cutter(53)
    browser.web = cutter.web
    browser.also = [cutter.web + "/"]
    browser.enter(tokens["VN"], to=f"/p/{ref}")
    # Where the events of this page begin; the page itself follows them no longer.
    events = browser.find("#live").get_attribute("data-events")
    began = proposer.read(f"show/{ref}")["version"]
    browser.go(f"/p/{ref}/print")
    browser.ask("""
        window.sources = [0, 1, 2, 3].map((number) => {
            const source = new EventSource(arguments[0]);
            source.told = [];
            source.onmessage = (e) => source.told.push([e.lastEventId, JSON.parse(e.data)]);
            return source;
        });""", events)
    browser.until(lambda: browser.ask("return sources.every((s) => s.readyState === 1)"), "the streams are open")
    cutter.isCutting = True
    notes = 0

    def count():
        return cutter.cuts, browser.ask("return sources.reduce((sum, s) => sum + s.told.length, 0)")

    while cutter.cuts < CUTS:
        before = count()
        proposer.write(f"note/{ref}", {"text": f"TRIAL: note {notes}."})
        notes += 1
        browser.until(lambda: count() != before, "an event comes, or a stream is cut")
    last = proposer.write(f"note/{ref}", {"text": "TRIAL: the last."})["version"]
    for number in range(4):
        browser.until(lambda: browser.ask(
            "const t = sources[arguments[0]].told; return t.length > 0 && t[t.length - 1][1].version >= arguments[1]", number, last),
            "the last event comes")
        told = browser.ask("return sources[arguments[0]].told", number)
        versions = [event["version"] for _, event in told]
        check(versions == list(range(began + 1, last + 1)), f"after version {began} a stream told", versions, "of", last)
        places = [int(cursor.split(":")[1]) for cursor, _ in told]
        check(places == sorted(set(places)), "the cursors are", places)
    ok(f"four streams, cut {cutter.cuts} times, each told {last - began} events once and in order")
