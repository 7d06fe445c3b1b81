"""A contestant of `gadw bench` in Python: says what it runs on, then does the part that each line on stdin names."""

import contextlib
import json
import platform
import sys
import time
from importlib.metadata import version


def task():
    """What is to be done, as the bench tells it."""
    return json.loads(sys.argv[1])


@contextlib.contextmanager
def imports():
    """Around the imports of a script: a package that is missing is told, not an error."""
    try:
        yield
    except ImportError as error:
        say({"missing": error.name})
        sys.exit(0)


def serve(packages, parts):
    """Answers until stdin ends. `parts`: by name, functions that do the work once and return numbers of any shape."""
    say({"versions": {"Python": platform.python_version(), **{name: version(name) for name in packages}}})
    for line in sys.stdin:
        started = time.perf_counter()
        values = parts[line.strip()]()
        seconds = time.perf_counter() - started
        say({"seconds": seconds, "values": list(flat(values))})
    say({"peakBytes": peak_bytes()})


def flat(values):
    """All numbers, row by row."""
    if hasattr(values, "tolist"):
        values = values.tolist()
    if isinstance(values, (list, tuple)):
        for value in values:
            yield from flat(value)
    else:
        yield float(values)


def say(message):
    print(json.dumps(message, allow_nan=False), flush=True)


def peak_bytes():
    """The most memory this process held; None where the system does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS: bytes
