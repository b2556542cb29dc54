"""Runs the load generator and measures what its requests cost the server and PostgreSQL."""
import json, pathlib, subprocess, tempfile


class Failed(SystemExit):
    """A run that came to nothing; where nobody expects it, it ends the benchmark with its message."""


def measured(cluster, server, work):
    """Does something; answers its result with the processor time and the log that it cost."""
    before = (server.seconds() if server else 0.0, cluster.seconds(), cluster.wal())
    result = work()
    after = (server.seconds() if server else 0.0, cluster.seconds(), cluster.wal())
    operations = max(result["answered"], 1)
    result["server_us"] = (after[0] - before[0]) * 1e6 / operations
    result["postgres_us"] = (after[1] - before[1]) * 1e6 / operations
    result["wal_bytes"] = (after[2] - before[2]) / operations
    return result


class Load:
    def __init__(self, program, cluster, server):
        self.program, self.cluster, self.server = str(program), cluster, server

    def run(self, mix, connections=1, depth=1, seconds=10, tokens=None, must=True, **options):
        """One run; what its report says, with throughput, costs and latencies in milliseconds."""
        def work():
            with tempfile.NamedTemporaryFile(suffix=".json") as file:
                command = [
                    self.program, "--server", self.server.address, "--mix", mix, "--connections", connections, "--depth", depth,
                    "--seconds", seconds, "--warmup", min(1.0, seconds / 4), "--tokens", tokens or self.server.tokens, "--json", file.name]
                for name, value in options.items():
                    command += ["--" + name.replace("_", "-")] + ([] if value is True else [value])
                done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
                if done.returncode:
                    raise Failed("load %s: %s" % (mix, done.stderr or done.stdout))
                return json.loads(pathlib.Path(file.name).read_text())
        result = measured(self.cluster, self.server, work)
        if must and result["refused"]:
            raise Failed("load %s: %d requests were refused: %s" % (mix, result["refused"], result["first_refusal"]))
        result["throughput"] = result["operations"] * 1e6 / result["measured"]
        result["load_us"] = result["processor"] / max(result["answered"], 1)
        for name in ("p50", "p99", "p99.9"):
            result[name] = result["latency"][name] / 1000
        return result
