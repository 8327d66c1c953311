"""Departments in time: one identity over renamings, never two departments as one."""

from __future__ import annotations

import hashlib

import pytest

from tests.dbt.nights import ask


def years(department: str) -> list[int]:
    """The fiscal years that a department of the district is found under, by its latest name."""
    rows = ask(
        "SELECT DISTINCT fiscal_year FROM fct_expenditure_by_function "
        f"WHERE region_code = '990302' AND department_name = '更名区{department}' ORDER BY 1"
    )
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    ("department", "expected"),
    [
        ("卫生健康委员会", [2017, 2018, 2019]),
        ("文化和旅游局", [2019]),
        ("文化委员会", [2017]),
        ("旅游发展委员会", [2017]),
        ("乡村振兴局", [2019, 2022]),
        ("农业农村局", [2019, 2023]),
        ("农业局", [2019]),
        ("政务服务和数据管理局", [2022, 2024]),
        ("府办", [2023, 2024]),
        ("园林绿化局", [2024]),
        ("公园管理中心", [2024]),
    ],
)
def test_years_of_a_department(department: str, expected: list[int]) -> None:
    assert years(department) == expected


@pytest.mark.parametrize(
    ("department", "first_name"),
    [
        ("卫生健康委员会", "卫生和计划生育委员会"),
        ("农业农村局", "农业农村局"),
        ("府办", "人民政府办公室"),
        ("公园管理中心", "公园管理中心"),
    ],
)
def test_a_department_keeps_the_id_of_its_first_name(department: str, first_name: str) -> None:
    """So that what an analyst noted down under an id is found in the release that knows of a renaming."""
    rows = ask(
        "SELECT department_id FROM dim_department WHERE region_code = '990302' "
        f"AND department_name = '更名区{department}'"
    )
    assert rows == [(hashlib.md5(f"990302|{first_name}".encode()).hexdigest(),)]


@pytest.mark.parametrize(
    ("name", "status", "basis"),
    [
        ("卫生和计划生育委员会", "applied", "reform_pattern"),
        ("卫生健康委员会", "own_name", None),
        ("文化委员会", "several_predecessors", "reform_pattern"),
        ("旅游发展委员会", "several_predecessors", "reform_pattern"),
        ("农业局", "years_overlap", "reform_pattern"),
        ("乡村振兴局", "absorbed", "reform_pattern"),
        ("府办", "applied", "district_file"),
        ("公园管理中心", "both_publish", "district_file"),
    ],
)
def test_what_became_of_a_name_is_told_with_its_evidence(name: str, status: str, basis: str | None) -> None:
    rows = ask(
        "SELECT alias_status, alias_basis, alias_evidence IS NOT NULL FROM dim_department_name "
        f"WHERE region_code = '990302' AND name_key = '{name}'"
    )
    assert rows == [(status, basis, basis is not None)]


def test_a_parent_comes_from_the_district_file() -> None:
    assert ask(
        "SELECT parent_evidence FROM dim_department WHERE region_code = '990302' AND department_name = '更名区水文站'"
    ) == [("district_file",)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("少年宫", ("unit", False)), ("图书馆", ("unit", False)), ("博物馆", ("consolidated", True))],
)
def test_an_account_in_a_list_of_units_is_a_units_unless_it_sums_up_others(
    name: str, expected: tuple[str, bool]
) -> None:
    rows = ask(
        f"SELECT disclosure_level, is_counted FROM fct_document WHERE document_id = 'listed_{name}.html' AND is_current"
    )
    assert rows == [expected]
