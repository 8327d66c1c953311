"""The chapters of the night in nights.py: a district each, with the departments that one topic needs."""

from __future__ import annotations

from decimal import Decimal

from pipelines.extract.records import Cell, Finding, Place, Table
from tests.warehouse.build_night import File, Night
from tests.warehouse.build_records import function_table, slot, statement, yuan

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
