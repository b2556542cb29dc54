"""What .ci/identity does in a browser's place.

    identity-trial.py WEB ISSUER PROGRAM ACCOUNT PROCESS    PROCESS is the provider's, which is stopped at the end
"""

import http.cookiejar
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

WEB, ISSUER, PROGRAM, ACCOUNT, PROCESS = sys.argv[1:6]
SUBJECT = "alice@example.com"
passed = 0


def ok(holds, sentence):
    global passed
    if not holds:
        sys.exit("not ok - " + sentence)
    passed += 1
    print("ok %d - %s" % (passed, sentence))


class Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Browser:
    """Keeps cookies, and follows no redirect by itself."""

    def __init__(self):
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(Still, urllib.request.HTTPCookieProcessor(self.jar))

    def open(self, address, form=None):
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            answer = self.opener.open(urllib.request.Request(address, data), timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        return answer.status, answer.headers.get("Location") or "", answer.read().decode()

    def login(self, form):
        """A whole login; the status and the page at its end, and the address by which the browser came back."""
        status, asked, page = self.open(WEB + "/login/oidc/mock?to=/inbox")
        if status != 303:
            return status, page, ""
        status, back, page = self.open(asked, form)
        if status != 302:
            sys.exit("the provider answered %d: %s" % (status, page))
        status, _, page = self.open(back)
        return status, page, back


def chancery(*words):
    return json.loads(subprocess.run([PROGRAM, *words, "--json"], check=True, capture_output=True, text=True).stdout.splitlines()[-1])


ok("A provider for trials" in Browser().open(WEB + "/login")[2], "the page of the login has a button for the provider")
status, page, _ = Browser().login({"sub": SUBJECT})
ok(status == 403 and SUBJECT in page and ISSUER in page, "who is not linked is told what an administrator needs")
link = chancery("identity", "link", ACCOUNT, ISSUER, SUBJECT)["id"]
browser = Browser()
status, _, back = browser.login({"sub": SUBJECT})
ok(status == 303, "who is linked is logged in")
ok(browser.open(WEB + "/inbox")[0] == 200, "and sees the inbox")
ok(browser.open(back)[0] == 403, "what came back counts once")
other = Browser()
ok(other.login({"sub": "mallory@example.com"})[0] == 403, "another person of the same provider is not logged in")
status, page, _ = Browser().login({"action": "deny"})
ok(status == 403 and "access_denied" in page, "who declines at the provider is told so")
chancery("identity", "end", ACCOUNT, link)
ok(browser.open(WEB + "/inbox")[0] == 401, "the end of the link ends the next click")
ok(Browser().login({"sub": SUBJECT})[0] == 403, "and the next login")
os.kill(int(PROCESS), signal.SIGTERM)
link = chancery("identity", "link", ACCOUNT, ISSUER, SUBJECT)["id"]
while True:
    try:
        urllib.request.urlopen(ISSUER + "/jwks", timeout=5).read()
    except OSError:
        break
browser = Browser()
status, asked, _ = browser.open(WEB + "/login/oidc/mock")
state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(asked).query)).get("state", "")
status, _, page = browser.open(WEB + "/login/oidc/mock/callback?" + urllib.parse.urlencode({"code": "x", "state": state}))
ok(status == 503 and "cannot be reached" in page, "a provider that is gone is told as such")
print("%d passed, 0 failed" % passed)
