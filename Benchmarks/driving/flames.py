"""What perf saw, as stacks with how often each was seen, and as a flame graph in SVG."""
import collections, html, re, shutil, subprocess, sys

WIDTH, ROW, TOP, LEAST = 1200, 16, 40, 0.004
# What stands below everything, and tells nothing.
ROOTS = re.compile(r"^(start_thread|clone3?|__clone3?|_start|\[unknown\]|swift_job_run|_dispatch_.*|swift::runJob.*|\(anonymous namespace\).*)$")


def require():
    """Ends the program where there is no perf: asked before anything is started."""
    if not shutil.which("perf"):
        sys.exit("perf is not installed: apt install linux-perf")


def sampled(pid, data, seconds, work):
    """The stacks that perf saw in a program while something was done, each with how often; there are some."""
    perf = subprocess.Popen(
        ["perf", "record", "-F", "997", "-g", "-p", str(pid), "-o", str(data), "--", "sleep", str(seconds)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    work()
    perf.wait()
    stacks = folded(subprocess.run(["perf", "script", "-i", str(data), "-F", "comm,ip,sym"], capture_output=True, text=True).stdout)
    return stacks or sys.exit("perf saw nothing: run this as root, or allow it: sysctl kernel.perf_event_paranoid=1")


def demangled(names):
    """Names as people write them."""
    names = sorted(names)
    said = subprocess.run(["swift", "demangle", "--simplified", "--compact"], input="\n".join(names), capture_output=True, text=True).stdout
    lines = said.splitlines()
    return dict(zip(names, lines if len(lines) == len(names) else names))


def folded(script):
    """The stacks in what `perf script` printed: the outermost function first, parts of one async function taken together."""
    counts, stack, thread = collections.Counter(), [], None
    for line in script.splitlines() + [""]:
        if not line.strip():
            if thread is not None:
                counts[(thread, *reversed(stack))] += 1
            thread, stack = None, []
        elif line[:1] in " \t" and thread is not None:
            stack.append(re.sub(r"\+0x[0-9a-f]+$", "", line.split(None, 1)[1]) if len(line.split(None, 1)) > 1 else "[unknown]")
        else:
            thread = kind(line.split()[0])
    names = demangled({name for stack in counts for name in stack[1:]})
    stacks = collections.Counter()
    for (thread, *stack), count in counts.items():
        seen = [thread]
        for name in stack:
            name = plain(names.get(name, name))
            if not ROOTS.match(name) and name != seen[-1]:
                seen.append(name)
        stacks[tuple(seen)] += count
    return stacks


def kind(thread):
    """What a thread does."""
    return "sockets" if thread.startswith("NIO") else "connections to PostgreSQL" if thread.startswith("chancery") else "work"


def plain(name):
    """Without what the compiler added."""
    name = re.sub(r"^(?:\(\d+\) )?(?:(?:await resume|suspend resume) partial function for |(?:generic |function signature )?specialized |partial apply for |protocol witness for |closure #\d+ in |@objc |outlined )+", "", name)
    return name[:90]


def shares(stacks, most=25):
    """The functions in which most of the time was spent, they and what they called, in percent."""
    total, spent = sum(stacks.values()), collections.Counter()
    for stack, count in stacks.items():
        for name in set(stack):
            spent[name] += count
    return [(name, 100 * count / total) for name, count in spent.most_common(most)]


def graph(title, stacks):
    total = sum(stacks.values())
    tree = Box("all")
    for stack, count in stacks.items():
        tree.add(stack, count)
    height = TOP + ROW * (tree.depth(total) + 1) + 10
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="10">' % (WIDTH, height),
        '<rect width="%d" height="%d" fill="white"/>' % (WIDTH, height), '<text x="10" y="24" font-size="16">%s</text>' % html.escape(title)]
    tree.draw(parts, 0.0, WIDTH / total, height - 10 - ROW, total)
    return "\n".join(parts + ["</svg>"]) + "\n"


class Box:
    """A function in one place of the tree of calls."""

    def __init__(self, name):
        self.name, self.count, self.called = name, 0, {}

    def add(self, stack, count):
        self.count += count
        if stack:
            self.called.setdefault(stack[0], Box(stack[0])).add(stack[1:], count)

    def depth(self, total):
        return 1 + max((one.depth(total) for one in self.called.values() if one.count >= LEAST * total), default=0)

    def draw(self, parts, left, scale, top, total):
        width = self.count * scale
        shade = sum(self.name.encode()) % 60
        words = self.name if len(self.name) * 5.6 < width - 6 else self.name[:max(int((width - 12) / 5.6), 0)]
        parts.append(
            '<g><title>%s: %.1f %%</title><rect x="%.1f" y="%d" width="%.1f" height="%d" fill="rgb(%d,%d,%d)" stroke="white"/>'
            '<text x="%.1f" y="%d">%s</text></g>' % (
                html.escape(self.name), 100 * self.count / total, left, top, width, ROW, 235, 130 + shade, 70 + shade // 2,
                left + 3, top + ROW - 4, html.escape(words if len(words) > 2 else "")))
        for one in sorted(self.called.values(), key=lambda one: one.name):
            if one.count >= LEAST * total:
                one.draw(parts, left, scale, top - ROW, total)
                left += one.count * scale
