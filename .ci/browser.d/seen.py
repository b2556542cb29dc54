"""A browser as the parts of .ci/browser drive it, and what it may never see: an error, a request to elsewhere, a page that is too wide."""

import functools
import http.client
import json
import os
import pathlib
import re
import shutil
import sys
import urllib.parse

import axe_playwright_python
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.support.ui import WebDriverWait

from trial import PLACE, WEB, Failed, check

# Generous: a machine may be slow, and no time decides whether something is right.
PATIENCE = 180
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What of it depends on colours.
COLOURS = ["color-contrast", "link-in-text-block"]


@functools.cache
def axe_source():
    text = (pathlib.Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
    check(re.match(r"/\*! axe v4\.12\.", text), "axe-core 4.12 is wanted, not:", text[:20])
    return text


class Browser:
    """A browser of its own, with or without scripts."""

    def __init__(self, name, script=True, web=WEB):
        self.name = name
        self.web = web
        self.script = script
        # Addresses that may be asked for besides the server's own.
        self.also = []
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        home = PLACE / f"browser-{name}"
        for word in (
            "--headless=new", f"--user-data-dir={home}", "--lang=en-US", "--no-first-run", "--no-proxy-server",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-gpu",
            "--disable-dev-shm-usage", "--disable-search-engine-choice-screen", "--force-color-profile=srgb",
            "--window-size=1280,900", "--hide-scrollbars", "--no-default-browser-check", "--password-store=basic",
        ):
            options.add_argument(word)
        if os.getuid() == 0:
            options.add_argument("--no-sandbox")
        prefs = {"intl.accept_languages": "en", "credentials_enable_service": False,
                 "profile.password_manager_enabled": False, "translate.enabled": False}
        if not script:
            prefs["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", prefs)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = webdriver.ChromeService(shutil.which("chromedriver"), log_output=str(PLACE / f"driver-{name}.log"))
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(PATIENCE)
        self.driver.set_script_timeout(PATIENCE)
        self.size(1280)
        # Without motion: a click goes where it was aimed.
        self.dress()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        if kind is not None:
            self.tell()
        try:
            self.driver.quit()
        except WebDriverException:
            pass

    def tell(self):
        """What the browser showed last, for whoever looks for a fault."""
        try:
            print(f"# {self.name} was at {self.driver.current_url}: {self.driver.title}", file=sys.stderr)
            print("# " + self.text("body")[:1500].replace("\n", "\n# "), file=sys.stderr)
            kept = os.environ.get("CHANCERY_KEPT")
            if kept:
                self.driver.save_screenshot(f"{kept}/{self.name}.png")
        except (WebDriverException, Failed):
            pass

    # How it looks

    def size(self, width, height=900, scale=1):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": False})

    def dress(self, dark=False, media=""):
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
                    {"name": "prefers-reduced-motion", "value": "reduce"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})

    def speak(self, language):
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.setExtraHTTPHeaders", {"headers": {"Accept-Language": language}})

    # Where it is

    def go(self, path):
        self.driver.get(self.web + path)

    @property
    def path(self):
        parts = urllib.parse.urlsplit(self.driver.current_url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def leaves(self, act):
        """Does what leads to another page, and waits until that is there."""
        old = self.driver.find_element("css selector", "html")
        act()

        def is_gone(_):
            try:
                old.is_enabled()
                return False
            except StaleElementReferenceException:
                return True
            except WebDriverException as error:
                # While one document takes the place of another there may be none at all.
                return "does not belong to the document" in str(error)

        WebDriverWait(self.driver, PATIENCE, poll_frequency=0.02).until(is_gone, f"{self.name} stays at {self.path}")
        self.until(lambda: self.driver.execute_script("return document.readyState") == "complete", "the page is there")

    def until(self, holds, what):
        WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(
            lambda _: holds(), f"{self.name}: in vain waited until {what}")

    def show(self, html):
        """Shows a page as another browser has it, with the server's own style."""
        self.go("/login")
        frame = self.driver.execute_cdp_cmd("Page.getFrameTree", {})["frameTree"]["frame"]["id"]
        self.driver.execute_cdp_cmd("Page.setDocumentContent", {"frameId": frame, "html": html})
        self.until(lambda: self.ask(
            "return document.styleSheets.length > 0 && document.styleSheets[0].cssRules.length > 0"), "the style is there")

    def find(self, css):
        found = self.driver.find_elements("css selector", css)
        check(found, f"{self.name} finds no {css} at {self.path}")
        return found[0]

    def has(self, css):
        return bool(self.driver.find_elements("css selector", css))

    def text(self, css):
        return self.find(css).text

    def ask(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    # Who uses it

    def forget(self):
        self.driver.delete_all_cookies()

    def enter(self, token, to="/inbox"):
        """Logs in without a form on the screen; what the form does is tried elsewhere."""
        self.forget()
        self.go("/assets/mark.svg")
        raw = Raw(self.web)
        raw.login(token)
        self.driver.add_cookie({"name": "chancery", "value": raw.cookies["chancery"], "path": "/", "httpOnly": True,
                                "sameSite": "Lax"})
        if to:
            self.go(to)

    # What it may not see

    def quiet(self):
        """Nothing was complained of and nothing was asked of anybody else since the last time."""
        for entry in self.driver.get_log("browser"):
            # A page that says that something is refused is one, and its status is no fault.
            if "Failed to load resource: the server responded with a status of 4" in entry["message"]:
                continue
            if entry["level"] in ("SEVERE", "WARNING"):
                raise Failed(f"{self.name} complains at {self.path}: {entry['message']}")
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            told = message["params"]
            if message["method"] == "Network.requestWillBeSent":
                address = told["request"]["url"]
                allowed = (self.web + "/", "data:", "blob:", "about:", "chrome", *self.also)
                check(address.startswith(allowed), f"{self.name} asks {address} at {self.path}")
            if message["method"] == "Network.responseReceived" and told["type"] not in ("Document", "EventSource"):
                status = told["response"]["status"]
                check(status < 400 or not told["response"]["url"].startswith(self.web + "/assets/"),
                      f"{told['response']['url']} is answered {status}")

    def drain(self):
        """Forgets what was complained of and asked for."""
        self.driver.get_log("browser")
        self.driver.get_log("performance")

    def fits(self, what=""):
        """Nothing has to be scrolled sideways."""
        wide = self.ask("""
            const most = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= most) return null;
            const inside = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
                if (getComputedStyle(p).overflowX !== "visible") return true; return false; };
            return [...document.querySelectorAll("body *")].filter((e) => {
                const r = e.getBoundingClientRect();
                return (r.right > most + 1 || r.left < -1) && r.width > 0 && !inside(e) && !e.classList.contains("skip");
            }).slice(0, 4).map((e) => e.outerHTML.slice(0, 160)).concat(document.documentElement.scrollWidth);""")
        check(wide is None, f"{self.path} is too wide {what}: {wide}")

    def accessible(self, what="", only=None):
        """axe-core finds nothing; only what depends on colours where that is asked for."""
        self.ask("if (typeof axe === 'undefined') { " + axe_source() + "\n}")
        run = {"type": "rule", "values": COLOURS} if only == "colours" else {"type": "tag", "values": TAGS}
        found = self.driver.execute_async_script("""
            const done = arguments[arguments.length - 1];
            axe.run(document, {runOnly: arguments[0], resultTypes: ["violations"], preload: false}).then(
                (r) => done(r.violations.map((v) => v.id + ": " + v.help + " "
                    + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + " " + n.failureSummary).join(" | "))),
                (e) => done(["axe failed: " + e]));""", run)
        check(not found, f"axe-core at {self.path} {what}:", "\n".join(found))


def finds(browser, body, look, word):
    """What looks for faults finds one where it is."""
    browser.go("/login")
    style = browser.find("link[rel=stylesheet]").get_attribute("href")
    browser.show(f'<!doctype html><html><head><title>x</title><link rel="stylesheet" href="{style}"></head><body>{body}</body></html>')
    try:
        look()
    except Failed as fault:
        check(word in str(fault), "another fault is found:", fault)
        browser.drain()
        return
    raise Failed(f"a fault is not found: {word}")


class Raw:
    """What sends requests as no browser would."""

    def __init__(self, web=WEB):
        self.web = web
        self.host = urllib.parse.urlsplit(web).netloc
        self.cookies = {}

    def send(self, method, path, fields=None, origin="", cookies=None, headers=None):
        """A request with the cookies kept so far; a form comes from the server's own page unless an origin is given. None is no origin.

        Answers the status, the headers and the text.
        """
        connection = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        sent = dict(headers or {})
        jar = self.cookies if cookies is None else cookies
        if jar:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            if origin is not None:
                sent["Origin"] = origin or self.web
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                pair = value.split(";")[0].split("=", 1)
                if "Max-Age=0" in value:
                    self.cookies.pop(pair[0], None)
                else:
                    self.cookies[pair[0]] = pair[1]
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    def get(self, path):
        return self.send("GET", path)

    def login(self, token):
        _, _, page = self.get("/login")
        status, _, text = self.send("POST", "/login", {"form": hidden(page, "form"), "to": "/inbox", "token": token})
        check(status == 303 and "chancery" in self.cookies, f"the login is answered {status}", text[:500])


def hidden(page, name):
    """What a form carries under a name."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    check(found, f"no form carries {name}")
    return found.group(1)
