"""Names the tests that began and did not end, from the events that `swift test --event-stream-output-path` writes."""

import json
import sys

open_tests: dict[str, str] = {}
names: dict[str, str] = {}
with open(sys.argv[1], encoding="utf-8", errors="replace") as lines:
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue  # The last line, cut where the tests were ended.
        payload = record["payload"]
        if record["kind"] == "test":
            if payload["kind"] == "function":
                names[payload["id"]] = payload.get("displayName") or payload["name"]
        elif payload["kind"] == "testStarted":
            open_tests[payload["testID"]] = names.get(payload["testID"], "")
        elif payload["kind"] in ("testEnded", "testSkipped"):
            open_tests.pop(payload["testID"], None)
for test, name in open_tests.items():
    if name:
        print(f"  did not end: {name} ({test})")
