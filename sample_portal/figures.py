"""Accounts with the figures of published disclosures: data/figures/*.yml, amounts in 万元, names invented."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

import msgspec

from pipelines.extract.records import Phase, TableId
from sample_portal.account import FUNDS, YUAN_PER_WAN, Account, Style
from sample_portal.book import Heading, Leaf, Leaves, keep_books
from sample_portal.vocabulary import read_yaml

FigureName = Literal[
    "eastern_2024", "southern_2018", "northern_office_2024", "northern_data_2024", "northern_office_2020"
]
COUNTS = ("groups", "travellers", "bought", "vehicles", "receptions", "guests", "posts", "staff", "retired")
PROCUREMENT = (
    "政府采购",
    "政府采购货物",
    "政府采购工程",
    "政府采购服务",
    "中小企业合同",
    "小微企业合同",
    "政府购买服务",
)


def figures_account(name: FigureName, *, region: str, layout: str | None = None) -> Account:
    """The account with the figures of that file, told of a region of the sample portal."""
    given: dict[str, Any] = read_yaml(f"figures/{name}.yml")
    style = msgspec.convert(given["style"], Style)
    heading = Heading(
        number=0,
        region=region,
        department=region + given["department"],
        fiscal_year=given["fiscal_year"],
        level=given["level"],
        era="2018" if given["fiscal_year"] < 2022 else "2022",
        style=msgspec.structs.replace(style, layout=layout) if layout else style,
    )
    return keep_books(heading, _leaves(given))


def _yuan(wan: float | str) -> Decimal:
    return Decimal(str(wan)) * YUAN_PER_WAN


def _leaves(given: dict[str, Any]) -> Leaves:
    carried = {
        name: {fund: _yuan(given.get(name, {}).get(fund, 0)) for fund in FUNDS} for name in ("openings", "closings")
    }
    phases: dict[Phase, dict[str, Decimal]] = {
        msgspec.convert(phase, Phase): {item: _yuan(amount) for item, amount in items.items()}
        for phase, items in given["three_public"].items()
    }
    budget = next(items for phase, items in phases.items() if phase != "final")
    return Leaves(
        leaves=[_leaf(leaf) for leaf in given["leaves"]],
        economic={code: _yuan(amount) for code, amount in given["economic"].items()},
        three_public=_phases(phases, budget),
        procurement={name: _yuan(given["procurement"].get(name, 0)) for name in PROCUREMENT},
        story=_story(given),
        openings=carried["openings"],
        closings=carried["closings"],
        printed={
            (_table(table), str(code), measure): _yuan(amount)
            for table, code, measure, amount in given.get("printed", [])
        },
    )


def _phases(given: dict[Phase, dict[str, Decimal]], budget: dict[str, Decimal]) -> dict[Phase, dict[str, Decimal]]:
    return {"final": given["final"], "initial_budget": budget, "adjusted_budget": budget}


def _table(name: str) -> TableId:
    table: TableId = msgspec.convert(name, TableId)
    return table


def _leaf(given: dict[str, Any]) -> Leaf:
    basic, project = (_yuan(given.get(name, 0)) for name in ("basic", "project"))
    return Leaf(
        code=given["code"],
        fund=given.get("fund", "general_public_budget"),
        basic=basic,
        project=project,
        income=_yuan(given["income"]) if "income" in given else basic + project,
        source=given.get("source", "财政拨款收入"),
    )


def _story(given: dict[str, Any]) -> dict[str, Decimal]:
    story = {f"prior.{name}": _yuan(amount) for name, amount in given["prior"].items()}
    story |= {f"budget.{code}": _yuan(amount) for code, amount in given.get("budget", {}).items()}
    story |= {f"count.{name}": Decimal(given["counts"].get(name, 0)) for name in COUNTS}
    return story | {"operating_cost": _yuan(given["operating_cost"])}
