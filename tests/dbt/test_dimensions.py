"""Classes in time: names and paths by year, renamings linked, unknown codes kept."""

from __future__ import annotations

from tests.dbt.nights import ask


def test_a_renamed_class_leads_to_its_former_name() -> None:
    assert ask(
        "SELECT function_name, former_name, former_name_year FROM dim_functional_class "
        "WHERE function_code = '20805' AND fiscal_year = 2024"
    ) == [("行政事业单位养老支出", "行政事业单位离退休", 2019)]


def test_an_unknown_code_keeps_its_printed_name_and_its_path() -> None:
    assert ask(
        "SELECT function_path, is_unlisted, is_singleton, has_name_conflict FROM dim_functional_class "
        "WHERE function_code = '2010388' AND fiscal_year = 2024"
    ) == [("一般公共服务支出 / 政府办公厅（室）及相关机构事务 / 一般行政管理事务", True, True, False)]


def test_a_name_that_one_department_misprints_is_a_conflict_and_not_the_name() -> None:
    assert ask(
        "SELECT function_name, has_name_conflict FROM dim_functional_class "
        "WHERE function_code = '2010301' AND fiscal_year = 2024"
    ) == [("行政运行", True)]


def test_economic_classes_have_paths() -> None:
    assert ask(
        "SELECT economic_path, is_unlisted FROM dim_economic_class WHERE economic_code = '30201' AND fiscal_year = 2024"
    ) == [("商品和服务支出 / 办公费", False)]
