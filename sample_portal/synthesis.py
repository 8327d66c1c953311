"""Accounts out of a number: the same number gives the same account on every machine, at any time.

Every account satisfies the table rules R11-R31 exactly; what varies is what varies in the field: the kind of
department, the number of rows, the funds, carry-over, own income, the era of the template, the printing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from pipelines.extract.records import DisclosureLevel
from sample_portal.account import ZERO, Account, Style
from sample_portal.book import Amounts, Heading, Leaves, keep_books
from sample_portal.draws import Dice, draw_leaves
from sample_portal.vocabulary import read_yaml

LAYOUTS = ("shandong", "guangdong", "beijing", "shanghai")
WORDINGS = {"shandong": "shandong", "guangdong": "guangdong", "beijing": "beijing", "shanghai": "guangdong"}
SUFFIXES: dict[DisclosureLevel, str] = {
    "consolidated": "（汇总）",
    "head_office": "（本级）",
    "unit": "服务中心",
    "single": "",
}
UNIT_SALT = 1_000_003


def make_account(
    number: int,
    *,
    region: str = "例京市东禾区",
    layout: str | None = None,
    fiscal_year: int | None = None,
    unit: Literal["元", "万元"] | None = None,
    level: DisclosureLevel | None = None,
    revision: int = 0,
) -> Account:
    """The account of a number; what is not asked for is drawn from it.

    The number names the department, so accounts of several years of one department share it. Kinds of departments
    recur every 14 numbers, in another part of the region. What is consolidated (汇总) is exactly the sum of its head
    office (本级) and its one unit (服务中心). A `revision` spends 1 万元 more on the head office's first project.
    """
    draw = random.Random(number)  # noqa: S311 - figures, not secrets
    departments: Sequence[dict[str, Any]] = read_yaml("departments.yml")
    profile = departments[number % len(departments)]
    layout = layout or draw.choice(LAYOUTS)
    year = fiscal_year or draw.choice((2018, 2019, 2022, 2023, 2024))
    levels: tuple[DisclosureLevel, ...] = ("consolidated", "head_office", "single")
    chosen: DisclosureLevel = draw.choice(levels) if level is None else level
    style = Style(
        layout=layout,
        unit=unit or ("元" if draw.random() < 0.2 else "万元"),
        zero=draw.choice(("", "0.00")),
        thousands=draw.random() < 0.4,
        wording=WORDINGS[layout],
    )
    heading = Heading(
        number=number,
        region=region,
        department=f"{region}{_part(number // len(departments))}{profile['name']}{SUFFIXES[chosen]}",
        fiscal_year=year,
        level=chosen,
        era="2018" if year < 2022 else "2022",
        style=style,
    )
    if layout == "guangdong":  # its table set has no place for the state capital budget
        profile = {name: value for name, value in profile.items() if name != "state_capital"}
    head = draw_leaves(Dice(number, year, style.unit), profile, heading.era, revision)
    part = draw_leaves(Dice(number, year + UNIT_SALT, style.unit), profile, heading.era, 0)
    office = heading.department.removesuffix(SUFFIXES[chosen])
    by_level = {"consolidated": _together(office, head, part), "unit": part}
    return keep_books(heading, by_level.get(chosen, head))


def told_in(account: Account, wording: str) -> Account:
    """The same account with its text in another wording."""
    return msgspec.structs.replace(account, style=msgspec.structs.replace(account.style, wording=wording))


def _together(office: str, head: Leaves, unit: Leaves) -> Leaves:
    """Two sets of books as one: every figure is a sum, but the ratios to last year."""
    return Leaves(
        leaves=[*head.leaves, *unit.leaves],
        economic=_summed(head.economic, unit.economic),
        three_public={phase: _summed(items, unit.three_public[phase]) for phase, items in head.three_public.items()},
        procurement=_summed(head.procurement, unit.procurement),
        story=_summed(head.story, unit.story)
        | {name: ratio for name, ratio in head.story.items() if name.startswith("ratio.")},
        openings={fund: amount + unit.openings[fund] for fund, amount in head.openings.items()},
        closings={fund: amount + unit.closings[fund] for fund, amount in head.closings.items()},
        used_balance=head.used_balance + unit.used_balance,
        distributed=head.distributed + unit.distributed,
        parts={
            f"{office}{SUFFIXES['head_office']}": head.three_public,
            f"{office}{SUFFIXES['unit']}": unit.three_public,
        },
    )


def _summed(first: Amounts, second: Amounts) -> Amounts:
    return {name: first.get(name, ZERO) + second.get(name, ZERO) for name in sorted({*first, *second})}


def _part(series: int) -> str:
    return f"第{series}片区" if series else ""
