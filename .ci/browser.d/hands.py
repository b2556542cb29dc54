"""How a person works with a page: with a mouse, or with nothing but a keyboard. Both do the same, so one journey is made with either."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from trial import check

SUBMIT = "main form button.main[type=submit]"


class Hands:
    def __init__(self, browser, after=lambda: None):
        self.browser = browser
        # Looks at each page that is come to.
        self.after = after

    def arrive(self, path):
        """Types an address."""
        self.browser.go(path)
        self.after()

    def enter(self, token):
        """Logs in by the form, from the inbox as a bookmark, with no session before."""
        self.browser.forget()
        self.arrive("/inbox")
        self.write("token", token)
        self.press()
        check(self.browser.path.startswith("/inbox"), "the login leads to", self.browser.path)

    def follow(self, address, kind="="):
        """Takes the link to an address, or to one that begins (^) or ends ($) so."""
        self.come(f'a[href{kind.rstrip("=")}="{address}"]')

    def place(self, address):
        self.come(f'.places a[href="{address}"]')

    def press(self, css=SUBMIT):
        self.come(css)


class Mouse(Hands):
    def come(self, css):
        self.browser.leaves(self.browser.find(css).click)
        self.after()

    def write(self, name, text):
        field = self.browser.find(f'main [name="{name}"]')
        field.clear()
        field.send_keys(text)

    def day(self, name, day):
        year, month, date = day.split("-")
        self.browser.find(f'main [name="{name}"]').send_keys(month + date + year)

    def pick(self, name, value):
        first = self.browser.find(f'main [name="{name}"]')
        if first.tag_name == "select":
            Select(first).select_by_value(value)
        else:
            self.tick(name, value)

    def tick(self, name, value):
        box = self.browser.find(f'main [name="{name}"][value="{value}"]')
        self.browser.find(f'label[for="{box.get_attribute("id")}"]').click()
        check(box.is_selected(), name, "is not", value)

    def unfold(self, css):
        self.browser.find(css).click()


class Keyboard(Hands):
    """Every step is a key. At each stop the focus must be seen: an outline around what is on the screen."""

    def __init__(self, browser, after=lambda: None):
        super().__init__(browser, after)
        self.stops = 0

    def key(self, *keys, shift=False):
        chain = ActionChains(self.browser.driver, duration=0)
        if shift:
            chain.key_down(Keys.SHIFT)
        chain.send_keys(*keys)
        if shift:
            chain.key_up(Keys.SHIFT)
        chain.perform()

    def stop(self, css):
        """What has the focus, and whether it is what is looked for; nil where nothing of the page has it."""
        here = self.browser.ask("""
            const e = document.activeElement;
            if (!e || e === document.body || e === document.documentElement) return null;
            const s = getComputedStyle(e), r = e.getBoundingClientRect();
            return {what: e.outerHTML.slice(0, 200), isIt: e.matches(arguments[0]), style: s.outlineStyle,
                width: parseFloat(s.outlineWidth), colour: s.outlineColor, top: r.top, bottom: r.bottom, left: r.left,
                right: r.right, high: innerHeight, wide: innerWidth, main: e.id === "main", value: e.value ?? null,
                over: (() => { const x = Math.min(Math.max(r.left + r.width / 2, 0), innerWidth - 1);
                    const y = Math.min(Math.max(r.top + r.height / 2, 0), innerHeight - 1);
                    const top = document.elementFromPoint(x, y);
                    return !top || e.contains(top) || top.contains(e) || (e.labels && [...e.labels].some((l) => l.contains(top))); })()};
            """, css)
        if here is None:
            return None
        self.stops += 1
        if not here["main"]:
            check(here["style"] not in ("none", "hidden") and here["width"] >= 2, "the focus is not seen on", here)
        check(here["bottom"] > 0 and here["top"] < here["high"] and here["right"] > 0 and here["left"] < here["wide"],
              "the focus is off the screen on", here)
        check(here["over"], "the focus is covered on", here)
        return here

    def tab_to(self, css, most=900):
        """Goes on from stop to stop; where the page ends, back."""
        here = self.stop(css)
        back = False
        for _ in range(most):
            if here and here["isIt"]:
                return here
            self.key(Keys.TAB, shift=back)
            here = self.stop(css)
            if here is None and self.browser.ask("return document.activeElement === document.body"):
                # Beyond the last stop is the browser itself.
                back = not back
        raise AssertionError(f"Tab never comes to {css} at {self.browser.path}")

    def come(self, css):
        check(self.browser.has(css), f"there is no {css} at {self.browser.path}")
        self.tab_to(css)
        self.browser.leaves(lambda: self.key(Keys.ENTER))
        self.after()

    def write(self, name, text):
        self.tab_to(f'main [name="{name}"]')
        chain = ActionChains(self.browser.driver, duration=0)
        chain.key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys(text).perform()

    def day(self, name, day):
        year, month, date = day.split("-")
        css = f'main [name="{name}"]'
        self.tab_to(css)
        # Whoever comes from behind is at the end of the field.
        while (here := self.stop(css)) and here["isIt"]:
            self.key(Keys.TAB, shift=True)
        self.key(Keys.TAB)
        self.key(month + date + year)
        value = self.browser.find(f'main [name="{name}"]').get_attribute("value")
        check(value == day, name, "is", value, "after typing", day)

    def pick(self, name, value):
        css = f'main [name="{name}"]'
        first = self.browser.find(css)
        if first.tag_name != "select":
            values = [one.get_attribute("value") for one in self.browser.driver.find_elements("css selector", css)]
            self.tab_to(css)
            # The first of a group is chosen by Space, the others by the arrows.
            self.key(Keys.SPACE)
            for _ in range(values.index(value)):
                self.key(Keys.ARROW_DOWN)
            check(self.browser.find(f'{css}[value="{value}"]').is_selected(), name, "is not", value)
            return
        self.tab_to(css)
        for _ in range(len(Select(first).options)):
            if first.get_attribute("value") == value:
                return
            self.key(Keys.ARROW_DOWN)
        check(first.get_attribute("value") == value, name, "cannot be set to", value)

    def tick(self, name, value):
        css = f'main [name="{name}"][value="{value}"]'
        self.tab_to(css)
        self.key(Keys.SPACE)
        check(self.browser.find(css).is_selected(), name, "is not", value)

    def unfold(self, css):
        self.tab_to(css)
        self.key(Keys.ENTER)

    def skip(self):
        """The first stop of a page leads past what stands on every page."""
        self.key(Keys.TAB)
        here = self.stop("a.skip")
        check(here and here["isIt"] and here["left"] >= 0 and here["top"] >= 0, "the first stop is no skip link:", here)
        self.key(Keys.ENTER)
        self.key(Keys.TAB)
        here = self.stop("main *")
        check(here and here["isIt"], "after the skip link the next stop is not in the content:", here)
        self.key(Keys.TAB, shift=True)
