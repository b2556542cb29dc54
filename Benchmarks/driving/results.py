"""Results as JSON for programs, as a table on the terminal, and as Markdown in docs/performance.md."""
import datetime, json, os, pathlib, subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def machine(program):
    """What the figures were taken on, and what else ran: they mean little without it."""
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal")) / 2**20
    # Of a server that was built elsewhere nobody here knows the commit.
    commit = None
    if pathlib.Path(program).resolve().is_relative_to(ROOT):
        commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip() or None
    return {
        "cores": os.cpu_count(), "processor": model, "memory_gib": round(memory), "kernel": os.uname().release, "commit": commit,
        "taken": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "load_before": round(os.getloadavg()[0], 2),
    }


def number(value):
    """Three digits that matter, and a dash for what was not measured."""
    if value is None:
        return "-"
    if abs(value) >= 100:
        return "{:,.0f}".format(value)
    return "%.1f" % value if abs(value) >= 10 else "%.2f" % value


def table(headings, rows):
    """Columns side by side, the first to the left."""
    cells = [headings] + [[cell if isinstance(cell, str) else number(cell) for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in cells) for place in range(len(headings))]
    return "\n".join(
        "  ".join(cell.ljust(width) if place == 0 else cell.rjust(width) for place, (cell, width) in enumerate(zip(row, widths))).rstrip()
        for row in cells)


def markdown(headings, rows):
    lines = ["| " + " | ".join(headings) + " |", "| --- |" + " ---: |" * (len(headings) - 1)]
    for row in rows:
        lines.append("| " + " | ".join(cell if isinstance(cell, str) else number(cell) for cell in row) + " |")
    return "\n".join(lines)


def sentence(about):
    """The machine and the settings in words, above a table."""
    settings = about.get("postgres", {})
    words = "Taken %s of %s on %d cores (%s), %d GiB; load average before: %s." % (
        about["taken"], about["commit"] or "a server that was built elsewhere", about["cores"], about["processor"], about["memory_gib"],
        about["load_before"])
    if about["load_before"] > 0.5:
        words += " **Other programs were running: these figures show that it works, not how fast it is.**"
    if about.get("quick"):
        words += " `--quick`: a few seconds a measure."
    if settings:
        words += "\nPostgreSQL %s: %s." % (
            settings["server_version"], ", ".join("%s = %s" % pair for pair in settings.items() if pair[0] != "server_version"))
    for line in about.get("notes", []):
        words += "\n" + line
    return words


def put(path, name, text):
    """Writes a table into a page, between the lines that name its place; into a file of its own where there is no such page."""
    path = pathlib.Path(path)
    begin, end = "<!-- %s: begin -->" % name, "<!-- %s: end -->" % name
    page = path.read_text() if path.exists() else "%s\n%s\n" % (begin, end)
    if begin not in page or end not in page:
        raise SystemExit("%s has no lines %s and %s between which the table could stand" % (path, begin, end))
    before, rest = page.split(begin, 1)
    path.write_text(before + begin + "\n" + text + "\n" + end + rest.split(end, 1)[1])


def save(options, name, about, result, headings, rows):
    """Prints a table, and writes it as the options ask."""
    print("\n" + sentence(about).replace("**", "") + "\n\n" + table(headings, rows))
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(dict(result, about=about), indent=1) + "\n")
    if options.markdown:
        put(options.markdown, name, sentence(about) + "\n\n" + markdown(headings, rows))
