"""Units beside the whole: their amounts make it (R44), their counts stay within it (R37)."""

from __future__ import annotations

from dataclasses import replace

from tests.rules.account import Tables, account
from tests.rules.build import findings

ITEMS = "七、财政拨款“三公”经费支出决算情况说明"


def _listed(*rows: tuple[str, str, str]) -> Tables:
    """T09 with a list of units behind the discloser's own row: 合计 and 公务接待费."""
    own = next(line for line in account()["T09"] if line.phase == "final")
    units = [
        replace(own, label=name, entity=name, amounts={"合计": total, "公务接待费": reception})
        for name, total, reception in rows
    ]
    return {"T09": [own, *units]}


def _sums(tables: Tables) -> list[str]:
    return sorted(f.verdict for f in findings(tables, "R44") if "各单位T09" in f.message_zh)


def test_units_make_the_whole() -> None:
    assert _sums(_listed(("本级", "6.50", "1.00"), ("服务中心", "3.00", "2.00"))) == ["pass", "pass"]
    assert _sums(_listed(("本级", "6.50", "1.00"), ("服务中心", "3.00", "2.50"))) == ["fail", "pass"]


def test_units_that_may_not_all_be_listed_prove_nothing() -> None:
    assert _sums(_listed(("本级", "5.50", "0.50"), ("服务中心", "3.00", "2.00"))) == []
    assert _sums(_listed(("本级", "9.50", "3.00"))) == []


def test_a_units_count_is_within_the_wholes() -> None:
    text = (
        ITEMS,
        "“三公”经费支出决算为3.00万元，国内公务接待批次{}次。",
        "（1）青河区档案馆（本级）2023年度“三公”经费支出为{}万元。",
        "（2）青河区档案馆服务中心2023年度“三公”经费支出为2.00万元，国内公务接待批次13次。",
    )
    for whole, part, expected in (("20", "1.00", ["pass"]), ("5", "1.00", ["fail"]), ("5", "4.00", [])):
        lines = (text[0], text[1].format(whole), text[2].format(part), text[3])
        found = findings(None, "R37", told="\n".join(lines))
        assert [f.verdict for f in found if "≤" in f.message_zh] == expected
