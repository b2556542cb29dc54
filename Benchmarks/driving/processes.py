"""Programs that are started and ended again, and the processor time that they take."""
import os, signal, subprocess

TICK = os.sysconf("SC_CLK_TCK")


def stop(process, how=signal.SIGTERM, seconds=60):
    """Ends a program that was started here, by force where it does not listen."""
    if process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def interrupt_on_signals():
    """Whoever ends the benchmark by a signal gets everything stopped as with Ctrl-C, also where a shell runs it beside."""
    def interrupt(number, frame):
        raise KeyboardInterrupt
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


def fields(pid):
    """The fields of /proc/PID/stat after the name, which may hold blanks; none where it has ended."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return None


def seconds(pid):
    """Processor time of a program with all its threads."""
    stat = fields(pid)
    return (int(stat[11]) + int(stat[12])) / TICK if stat else 0.0


def seconds_of_tree(pid):
    """Processor time of a program, of its children, and of those that have ended."""
    stat = fields(pid)
    if not stat:
        return 0.0
    total = sum(int(value) for value in stat[11:15]) / TICK
    for name in os.listdir("/proc"):
        if name.isdigit():
            child = fields(int(name))
            if child and int(child[1]) == pid:
                total += seconds_of_tree(int(name))
    return total


def resident(pid):
    """MiB of memory that a program holds."""
    with open("/proc/%d/statm" % pid) as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def descriptors(pid):
    """How many files, sockets and pipes a program has open."""
    return len(os.listdir("/proc/%d/fd" % pid))
