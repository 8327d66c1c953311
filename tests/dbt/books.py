"""The chapters of the night in nights.py: a district each, with the departments that one topic needs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from pipelines.extract.records import Cell, Claim, Comparison, Finding, Place, Quantity, Share, Table
from tests.warehouse.build_records import File, Night, expenditure_rows, function_table, slot, statement, yuan

Tables = tuple[Table, list[Cell]]


def failed(file: File, rule: str, places: list[Place], found: str | None = None, severity: str = "fatal") -> Finding:
    """A failed comparison that names these places; `found` in 万元."""
    return Finding(
        sha256=file.sha256,
        rule=rule,
        severity=severity,  # type: ignore[arg-type]
        verdict="fail",
        message_zh=f"{rule}不符",
        message_en=f"{rule} differs",
        places=places,
        expected=Decimal(1),
        found=yuan(found) if found else Decimal(2),
        difference=Decimal(1),
        tolerance=Decimal(0),
    )


def at(table_seq: int, row_no: int, col_no: int) -> Place:
    """A cell of a table; each table of these books stands on the page of its number."""
    return Place(page=table_seq, table_seq=table_seq, row_no=row_no, col_no=col_no)


def summary(file: File, income: str, expenditure: str, opening: str = "", closing: str = "") -> Tables:
    """T01 with its four lines, in 万元."""
    lines = [
        ("income", 4, 3, "本年收入合计", "total", income),
        ("income", 5, 3, "年初结转和结余", "carry_over", opening),
        ("expenditure", 4, 6, "本年支出合计", "total", expenditure),
        ("expenditure", 5, 6, "年末结转和结余", "carry_over", closing),
    ]
    cells = [
        slot(file.sha256, "T01", 1, row, col, printed, side=side, line_label=label, row_role=role, measure="决算数",
             fund_type="all")
        for side, row, col, label, role, printed in lines
    ]  # fmt: skip
    return Table(sha256=file.sha256, table_seq=1, table_id="T01", row_kind="item", pages=[1], header=[]), cells


def general_budget(file: File) -> Tables:
    """T05: 201 with one item of 60 basic and 40 of projects, and 208 with 10 of projects."""
    rows = [
        ("", "合计", ["110.00", "60.00", "50.00"]),
        ("201", "一般公共服务支出", ["100.00", "60.00", "40.00"]),
        ("2010301", "行政运行", ["60.00", "60.00", ""]),
        ("2010302", "一般行政管理事务", ["40.00", "", "40.00"]),
        ("208", "社会保障和就业支出", ["10.00", "", "10.00"]),
    ]
    return function_table(file.sha256, "T05", rows, seq=5, fund_type="general_public_budget")


def economic(file: File) -> Tables:
    """T06: 301 and 302 with one section each, and their total rows."""
    lines = [
        (4, 3, "301", "工资福利支出", "class", "50.00", 1),
        (5, 3, "30101", "基本工资", "section", "50.00", 1),
        (4, 6, "302", "商品和服务支出", "class", "9.00", 2),
        (5, 6, "30201", "办公费", "section", "9.00", 2),
        (6, 3, None, "人员经费合计", "total", "50.00", 1),
        (6, 6, None, "公用经费合计", "total", "9.00", 2),
    ]
    cells = [
        slot(file.sha256, "T06", 6, row, col, printed, line_code=code, line_label=label, row_role=role,
             measure="决算数", group_no=group, fund_type="general_public_budget")
        for row, col, code, label, role, printed, group in lines
    ]  # fmt: skip
    return Table(sha256=file.sha256, table_seq=6, table_id="T06", row_kind="economic", pages=[6], header=[]), cells


def three_public(file: File) -> Tables:
    """T09: receptions of 1 and cars of 2, printed as 4 together; a budget of 3."""
    amounts = [
        (1, "合计", "3.00", "initial_budget"),
        (2, "公务用车运行维护费", "2.00", "initial_budget"),
        (3, "公务接待费", "1.00", "initial_budget"),
        (4, "合计", "4.00", "final"),
        (5, "公务用车运行维护费", "2.00", "final"),
        (6, "公务接待费", "1.00", "final"),
    ]
    cells = [
        slot(file.sha256, "T09", 9, 4, col, printed, measure=measure, phase=phase, fund_type="fiscal")
        for col, measure, printed, phase in amounts
    ]
    return Table(sha256=file.sha256, table_seq=9, table_id="T09", pages=[9], header=[]), cells


def quarantine(night: Night) -> None:
    """990301: departments whose documents fail a fatal rule, each at another place."""
    night.district("990301", "存疑区", expected=10)

    def file(name: str, department: str) -> File:
        return night.file(name, f"存疑区{department}", region="990301")

    sound = file("sound.html", "公安局")
    sound.add([summary(sound, "110.00", "110.00"), sound.expenditure(), general_budget(sound)])

    whole = file("whole.html", "民政局")  # T01 and T03 print different totals
    whole.add(
        [summary(whole, "110.00", "120.00"), whole.expenditure()],
        findings=[failed(whole, "R17", [at(1, 4, 6), at(3, 4, 3)])],
    )
    section = file("section.html", "教育局")  # T04 and T05 differ in one class
    section.add(
        [section.expenditure(), general_budget(section)], findings=[failed(section, "R25", [at(4, 9, 9), at(5, 5, 3)])]
    )
    column = file("column.html", "司法局")  # basic expenditure of T05 is not what T06 adds up to
    column.add(
        [general_budget(column), economic(column)],
        findings=[failed(column, "R29", [at(5, 4, 4), at(6, 6, 3), at(6, 6, 6)])],
    )
    part = file("part.html", "审计局")  # 302 is not the operating total
    part.add([economic(part)], findings=[failed(part, "R30", [at(6, 6, 6), at(6, 4, 6)])])
    cars = file("cars.html", "水务局")  # the 三公 items do not add up
    cars.add([three_public(cars)], findings=[failed(cars, "R35", [at(9, 4, 4), at(9, 4, 5), at(9, 4, 6)])])

    told = file("told.html", "统计局")  # the text contradicts the table: the table comes first
    total = statement(told.sha256, [], "999.00万元", 30, subject="本年支出合计", subject_path=None, scope="all")
    told.add(
        [told.expenditure()],
        claims=[total],
        findings=[failed(told, "R38", [at(3, 4, 3), Place(page=1, char_start=30, char_end=42)], found="999.00")],
    )
    unit = file("unit.html", "档案局")  # only text, and its units cannot be right
    sentences = [
        statement(unit.sha256, ["教育支出", None, None], "8.00万元", 10),
        statement(unit.sha256, ["农林水支出", None, None], "7.00万元", 50),
    ]
    unit.add(claims=sentences, findings=[failed(unit, "R03", [Place(page=1, char_start=10, char_end=22)])])
    mild = file("mild.html", "信访局")  # an error that is not fatal keeps nothing out
    mild.add([mild.expenditure()], findings=[failed(mild, "R20", [at(3, 7, 3)], severity="error")])


def renamings(night: Night) -> None:
    """990302: departments under several names."""
    night.district("990302", "更名区", expected=10)
    night.departments += [
        {"district_code": "990302", "printed_name": name, "department_name": "更名区人民政府办公室"}
        for name in ("更名区人民政府办公室", "更名区府办")
    ]
    night.departments += [
        {"district_code": "990302", "printed_name": name, "department_name": "更名区园林绿化局"}
        for name in ("更名区园林绿化局", "更名区公园管理中心")
    ]
    night.departments.append(
        {
            "district_code": "990302",
            "printed_name": "更名区水文站",
            "department_name": "更名区水文站",
            "parent_name": "更名区水务局",
        }
    )
    for department, years in {
        "卫生和计划生育委员会": (2017,),  # renamed by the reform
        "卫生健康委员会": (2018, 2019),
        "文化委员会": (2017,),  # two departments became one: no identity
        "旅游发展委员会": (2017,),
        "文化和旅游局": (2019,),
        "扶贫开发办公室": (2019,),  # renamed, then absorbed by a department of its own
        "乡村振兴局": (2022,),
        "农业农村局": (2019, 2023),
        "农业局": (2019,),  # publishes beside what it is said to have become
        "政务服务管理局": (2022,),  # twice renamed
        "政务服务和数据管理局": (2024,),
        "人民政府办公室": (2023,),  # the district's file knows another name
        "府办": (2024,),
        "园林绿化局": (2024,),  # the district's file is wrong: both publish
        "公园管理中心": (2024,),
    }.items():
        for year in years:
            account = night.file(f"{department}{year}.html", f"更名区{department}", region="990302", year=year)
            account.add([account.expenditure()])
    station = night.file("station.html", "更名区水文站", region="990302", year=2024, level="unit")
    station.add([station.expenditure()])


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
    for version, scale in ((1, 1), (2, 2)):
        revised = file("revised.html", "商务局", content=f"revised {version}", version=version)
        revised.add([revised.expenditure(scale)])
    for name, day in (("again1.html", 1), ("again2.html", 2)):
        again = file(name, "气象局", published=date(2025, 9, day))
        again.add([again.expenditure()])
    odd = file("odd.html", "史志办")
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


def details(night: Night) -> None:
    """990305: tables and sentences beside the nine tables, and layouts that a plain reading would count twice."""
    night.district("990305", "细目区", expected=10)

    def file(name: str, department: str) -> File:
        return night.file(name, f"细目区{department}", region="990305")

    twice = file("columns.html", "应急局")  # T03 prints its total twice and a budget beside it; T06 prints its parts
    table, cells = twice.expenditure()
    totals = [cell for cell in cells if cell.measure == "本年支出合计"]
    cells += [msgspec.structs.replace(cell, col_no=13) for cell in totals if cell.row_no == 7]
    cells += [msgspec.structs.replace(cell, col_no=14, phase="initial_budget") for cell in totals]
    economic_table, economic_cells = economic(twice)
    economic_cells += [
        msgspec.structs.replace(cell, col_no=cell.col_no + 20, measure="人员经费")
        for cell in economic_cells
        if cell.line_code == "30101"
    ]
    twice.add([(table, cells), (economic_table, economic_cells)])

    other = file("other.html", "医保局")
    fiscal = [
        slot(other.sha256, "T14", 14, row, 3, printed, line_code=code, line_label=label, row_role=role,
             measure="合计", fund_type="fiscal")
        for row, code, label, role, printed in (
            (4, "302", "商品和服务支出", "class", "9.00"),
            (5, "30201", "办公费", "section", "4.00"),
            (6, "30202", "印刷费", "section", "5.00"),
        )
    ]  # fmt: skip
    bought = [
        slot(other.sha256, "T10", 10, row, 2, printed, line_label=label, measure="采购金额")
        for row, label, printed in ((4, "合计", "12.00"), (5, "货物", "5.00"), (6, "工程", ""), (7, "服务", "7.00"))
    ]
    other.add(
        [
            summary(other, "110.00", "100.00", opening="1.00", closing="11.00"),
            (Table(sha256=other.sha256, table_seq=10, table_id="T10", row_kind="item", pages=[10], header=[]), bought),
            (
                Table(sha256=other.sha256, table_seq=14, table_id="T14", row_kind="economic", pages=[14], header=[]),
                fiscal,
            ),
        ],
        claims=_statements(other.sha256),
    )


def _statements(sha256: str) -> list[Claim]:
    def said(subject: str, printed: str, start: int, **rest: Any) -> Claim:
        return statement(sha256, [], printed, start, **{"subject": subject, "subject_path": None, "scope": None} | rest)

    groups = [Quantity(of="因公出国（境）团组", value=2, unit="个")]
    posts = [Quantity(of="行政编制", value=30, unit="人")]
    cars = [Quantity(of="机要通信用车", value=3, unit="辆")]
    return [
        said("中小企业合同", "9.00万元", 10, shares=[Share(of="政府采购支出总额", rate=Decimal(75))]),
        said("政府采购服务", "7.00万元", 30),
        said("出国团组", "", 50, quantities=groups),
        said("人员编制", "", 70, quantities=posts),
        said("人员编制", "", 90, quantities=[Quantity(of="行政编制", value=31, unit="人")]),
        said("车辆", "", 110, quantities=cars),
        said("机关运行经费", "6.00万元", 130),
        statement(sha256, ["教育支出", None, None], "8.00万元", 150, phase="initial_budget"),
        statement(sha256, ["教育支出", None, None], "7.50万元", 170),
    ]
