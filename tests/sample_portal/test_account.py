"""A generated account that breaks a rule would make a sound parser look wrong."""

from decimal import Decimal
from typing import get_args

import pytest

from pipelines.extract.records import DisclosureLevel, TableId
from sample_portal.account import EXPENDITURE_KINDS, FISCAL_FUNDS, FUND_TABLES, Account, Fund, Row
from sample_portal.figures import FigureName, figures_account
from sample_portal.synthesis import make_account

NUMBERS = range(0, 140, 3)
ACCOUNTS = [make_account(number) for number in NUMBERS]
TOLERATED = Decimal(300)
"""Published figures are rounded line by line: three steps of 0.01 万元 over a whole table."""


def parent_sums(rows: list[Row], measure: str) -> dict[str, tuple[Decimal, Decimal]]:
    """Each row with children: what it prints, and what they sum to."""
    sums = {}
    for row in rows:
        children = [
            other.amounts[measure]
            for other in rows
            if other.code.startswith(row.code) and len(other.code) == (3 if not row.code else len(row.code) + 2)
        ]
        if children:
            sums[row.code] = (row.amounts[measure], sum(children, Decimal(0)))
    return sums


def test_income_and_expenditure_meet() -> None:
    for account in ACCOUNTS:
        spent = account.total("T03", "本年支出合计") + account.distributed + account.closing
        assert account.grand_total == spent, account.number


@pytest.mark.parametrize("table", ["T02", "T03", "T05", "T07", "T08"])
def test_parents_are_the_sums_of_their_children(table: TableId) -> None:
    seen = 0
    for account in ACCOUNTS:
        for measure in account.rows[table][0].amounts if account.rows[table] else []:
            for printed, summed in parent_sums(account.rows[table], measure).values():
                assert printed == summed
                seen += 1
    assert seen > 10


def test_rows_are_the_sums_of_their_columns() -> None:
    for account in ACCOUNTS:
        for row in account.rows["T03"]:
            assert row.amounts["本年支出合计"] == sum(row.amounts[kind] for kind in EXPENDITURE_KINDS)
        for row in account.rows["T07"]:
            amounts = row.amounts
            assert (
                amounts["年初结转和结余"] + amounts["本年收入"] - amounts["本年支出合计"] == amounts["年末结转和结余"]
            )


def test_funds_balance() -> None:
    for account in ACCOUNTS:
        for fund in FISCAL_FUNDS:
            spent = account.total(FUND_TABLES[fund], "本年支出合计")
            assert account.openings[fund] + account.fund_income[fund] == spent + account.closings[fund]
        assert sum(account.fund_income.values()) == account.total("T02", "财政拨款收入")


def test_basic_expenditure_is_staff_and_running_costs() -> None:
    for account in ACCOUNTS:
        assert account.economic["人员经费"] + account.economic["公用经费"] == account.total("T05", "基本支出")


def test_fiscal_spending_is_within_all_spending() -> None:
    for account in ACCOUNTS:
        everything = {row.code: row.amounts for row in account.rows["T03"]}
        for row in account.rows["T05"]:
            for measure in ("基本支出", "项目支出"):
                assert row.amounts[measure] <= everything[row.code][measure]


def test_three_public_covers_the_economic_items() -> None:
    tied = {"30212": "因公出国（境）费", "30217": "公务接待费", "30231": "公务用车运行维护费"}
    for account in ACCOUNTS:
        for code, item in tied.items():
            assert account.economic.get(code, 0) <= account.three_public["final"][item]


def test_accounts_vary() -> None:
    assert {account.style.unit for account in ACCOUNTS} == {"元", "万元"}
    assert {account.style.zero for account in ACCOUNTS} == {"", "0.00"}
    assert {account.era for account in ACCOUNTS} == {"2018", "2022"}
    assert len({account.style.layout for account in ACCOUNTS}) == 4
    assert any(account.rows["T07"] for account in ACCOUNTS)
    assert any(account.rows["T08"] for account in ACCOUNTS)
    assert any(account.opening for account in ACCOUNTS)
    assert any(not account.opening for account in ACCOUNTS)


@pytest.mark.parametrize("name", get_args(FigureName))
def test_published_figures_hold_within_rounding(name: FigureName) -> None:
    account = figures_account(name, region="例市甲区")
    spent = account.total("T03", "本年支出合计") + account.distributed + account.closing
    assert account.grand_total == spent
    for table in ("T02", "T03", "T05"):
        for measure in account.rows[table][0].amounts:
            for printed, summed in parent_sums(account.rows[table], measure).values():
                assert abs(printed - summed) <= TOLERATED, (table, measure)
    for fund in FISCAL_FUNDS:
        assert balance(account, fund) == 0


def balance(account: Account, fund: Fund) -> Decimal:
    spent = account.total(FUND_TABLES[fund], "本年支出合计")
    return account.openings[fund] + account.fund_income[fund] - spent - account.closings[fund]


def test_the_southern_figures_keep_their_rounding() -> None:
    account = figures_account("southern_2018", region="例市甲区")
    assert account.grand_total == Decimal(102338000)
    assert account.three_public["final"]["合计"] == Decimal(292400)
    assert account.economic["公用经费"] == Decimal(926000)


LEVELS: tuple[DisclosureLevel, ...] = ("consolidated", "head_office", "unit")


def test_what_is_consolidated_is_the_sum_of_its_parts() -> None:
    for number in range(14):
        whole, head, unit = (
            make_account(number, fiscal_year=2024, unit="万元", layout="shandong", level=level) for level in LEVELS
        )
        assert whole.grand_total == head.grand_total + unit.grand_total
        assert len({account.department for account in (whole, head, unit)}) == 3
        for row in whole.rows["T03"]:
            parts = [part.amounts for account in (head, unit) for part in account.rows["T03"] if part.code == row.code]
            assert row.amounts["本年支出合计"] == sum((part["本年支出合计"] for part in parts), Decimal(0))


def test_a_revision_corrects_one_project_and_its_sums() -> None:
    before, after = (make_account(5, fiscal_year=2024, revision=revision) for revision in (0, 1))
    assert after.total("T03", "项目支出") - before.total("T03", "项目支出") == Decimal(10000)
    assert after.total("T03", "基本支出") == before.total("T03", "基本支出")
