"""Where the reference scripts read and write.

Numbers are stored under tests/; with REFERENCE_INTO they go to that folder instead, so that `npm run test:python` can
compare what this Python makes with what is stored.
"""
import os
from pathlib import Path

TESTS = Path(__file__).parent.parent


def stored(path):
    """The file to write, by its path under tests/."""
    target = Path(os.environ.get("REFERENCE_INTO", TESTS)) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def golden(name):
    """A folder of the small golden copy."""
    return TESTS / "golden" / "data" / name


def rounded(x):
    """Floats to nine digits: all that single precision holds."""
    if isinstance(x, dict):
        return {k: rounded(v) for k, v in x.items()}
    if isinstance(x, list):
        return [rounded(v) for v in x]
    return float(f"{x:.9g}") if isinstance(x, float) else x
