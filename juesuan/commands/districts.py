"""`juesuan districts`: what is configured, and what is wrong with it."""

from __future__ import annotations

import os

from cyclopts import App

from crawlers.config import Problem, read_districts
from crawlers.district_model import District
from juesuan.console import out, table
from juesuan.exits import Exit
from juesuan.options import home

app = App(name="districts", help="List or check the district files.", help_format="markdown")


@app.command(name="list")
def list_districts() -> int:
    """List every district: the committed ones and those of this home.

    A blocked district is not crawled; its files come in through `<home>/drop/<code>/`.
    """
    found = read_districts(home())
    rows = [_row(district, os.path.relpath(found.sources[code])) for code, district in sorted(found.districts.items())]
    columns = ("code", "name", "province", "family", "state", "listings", "file")
    out().print(table(f"{len(rows)} districts", columns, rows))
    return int(_report_problems(found.problems))


@app.command
def check() -> int:
    """Check every district file against the model; each problem names file, line and field.

    Exit 0 when all are valid, else 1. Nothing is fetched.
    """
    found = read_districts(home())
    code = _report_problems(found.problems)
    real = {code: each for code, each in found.districts.items() if not each.district.is_sample}
    unverified = sorted(code for code, each in real.items() if not each.provenance.verified)
    out().print(f"{len(found.districts)} district files are valid, {len(found.problems)} problems")
    if unverified:
        out().print(f"not yet verified against their site: {', '.join(unverified)}")
    return int(code)


def _row(district: District, source: str) -> tuple[object, ...]:
    info = district.district
    family = district.site.family or "/".join(sorted({str(each.engine) for each in district.listings})) or None
    return (info.code, info.name, info.province, family, state(district), len(district.listings), source)


def state(district: District) -> str:
    """One word for how a district is collected, with the reason where it is not."""
    if not district.district.enabled:
        return "disabled"
    if district.is_blocked:
        return f"blocked: {district.site.blocked_reason}"
    return "sample" if district.district.is_sample else "crawled"


def _report_problems(problems: list[Problem]) -> Exit:
    if not problems:
        return Exit.OK
    for problem in problems:
        out().print(str(problem), markup=False, soft_wrap=True)
    return Exit.NEEDS_A_PERSON
