"""One invented night with every case that the grain rules speak of, built and published once per test process."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from pipelines.extract.records import Cell, Issue, Place, Table
from tests.warehouse.build_night import MOMENT, File, Night
from tests.warehouse.build_records import expenditure_rows, finding, function_table, slot, statement
from tests.warehouse.releases import Published, published_once

SERVICE_TEXT = "".join(chr(0x4E00 + number) for number in range(500))
"""A page on which every stretch can be told from every other."""
Tables = tuple[Table, list[Cell]]


def published() -> Published:
    """The release of `full_night`."""
    return published_once(full_night)


def full_night() -> Night:
    """Two districts; the comments say which rule each department is here for."""
    night = Night()
    night.district("990101", "样本区", expected=10)
    night.district("990102", "示例县")
    _tables_of_one_department(night)
    _levels(night)
    _copies_and_versions(night)
    _sentences(night)
    _doubtful(night)
    return night


def _tables_of_one_department(night: Night) -> None:
    education = night.file("education.html", "样本区教育局")
    education.add(
        [education.expenditure(), *_other_tables(education)],
        issues=[
            Issue(
                sha256=education.sha256, code="repaired_amount", severity="hint", where=Place(page=3), message="blank"
            )
        ],
        findings=[finding(education.sha256)],
        text="合计见表。联系人：张三丰，联系电话：010-12345678。",
    )


def _other_tables(file: File) -> list[Tables]:
    return [*_tables_by_class(file.sha256), *_plain_tables(file.sha256)]


def _tables_by_class(sha256: str) -> list[Tables]:
    income = function_table(
        sha256,
        "T02",
        [
            ("", "合计", ["110.00", "100.00", "", "", "", "", "10.00"]),
            ("201", "一般公共服务支出", ["110.00", "100.00", "", "", "", "", "10.00"]),
        ],
        seq=2,
    )
    general = function_table(
        sha256,
        "T05",
        [
            ("", "合计", ["100.00", "60.00", "40.00"]),
            ("201", "一般公共服务支出", ["100.00", "60.00", "40.00"]),
            ("20103", "政府办公厅（室）及相关机构事务", ["100.00", "60.00", "40.00"]),
            ("2010301", "行政运行", ["60.00", "60.00", ""]),
            ("2010302", "一般行政管理事务", ["40.00", "", "40.00"]),
        ],
        seq=5,
        fund_type="general_public_budget",
    )
    fund = function_table(
        sha256,
        "T07",
        [
            ("", "合计", ["", "10.00", "10.00", "", "10.00", ""]),
            ("212", "城乡社区支出", ["", "10.00", "10.00", "", "10.00", ""]),
        ],
        seq=7,
        fund_type="government_fund",
    )
    return [income, general, fund]


def _plain_tables(sha256: str) -> list[Tables]:
    final = {"measure": "决算数"}
    economic = [
        slot(sha256, "T06", 6, 4, 3, "50.00", line_code="301", line_label="工资福利支出", **final),
        slot(sha256, "T06", 6, 5, 3, "50.00", line_code="30101", line_label="基本工资", **final),
        slot(sha256, "T06", 6, 4, 6, "10.00", line_code="302", line_label="商品和服务支出", **final, group_no=2),
        slot(sha256, "T06", 6, 5, 6, "10.00", line_code="30201", line_label="办公费", group_no=2, **final),
        slot(sha256, "T06", 6, 6, 3, "50.00", line_label="人员经费合计", row_role="total", **final),
    ]
    summary = [
        slot(sha256, "T01", 1, 4, 3, "100.00", line_label="一般公共预算财政拨款收入", side="income", row_role="item"),
        slot(sha256, "T01", 1, 36, 6, "110.00", line_label="本年支出合计", side="expenditure", row_role="total"),
    ]
    three_public = [
        slot(sha256, "T09", 9, 4, 1, "3.00", measure="合计", phase="initial_budget"),
        slot(sha256, "T09", 9, 4, 3, "2.00", measure="公务用车购置及运行维护费", phase="initial_budget"),
        slot(sha256, "T09", 9, 4, 5, "2.00", measure="公务用车运行维护费", phase="initial_budget"),
        slot(sha256, "T09", 9, 4, 6, "1.00", measure="公务接待费", phase="initial_budget"),
        slot(sha256, "T09", 9, 4, 7, "1.50", measure="合计"),
        slot(sha256, "T09", 9, 4, 9, "1.50", measure="公务用车购置及运行维护费"),
        slot(sha256, "T09", 9, 4, 11, "1.50", measure="公务用车运行维护费"),
        slot(sha256, "T09", 9, 4, 12, "", measure="公务接待费"),
    ]
    return [
        (_plain_table(sha256, "T06", 6), economic),
        (_plain_table(sha256, "T01", 1), summary),
        (_plain_table(sha256, "T09", 9), three_public),
    ]


def _plain_table(sha256: str, table_id: str, seq: int) -> Table:
    return Table(sha256=sha256, table_seq=seq, table_id=table_id, pages=[seq], header=[])  # type: ignore[arg-type]


def _levels(night: Night) -> None:
    # A consolidated account, its head office, a unit that it lists, and a unit nobody lists.
    whole = night.file("finance_all.html", "样本区财政局（汇总）", level="consolidated")
    by_unit = function_table(
        whole.sha256,
        "T03",
        [("201", "样本区财政结算中心", ["30.00", "30.00", "", "", "", ""])],
        seq=11,
        row_kind="unit",
        entity="样本区财政结算中心",
    )
    whole.add([whole.expenditure(3), by_unit])
    office = night.file("finance_office.html", "样本区财政局（本级）", level="head_office")
    office.add([office.expenditure(2)])
    centre = night.file("finance_centre.html", "样本区财政结算中心", level="unit")
    centre.add([centre.expenditure(1)])
    school = night.file("school.html", "样本区第一小学", level="unit")
    school.add([school.expenditure(5)])
    # In a district without any consolidated account the parts are all there is.
    for name, department, level in (
        ("health_office.html", "示例县卫生健康局本级", "head_office"),
        ("hospital.html", "示例县人民医院", "unit"),
    ):
        part = night.file(name, department, level=level, region="990102")
        part.add([part.expenditure()])


def _copies_and_versions(night: Night) -> None:
    # A page with its attachment, and the same attachment under a second page.
    page = night.file("culture.html", "样本区文化和旅游局")
    page.add(claims=[statement(page.sha256, ["文化旅游体育与传媒支出", None, None], "70.00万元", 9)])
    attached = night.file(
        "culture.pdf", None, level=None, year=None, kind="other", role="attachment", disclosure="culture.html"
    )
    attached.add([attached.expenditure(7)])
    later = MOMENT + timedelta(days=1)
    night.file("culture_again.html", "样本区文化和旅游局", first_seen=later).add()
    again = night.file(
        "culture_again.pdf",
        "样本区文化和旅游局",
        content="culture.pdf",
        role="attachment",
        disclosure="culture_again.html",
        first_seen=later,
    )
    again.add([again.expenditure(7)])
    # Published twice: the later one counts. The page of the other one has vanished.
    first = night.file("transport_1.html", "样本区交通运输局", published=date(2025, 9, 1), state="gone")
    first.add([first.expenditure(1)])
    second = night.file("transport_2.html", "样本区交通运输局", published=date(2025, 11, 1))
    second.add([second.expenditure(2)])
    # Corrected under the same address: version 2 counts.
    wrong = night.file("audit.html", "样本区审计局", content="audit, wrong")
    wrong.add([wrong.expenditure(9)])
    right = night.file("audit.html", "样本区审计局", content="audit, right", version=2)
    table, cells = right.expenditure(4)
    right.add([(table, [*cells, cells[8]])])  # and one slot of it was read twice
    # A budget posted as a final account.
    budget = night.file("budget.html", "样本区统计局", kind="budget")
    budget.add([budget.expenditure(100)])


def _sentences(night: Night) -> None:
    service = night.file("service.html", "样本区政务服务局")
    sha256 = service.sha256
    office = "政府办公厅(室)及相关机构事务"
    service.add(
        claims=[
            statement(sha256, ["一般公共服务支出", None, None], "30.00万元", 10),
            statement(sha256, ["一般公共服务支出", office, None], "20.00万元", 40),
            statement(sha256, ["一般公共服务支出", office, None], "21.00万元", 400),
            statement(sha256, ["一般公共服务支出", "无此款事务", None], "10.00万元", 70),
            statement(sha256, ["20810-社会福利", None, None], "5.00万元", 90),
            statement(sha256, ["教育支出", None, None], "8.00万元", 120, phase="initial_budget"),
            statement(sha256, ["三公经费"], "2.00万元", 200, subject="三公经费", subject_path=None, scope=None),
            statement(sha256, ["公务接待费"], "2.00万元", 220, subject="公务接待费", subject_path=None, scope=None),
        ],
        text=SERVICE_TEXT,
    )


def _doubtful(night: Night) -> None:
    # The printed total is not the sum of its rows: the figures stand, the difference is shown.
    broken = night.file("broken.html", "样本区档案馆")
    rows = expenditure_rows()
    rows[0][2][0] = "999.00"
    broken.add([function_table(broken.sha256, "T03", rows)], findings=[finding(broken.sha256, verdict="fail")])
    # A name that a spreadsheet would run, and a file that could not be read.
    formula = night.file("formula.html", '=HYPERLINK("http://example")')
    formula.add([formula.expenditure()])
    scan = night.file("scan.pdf", "样本区司法局", kind="final_account")
    scanned = msgspec.structs.replace(scan.document, status="needs_ocr", status_reason="no text")
    File(night, scan.key, scanned).add()
