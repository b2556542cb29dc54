"""Reads an iCalendar object from standard input with two public readers of it, and prints how many entries each kind has.

Beyond what the readers demand it checks RFC 5545: lines end in CRLF and have at most 75 octets, UIDs are unique, each
entry has a DTSTAMP, a day-long event ends after the day on which it begins, and a calendar has at least one component.
"""

import collections
import sys

import icalendar
import vobject

data = sys.stdin.buffer.read()
lines = data.split(b"\r\n")
assert lines[-1] == b"", "the last line has no end"
for line in lines:
    assert len(line) <= 75, f"{len(line)} octets in a line: {line!r}"
    assert b"\n" not in line and b"\r" not in line, f"a bare line break: {line!r}"
    line.decode("utf-8")

calendar = icalendar.Calendar.from_ical(data)
assert not calendar.errors, calendar.errors
counts = collections.Counter()
uids = set()
assert calendar.subcomponents, "a calendar without a component"
for component in calendar.walk():
    assert not component.errors, component.errors
    if component.name == "VCALENDAR":
        assert component["VERSION"] == "2.0" and component["PRODID"]
        continue
    if component.name in ("VTIMEZONE", "STANDARD"):
        assert component["TZID"] if component.name == "VTIMEZONE" else component["TZOFFSETTO"] is not None
        continue
    counts[component.name] += 1
    assert component["UID"] not in uids, f"{component['UID']} appears twice"
    uids.add(component["UID"])
    assert component["DTSTAMP"].dt.tzinfo is not None and component["SUMMARY"]
    if component.name == "VEVENT":
        assert component["DTSTART"].dt < component["DTEND"].dt, component["UID"]
        assert component["DTSTART"].params["VALUE"] == "DATE"

read = vobject.readOne(data.decode("utf-8"))
read.validate(raiseException=True)
again = collections.Counter(child.name for child in read.components() if child.name != "VTIMEZONE")
assert again == counts, (again, counts)
print(" ".join(f"{name}={count}" for name, count in sorted(counts.items())))
