"""Runs the parts of .ci/browser, two at a time, each in a process of its own.

    python .ci/browser.d [PART ...]
"""

import os
import pathlib
import subprocess
import sys
import time
import traceback

PARTS = {
    "clicks": ("journey", "clicks"),
    "pages": ("pages", "pages"),
    "keys": ("journey", "keys"),
    "safety": ("safety", "safety"),
    "live": ("live", "live"),
    "images": ("images", "images"),
}
AT_A_TIME = 2


def part(name):
    module, function = PARTS[name]
    try:
        getattr(__import__(module), function)()
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def parts(names):
    """Answers how many things are as they must be, and how many parts failed."""
    place = pathlib.Path(os.environ["CHANCERY_PLACE"])
    waiting, running, passed, failed = list(names), {}, 0, 0
    while waiting or running:
        while waiting and len(running) < AT_A_TIME:
            name = waiting.pop(0)
            log = (place / f"{name}.log").open("w+")
            words = [sys.executable, "-B", str(pathlib.Path(__file__).parent), "--part", name]
            running[name] = (subprocess.Popen(words, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL), log, time.time())
        time.sleep(0.2)
        for name, (process, log, began) in list(running.items()):
            if process.poll() is None:
                continue
            del running[name]
            log.seek(0)
            text = log.read()
            passed += sum(line.startswith("ok - ") for line in text.splitlines())
            print(text.rstrip(), flush=True)
            if process.returncode:
                failed += 1
                print(f"not ok - {name}", flush=True)
            print(f"# {name}: {time.time() - began:.0f} s", flush=True)
    return passed, failed


if __name__ == "__main__":
    if sys.argv[1:2] == ["--part"]:
        sys.exit(part(sys.argv[2]))
    passed, failed = parts(sys.argv[1:] or [name for name in PARTS if name != "images"])
    print(f"{passed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)
