"""A real initiative goes from draft to report in a browser without scripts: by clicks with 53 partners, and by keys alone with six."""

from hands import SUBMIT, Keyboard, Mouse
from seen import Browser
from trial import MADE_UP, PLACE, Caller, Forum, chancery, check, ok, record, small_forum, today

# It names no days, so that it can be published before them.
TITLE = "10 Years of ASEM: Achievements and Possibilities"
PROPOSER = "JP"


def travel(hands, forum):
    """From the first account to the last page; each step by whoever's turn it is. Answers the ref."""
    browser = hands.browser
    home = f"/f/{forum.id}"
    found = record(TITLE)
    speakers = forum.contact_points()
    admin = forum.person("admin", ("admin", None))
    proposer = forum.person("proposer", ("proposer", PROPOSER))
    coordinator = forum.person("coordinator", ("regional-coordinator", "ASEAN"))
    host = forum.person("host", ("meeting-host", None))
    infoboard = forum.person("infoboard", ("infoboard-officer", None))
    auditor = Caller(forum.person("auditor", ("auditor", None)))

    # An administrator opens the account of the SOM leader; the token is shown once.
    hands.enter(admin)
    hands.place(home)
    hands.follow(f"{home}/accounts")
    hands.follow(f"{home}/accounts/new")
    hands.write("account", "leader")
    hands.pick("role", "som-leader")
    hands.pick("partner", "IT")
    hands.press()
    hands.follow(f"{home}/accounts/leader/token")
    hands.press()
    leader = browser.text("pre.note")
    check(leader.startswith("chy_"), "no token is shown:", leader)

    # Drafted: what the record says, and no more.
    hands.enter(proposer)
    hands.place(f"{home}/proposals")
    hands.follow(f"{home}/new")
    hands.write("f.title", found["title"])
    hands.pick("f.pillar", found["pillar"])
    hands.write("f.objective", found["objective"])
    hands.write("f.guidance", found["guidance"])
    hands.pick("f.organisers.0.partner", "JP")
    hands.pick("f.organisers.1.partner", "FI")
    hands.press()
    ref = browser.path.split("/")[2].split("?")[0]
    check(Caller(speakers["IT"]).read(f"list/{forum.id}", origin="live")["rows"] == [], "a draft is shown to somebody who is no organiser")
    show = Caller(proposer)
    check(show.state(ref) == "drafted", "it is not drafted")

    # Circulated: refused at first, with all that is missing.
    hands.arrive(f"/p/{ref}/act/circulate")
    hands.pick("f.track", "work-programme")
    hands.press()
    check(browser.has(".fault-box .need") and show.state(ref) == "drafted", "an incomplete text is circulated")
    hands.arrive(f"/p/{ref}")
    hands.follow(f"/p/{ref}/edit")
    for name, text in MADE_UP.items():
        hands.write(f"f.{name}", text)
    hands.day("f.starts", today(300))
    hands.day("f.ends", today(302))
    hands.tick("f.prime_actors", "government")
    hands.write("f.cost.amount", "100000")
    for offered in browser.driver.find_elements("css selector", 'input[name^="f.duplicates."]'):
        if offered.get_attribute("value"):
            hands.write(offered.get_attribute("name").replace(".ref", ".answer"), "TRIAL: how it differs.")
    hands.press()
    hands.follow(f"/p/{ref}/act/circulate")
    hands.pick("f.track", "work-programme")
    hands.press()
    check(show.state(ref) == "circulated", "it is not circulated:", browser.text("main")[:500])

    # Positions: each Contact Point by its own token, from its inbox. The last one objects.
    last = forum.partners[-1]
    for number, partner in enumerate(forum.partners):
        stance = "objection" if partner == last else ("support", "no-objection")[number % 2]
        position(hands, ref, speakers[partner], partner, stance)
    check(not show.read(f"why/{ref}/confirm")["rows"][0]["allowed"], "an objection does not stand in the way")
    hands.enter(coordinator)
    hands.place(f"{home}/proposals")
    hands.follow(f"/p/{ref}")
    check(not browser.has(f'.act-buttons a[href="/p/{ref}/act/confirm"]'), "an objection does not stand in the way")
    position(hands, ref, speakers[last], last, "support", first=False)

    # Consensus.
    hands.enter(coordinator)
    hands.follow(f"/p/{ref}/act/confirm")
    hands.press()
    check(show.state(ref) == "consensus", "consensus is not confirmed:", browser.text("main")[:500])

    # SOM-blessed: by a SOM that was held.
    hands.enter(host)
    hands.place(home)
    hands.follow(f"{home}/meetings")
    hands.follow(f"{home}/meetings/new")
    hands.write("id", "som-trial")
    hands.pick("kind", "som")
    hands.write("name", "TRIAL: a SOM of today")
    hands.day("starts", today())
    hands.day("ends", today())
    hands.write("city", "Kyoto")
    hands.press()
    hands.follow(f"{home}/meetings/som-trial/held")
    hands.press()
    hands.enter(leader)
    hands.place(home)
    hands.follow(f"{home}/meetings")
    hands.follow(f"{home}/meetings/som-trial")
    hands.follow(f"/p/{ref}/act/bless", "^=")
    hands.press()
    check(show.state(ref) == "som-blessed", "it is not blessed:", browser.text("main")[:500])

    # Published before, implemented, and reported to the SOM.
    hands.enter(infoboard)
    hands.follow(f"/p/{ref}/publish")
    hands.write("f.url", "https://example.org/trial")
    for field in ("title", "starts", "ends", "location", "objective"):
        hands.tick("f.fields", field)
    hands.press()
    # What everybody would see, before anybody does.
    seen = browser.text("main section.exact")
    check(found["title"] in seen and "TRIAL: who" not in seen, "the preview shows", seen)
    check(show.state(ref) == "som-blessed", "it moved before it was published")
    hands.press()
    # Strangers find it on the board, and read what was published.
    browser.forget()
    hands.arrive(home)
    hands.follow(f"/p/{ref}")
    check("TRIAL: who" not in browser.text("main") and found["title"] in browser.text("main"), "the wrong fields are public")
    hands.enter(proposer)
    hands.arrive(f"/p/{ref}")
    hands.follow(f"/p/{ref}/act/implemented")
    hands.pick("f.status", "held")
    hands.day("f.starts", today())
    hands.day("f.ends", today())
    hands.press()
    hands.follow(f"/p/{ref}/act/report")
    hands.write("f.outcomes", "TRIAL: what came of it.")
    hands.write("f.partners_participating", str(min(30, len(forum.partners))))
    hands.pick("f.meeting", "som-trial")
    hands.pick("f.channel", "direct")
    hands.press()
    check(show.state(ref) == "reported", "it is not reported:", browser.text("main")[:500])

    # An auditor has the record audited.
    hands.enter(auditor.token)
    hands.place(home)
    hands.follow(f"{home}/audit")
    hands.follow(f"{home}/audit?run=new")
    # It goes on by itself; without a script a link shows how far it is.
    while browser.has("#again"):
        hands.come("#again")
    check("sound" in browser.text("main .lead"), "the audit says", browser.text("main"))
    taken = show.kinds(ref).count("position-taken")
    check(taken == len(forum.partners) + 1, f"{taken} positions were recorded")
    return ref


def position(hands, ref, token, partner, stance, first=True):
    """Takes a position: from the inbox where the partner was not heard yet."""
    browser = hands.browser
    hands.enter(token)
    if not first:
        hands.arrive(f"/p/{ref}")
    hands.follow(f"/p/{ref}/position", "^=")
    check(not browser.has('[name="stance"]:checked'), "a stance is chosen beforehand")
    hands.pick("stance", stance)
    if stance == "objection":
        hands.write("reason", "TRIAL: a reason to object.")
        hands.write("resolves", "TRIAL: what would lift it.")
    hands.press('main form button[name="step"][value="confirm"]')
    check(len(browser.text(".confirm .digest")) == 64, "the confirmation names no digest")
    hands.press('main form button[name="step"][value="record"]')
    check(browser.path == f"/p/{ref}?done=position", f"the position of {partner} leads to", browser.path)


def sound(forum, ref):
    """The audit of the command line, and a bundle that is verified without the server."""
    chancery("audit", "--forum", forum.id)
    bundle = PLACE / f"{ref}.bundle"
    chancery("export", "--forum", forum.id, "--out", bundle)
    return chancery("verify", bundle, "--json")


def without_scripts(name):
    browser = Browser(name, script=False)
    browser.driver.get("data:text/html,<title>off</title><script>document.title = 'on'</script>")
    check(browser.driver.title == "off", "this browser runs scripts")
    return browser


def clicks():
    forum = Forum("asem-trial", "TRIAL", initiatives=True)
    looked = set()
    # axe-core is a script: it looks at a copy of what the browser without scripts shows.
    with without_scripts("clicks") as browser, Browser("viewer") as viewer:

        def after():
            browser.quiet()
            # Of many pages that are alike, the first.
            shape = (browser.path.split("?")[0], browser.driver.title.split("·")[0])
            if shape in looked:
                return
            looked.add(shape)
            viewer.show(browser.driver.page_source)
            for width in (320, 1280):
                viewer.size(width)
                viewer.fits(f"at {width} px: {browser.path}")
                viewer.accessible(f"at {width} px: {browser.path}")

        ref = travel(Mouse(browser, after), forum)
    sound(forum, ref)
    ok(f"{len(forum.partners)} partners decided a real initiative by clicks, without scripts; the audit is sound")
    ok(f"axe-core found nothing on {len(looked)} pages on the way")


def keys():
    forum = small_forum("asem-few", "FEW")
    with without_scripts("keys") as browser:
        hands = Keyboard(browser, browser.quiet)
        hands.arrive("/login")
        hands.skip()
        ref = travel(hands, forum)
    sound(forum, ref)
    ok(f"{len(forum.partners)} partners decided it by keys alone; the focus was seen at {hands.stops} stops")
