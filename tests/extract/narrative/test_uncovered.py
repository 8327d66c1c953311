"""The list of uncovered amounts can fail: it finds chapters and amounts by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.claims import main

TITLE = "云岭区交通局2024年度部门决算\n"


@pytest.mark.parametrize(
    ("text", "code", "printed"),
    [
        (
            "一、收入支出决算总体情况说明\n2024年度收、支总计1,234.56万元。\n",
            0,
            "| 1 | 1 |  |  | 1 | 0 |",
        ),
        ("一、收入支出决算总体情况说明\n拨付下属学校专款5.00万元。\n", 1, "5.00万元"),
        ("三、“三公”经费支出情况\n公务接待费1.00万元，巡查出动36人次。\n", 1, "36人次"),
        ("一、部门概况\n本部门负责交通运输。\n", 1, "| 1 | 0 |  |  | 0 | 0 |"),
    ],
)
def test_uncovered_amounts_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, code: int, printed: str
) -> None:
    path = tmp_path / "disclosure.txt"
    path.write_text(TITLE + text, encoding="utf-8")
    assert main([str(path)]) == code
    assert printed in capsys.readouterr().out
