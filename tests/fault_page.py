"""docs/faults.md from faults.csv: `python -m tests.fault_page` writes it; a test holds the two together."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[1]
CATALOGUE = Path(__file__).parent / "faults.csv"
PAGE = ROOT / "docs" / "faults.md"
REQUIRED = {f"F{number:02d}" for number in range(1, 72)}
"""Every fault that is known: of the crawl, the archive, the ledger, of files, reading, rules, load and publish."""
HEAD = """\
# Faults and what becomes of them

Generated from `tests/faults.csv` by `python -m tests.fault_page`; a test fails when it is stale, or when a fault has no
test. Each test lets a server or a process really misbehave in that way. States and reasons are those of
`warehouse/states.py`; a state without a slash is told in words.

| fault | what happens | the ledger then says | tests |
|---|---|---|---|
"""


class Fault(msgspec.Struct, frozen=True):
    """A fault, the state it must end in, and the tests that try it, as `path::test` or `path::test[case]`."""

    code: str
    fault: str
    state: str
    tests: list[str]


def catalogue() -> list[Fault]:
    """All faults, in the order of their codes."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    # A case may hold commas: what is beyond the third column is one text.
    return [Fault(row[0], row[1], row[2], ",".join(row[3:]).split(";")) for row in rows]


def missing(test: str) -> str | None:
    """Why a named test does not exist; None when it does."""
    path, _, name = test.partition("::")
    name, _, case = name.removesuffix("]").partition("[")
    file = ROOT / path
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    if re.search(rf"^def {re.escape(name)}\(", text, re.MULTILINE) is None:
        return f"{path} has no {name}"
    return f"{path} has no case {case!r}" if case and f'"{case}"' not in text else None


def render(faults: list[Fault]) -> str:
    """The page."""
    lines = []
    for item in faults:
        tests = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in item.tests)
        lines.append(f"| {item.code} | {item.fault} | {item.state} | {tests} |\n")
    return HEAD + "".join(lines)


if __name__ == "__main__":
    PAGE.write_text(render(catalogue()), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
