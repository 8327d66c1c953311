"""One document read and judged."""

from __future__ import annotations

import msgspec
import pytest

from pipelines import reading
from pipelines.extract.context import Context
from pipelines.reading import Judged, read_and_judge

TABLE = """青河区民政局2023年度部门决算
收入支出决算总表
公开01表
部门：青河区民政局
单位：万元
收入\t\t支出\t
项目\t金额\t项目\t金额
一、一般公共预算财政拨款收入\t10.00\t一、教育支出\t{}
本年收入合计\t10.00\t本年支出合计\t10.00
总计\t10.00\t总计\t10.00
"""


def judged(amount: str) -> Judged:
    return read_and_judge(TABLE.format(amount).encode(), Context(file="a.txt"))


def test_a_wrong_sum_is_a_finding_and_a_right_one_passes() -> None:
    verdicts = {finding.verdict for finding in judged("10.00").findings if finding.rule == "R12"}
    assert verdicts == {"pass"}
    assert "fail" in {finding.verdict for finding in judged("9.00").findings if finding.rule == "R12"}


def test_results_cross_a_process_boundary_unchanged() -> None:
    result = judged("10.00")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=Judged) == result


def test_rules_that_fail_as_a_whole_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise LookupError("no book")

    monkeypatch.setattr(reading, "judge", broken)
    result = judged("10.00")
    assert (result.parsed.document.status, result.parsed.document.status_reason) == ("error", "rules: LookupError")
    assert result.parsed.cells
    assert result.parsed.issues[-1].code == "stage_failed"


def test_bytes_of_no_kind_are_judged_too() -> None:
    result = read_and_judge(b"\x00\x01", Context(file="a.bin"))
    assert result.parsed.document.status == "unsupported"
    assert "pass" not in {finding.verdict for finding in result.findings}
