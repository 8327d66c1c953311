from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extract.money import find_unit, read_amount, unit_factor


@pytest.mark.parametrize(
    ("printed", "unit", "yuan"),
    [
        ("854.15", "万元", "8541500.00"),
        ("1,234,567.8", "元", "1234567.80"),
        ("１，２３４．５", "千元", "1234500.00"),
        ("-3.2", "万元", "-32000.00"),
        ("- 7.1", "元", "-7.10"),
        ("（3.20）", "万元", "-32000.00"),
        ("△3.20", "万元", "-32000.00"),
        ("¥-3.20", "元", "-3.20"),
        ("￥(1,003.20)", "元", "-1003.20"),
        ("‑3.20", "元", "-3.20"),
        ("0.00", "万元", "0.00"),
        ("2", "亿元", "200000000.00"),
        ("12.5万元", "元", "125000.00"),
        ("12.5万", "元", "125000.00"),
        ("0.5亿", "万元", "50000000.00"),
        ("'1,234.50", "万元", "12345000.00"),
        ("234.25①", "万元", "2342500.00"),
        ("234.25 ¹²", "万元", "2342500.00"),
        ("1,234.50*", "万元", "12345000.00"),
        ("（3.20）（注1）", "万元", "-32000.00"),
        ("12[2]", "元", "12.00"),
        ("0.0000001", "万元", "0.0010000"),
    ],
)
def test_amounts_become_exact_yuan(printed: str, unit: str, yuan: str) -> None:
    amount = read_amount(printed, unit)
    assert amount.ok
    assert amount.flaw is None
    assert str(amount.value_yuan) == yuan


@pytest.mark.parametrize("printed", ["", "  ", "—", "——", "-", "－", "/", "／", "无"])
def test_blank_is_null_and_not_zero(printed: str) -> None:
    amount = read_amount(printed, None)
    assert amount.ok
    assert amount.value_yuan is None


@pytest.mark.parametrize(("printed", "number"), [("32. 46", "32.46"), ("1, 234.5", "1234.5")])
def test_a_split_number_is_mended_and_reported(printed: str, number: str) -> None:
    amount = read_amount(printed, "元")
    assert amount.number == Decimal(number)
    assert amount.flaw == "repaired_amount"


@pytest.mark.parametrize(
    "printed",
    ["12.3 45.6", "735.68 302", "12 34", "1.2.3", "10152,21", "3%", "见附件", "1O.5", "1" * 40, "0." + "1" * 20],
)
def test_what_is_not_one_number_is_not_guessed(printed: str) -> None:
    amount = read_amount(printed, "万元")
    assert (amount.ok, amount.value_yuan, amount.flaw) == (False, None, "bad_amount")


@given(st.text(max_size=40), st.sampled_from(["元", "万元", "亿元", None]))
def test_no_text_breaks_the_reading(printed: str, unit: str | None) -> None:
    amount = read_amount(printed, unit)
    assert amount.ok == (amount.flaw in {None, "repaired_amount", "joined_amount"})
    assert amount.ok or amount.value_yuan is None


def test_the_longest_amounts_stay_exact() -> None:
    assert read_amount("999999999999999.12345678", "亿元").value_yuan == Decimal("99999999999999912345678.00")


def test_without_a_unit_there_is_no_amount() -> None:
    amount = read_amount("12.30", None)
    assert (amount.ok, amount.value_yuan, amount.number) == (False, None, Decimal("12.30"))
    assert amount.flaw == "unknown_unit"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("金额单位：万元", "万元"),
        ("单 位:元", "元"),
        ("部门：某局 公开01表 金额单位：人民币元", "人民币元"),
        ("年初预算（千元）", "千元"),
        ("金额：万元", "万元"),
        ("（单位：元，列至角分）", "元"),
        ("预算单位：某局", None),
        ("单位：元宝镇人民政府", None),
        ("本年支出合计", None),
    ],
)
def test_units_are_found_in_printed_lines(text: str, unit: str | None) -> None:
    assert find_unit(text) == unit


def test_unit_factors() -> None:
    assert unit_factor("亿元") == Decimal(100_000_000)
    assert unit_factor("人") is None
    assert unit_factor(None) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_every_printed_amount_comes_back(value: Decimal) -> None:
    assert read_amount(f"{value:,}", "元").value_yuan == value
    assert read_amount(str(value), "元").value_yuan == value


@pytest.mark.parametrize("printed", ["①234.25", "23①4.25", "3½", "²"])
def test_marks_among_the_digits_are_no_digits(printed: str) -> None:
    assert read_amount(printed, "元").flaw == "bad_amount"
