"""A chapter of the night in nights.py: what stands beside the nine tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from pipelines.extract.records import Claim, Quantity, Share, Table
from tests.dbt.books import economic, summary
from tests.warehouse.build_night import File, Night
from tests.warehouse.build_records import slot, statement


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
