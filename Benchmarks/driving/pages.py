"""A browser's requests, many at a time: connections that stay open, each asking for its next page when one has come whole."""
import random, re, selectors, socket, time, urllib.parse


def addresses(running, seed):
    """What is asked for, by the name of the page: of proposals and histories up to 2,000 left to chance."""
    picked = random.Random(seed).sample(running, min(len(running), 2000))
    return {
        "inbox": ["/inbox"], "list": ["/f/asem/proposals"], "proposal": ["/p/" + ref for ref in picked],
        "history": ["/p/%s/history" % ref for ref in picked]}


class Refused(Exception):
    """A page that was not answered with 200."""


class Browser:
    def __init__(self, address):
        self.host = urllib.parse.urlsplit(address).netloc
        self.cookies = {}

    def log_in(self, token):
        page = self.ask("GET", "/login")[2].decode()
        secret = re.search(r'name="form" value="([^"]*)"', page).group(1)
        status = self.ask("POST", "/login", urllib.parse.urlencode({"form": secret, "to": "/", "token": token}))[0]
        if status != 303:
            raise Refused("the login was answered with %d" % status)
        return self

    def ask(self, method, path, form=None):
        """One request on a connection of its own; its status, headers and body."""
        with self.connect() as connection:
            connection.sendall(self.request(method, path, form))
            reader = Reader()
            while not reader.take(connection.recv(65536)):
                pass
        for name, value in reader.headers:
            if name == "set-cookie":
                key, _, text = value.split(";")[0].partition("=")
                self.cookies[key] = text
        return reader.status, reader.headers, reader.body

    def connect(self):
        name, port = self.host.rsplit(":", 1)
        return socket.create_connection((name.strip("[]"), int(port)))

    def request(self, method, path, form=None):
        lines = ["%s %s HTTP/1.1" % (method, path), "Host: " + self.host]
        if self.cookies:
            lines.append("Cookie: " + "; ".join("%s=%s" % one for one in self.cookies.items()))
        if form is not None:
            lines += ["Origin: http://" + self.host, "Content-Type: application/x-www-form-urlencoded", "Content-Length: %d" % len(form)]
        return ("\r\n".join(lines) + "\r\n\r\n" + (form or "")).encode()

    def measure(self, paths, connections, seconds):
        """Asks for these pages in turn; answers how many came, pages a second, and p50 and p99 in milliseconds. The first quarter of the time is not counted."""
        clock, times, answered, selector = time.perf_counter, [], 0, selectors.DefaultSelector()
        opened = [self.connect() for _ in range(connections)]
        turn = 0

        def send(connection):
            nonlocal turn
            connection.sendall(self.request("GET", paths[turn % len(paths)]))
            turn += 1
            selector.modify(connection, selectors.EVENT_READ, (clock(), Reader()))

        try:
            for connection in opened:
                selector.register(connection, selectors.EVENT_READ)
                send(connection)
            counted = clock() + seconds / 4
            end = clock() + seconds
            while clock() < end:
                for key, _ in selector.select(1):
                    sent, reader = key.data
                    given = key.fileobj.recv(262144)
                    if not given:
                        raise Refused("the server closed a connection")
                    if not reader.take(given):
                        continue
                    if reader.status != 200:
                        raise Refused("%d: %s" % (reader.status, reader.body[:300]))
                    answered += 1
                    if sent >= counted:
                        times.append(clock() - sent)
                    send(key.fileobj)
        finally:
            for connection in opened:
                connection.close()
        if not times:
            raise Refused("no page came in %d s" % seconds)
        times.sort()
        return {
            "answered": answered, "throughput": len(times) / (seconds * 0.75), "p50": times[len(times) // 2] * 1000,
            "p99": times[len(times) * 99 // 100] * 1000}


class Reader:
    """One answer as it comes: with a length, or in chunks."""

    def __init__(self):
        self.status, self.headers, self.body, self.given, self.needed = None, [], b"", bytearray(), None

    def take(self, given):
        """Whether the answer is whole."""
        if not given:
            raise Refused("the connection ended within an answer")
        self.given += given
        if self.status is None:
            end = self.given.find(b"\r\n\r\n")
            if end < 0:
                return False
            first, *lines = self.given[:end].decode("latin-1").split("\r\n")
            self.status = int(first.split(" ")[1])
            self.headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
            self.needed = next((int(value) for name, value in self.headers if name == "content-length"), None)
            del self.given[:end + 4]
        if self.needed is not None:
            if len(self.given) < self.needed:
                return False
            self.body = bytes(self.given)
            return True
        if not self.given.endswith(b"0\r\n\r\n"):
            return False
        rest = self.given
        while (end := rest.find(b"\r\n")) > 0 and (size := int(rest[:end], 16)):
            self.body += rest[end + 2:end + 2 + size]
            rest = rest[end + 4 + size:]
        return True
