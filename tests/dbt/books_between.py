"""Chapters of the night in nights.py: documents that speak of one another, and that contradict one another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pipelines.extract.records import Claim, Comparison, Place
from tests.dbt.books import at, failed, general_budget, summary, three_public
from tests.warehouse.build_night import File, Night
from tests.warehouse.build_records import expenditure_rows, function_table, statement, yuan


def years_apart(night: Night) -> None:
    """990303: accounts of two years, budgets, units, second versions and the district's own account."""
    night.district("990303", "跨年区", expected=10)

    def file(name: str, department: str, **about: object) -> File:
        return night.file(name, f"跨年区{department}", region="990303", **about)  # type: ignore[arg-type]

    def change(sha256: str, printed: str, change_yuan: str) -> Claim:
        return statement(
            sha256, [], printed, 30, subject="本年支出合计", subject_path=None, scope="all",
            comparisons=[Comparison(baseline="prior_year", direction="increase", change_abs_yuan=yuan(change_yuan))],
        )  # fmt: skip

    for name, opening, increase, text in (
        ("住建局", "10.00", "110.00", "本年无其他事项。"),
        ("交通局", "12.00", "99.00", "本年无其他事项。"),
        ("体育局", "12.00", "110.00", "年初结转因会计差错更正有变动。"),
    ):
        before = file(f"{name}2023.html", name, year=2023)
        before.add([summary(before, "120.00", "110.00", closing="10.00"), before.expenditure()])
        after = file(f"{name}2024.html", name)
        tables = [summary(after, "230.00", "220.00", opening=opening), after.expenditure(2), three_public(after)]
        after.add(tables, claims=[change(after.sha256, "220.00万元", increase)], text=text)
    for name, planned in (("住建局", "3.00万元"), ("交通局", "5.00万元")):
        budget = file(f"{name}budget.html", name, kind="budget")
        budget.add(
            claims=[
                statement(budget.sha256, [], planned, 5, subject="三公经费", subject_path=None, scope="fiscal",
                          phase="initial_budget")
            ]
        )  # fmt: skip
    general = file("general.html", "林业局")
    general.add([general_budget(general)])
    district = file("district.html", "财政局", kind="government_final_account")
    district.add(
        claims=[
            statement(district.sha256, ["一般公共服务支出", None, None], "500.00万元", 5),
            statement(district.sha256, ["社会保障和就业支出", None, None], "4.00万元", 40),
        ]
    )
    _departments_with_units(file)
    for version, scale in ((1, 1), (2, 2)):
        revised = file("revised.html", "商务局", content=f"revised {version}", version=version)
        revised.add([revised.expenditure(scale)])
    for name, day in (("again1.html", 1), ("again2.html", 2)):
        again = file(name, "气象局", published=date(2025, 9, day))
        again.add([again.expenditure()])
    for name, level in (("少年宫", None), ("图书馆", "single"), ("博物馆", "consolidated")):
        among_units = file(f"listed_{name}.html", name, level=level, level_hint="unit")
        among_units.add([among_units.expenditure()])
    _odd_classes(file("odd.html", "史志办"))


def _departments_with_units(file: Callable[..., File]) -> None:
    """Consolidated accounts of two departments with those of their offices and stations; one is not their sum."""
    for name, whole_scale in (("人社局", 3), ("国资委", 4)):
        whole = file(f"{name}all.html", f"{name}（汇总）", level="consolidated")
        listed = function_table(
            whole.sha256, "T03", [("201", f"跨年区{name}服务站", ["30.00", "30.00", "", "", "", ""])], seq=11,
            row_kind="unit", entity=f"跨年区{name}服务站",
        )  # fmt: skip
        whole.add([whole.expenditure(whole_scale), listed])
        office = file(f"{name}office.html", f"{name}（本级）", level="head_office")
        office.add([office.expenditure(2)])
        station = file(f"{name}station.html", f"{name}服务站", level="unit")
        station.add([station.expenditure(1)])


def _odd_classes(odd: File) -> None:
    """A class with a misspelt name, and one that no classification has."""
    rows = expenditure_rows()
    rows[3] = ("2010301", "行政开行", rows[3][2])
    rows[4] = ("2010388", "一般行政管理事务", rows[4][2])
    odd.add([function_table(odd.sha256, "T03", rows)])


def contradictions(night: Night) -> None:
    """990304: disclosures that print one figure differently in two places."""
    night.district("990304", "矛盾区", expected=10)

    def file(name: str, department: str | None, **about: object) -> File:
        full = f"矛盾区{department}" if department else None
        return night.file(name, full, region="990304", **about)  # type: ignore[arg-type]

    def total(sha256: str, printed: str) -> Claim:
        return statement(sha256, [], printed, 30, subject="本年支出合计", subject_path=None, scope="all")

    page = file("page.html", "民宗局")  # the page says one thing, the attached table another
    page.add(claims=[total(page.sha256, "111.00万元")])
    attached = file("page.pdf", None, level=None, year=None, kind="other", role="attachment", disclosure="page.html")
    attached.add([attached.expenditure()])
    agreed = file("agreed.html", "侨联")  # a rounding of the text is no contradiction
    agreed.add(claims=[total(agreed.sha256, "110万元")])
    table = file("agreed.pdf", None, level=None, year=None, kind="other", role="attachment", disclosure="agreed.html")
    rows = expenditure_rows()
    rows[0][2][0] = "110.40"
    table.add([function_table(table.sha256, "T03", rows)])
    twice = file("twice.html", "妇联")  # one table printed twice, with two different amounts
    again = expenditure_rows()
    again[6][2][0], again[6][2][2] = "10.01", "10.50"
    again[5][2][2] = "11.00"
    twice.add([twice.expenditure(), function_table(twice.sha256, "T03", again, seq=8)])
    classes = file("classes.html", "工会")  # T01 and T03 differ in a class: T03 gives the fact
    classes.add(
        [summary(classes, "110.00", "110.00"), classes.expenditure()],
        findings=[failed(classes, "R18", [at(1, 4, 6), at(3, 5, 3)], found="100.00", severity="error")],
    )
    total_differs = file("totals.html", "科协")
    total_differs.add(
        [summary(total_differs, "110.00", "120.00"), total_differs.expenditure()],
        findings=[failed(total_differs, "R17", [at(1, 4, 6), at(3, 4, 3)], found="110.00")],
    )
    told = file("said.html", "团委")
    told.add(
        [told.expenditure()],
        claims=[total(told.sha256, "999.00万元")],
        findings=[failed(told, "R38", [at(3, 4, 3), Place(page=1, char_start=30, char_end=42)], found="999.00")],
    )
