"""What a document says of itself: its contents, glossary, names, ratios and reasons (R02, R08, R09, R45, R51)."""

from __future__ import annotations

import msgspec
import pytest

from pipelines.extract.records import Document, Issue, Parsed, Place, Table
from pipelines.rules import judge
from tests.rules.account import account
from tests.rules.build import SHA, Case

CONTENTS = "目录\n一、收入支出决算总表\n三、支出决算表\n六、一般公共预算财政拨款基本支出决算表\n"


def _final(case: Case) -> Parsed:
    parsed = case.parsed()
    document: Document = msgspec.structs.replace(parsed.document, document_kind="final_account")
    return msgspec.structs.replace(parsed, document=document)


def _verdicts(parsed: Parsed, rule: str) -> list[str]:
    return [f.verdict for f in judge(parsed) if f.rule == rule and f.verdict != "not_applicable"]


def test_promised_tables_are_there() -> None:
    assert _verdicts(_final(Case(account(), text=CONTENTS)), "R02") == ["pass"] * 3


def test_a_promised_table_that_is_not_there() -> None:
    tables = account()
    del tables["T06"]
    parsed = _final(Case(tables, text=CONTENTS))
    assert _verdicts(parsed, "R02") == ["pass", "pass", "fail"]
    (finding,) = [f for f in judge(parsed) if f.rule == "R02" and f.verdict == "fail"]
    start, end = finding.places[0].char_start, finding.places[0].char_end
    assert CONTENTS[start:end] == finding.quotes[0] == "六、一般公共预算财政拨款基本支出决算表"


def test_a_promised_table_may_be_in_an_attachment_or_among_what_was_not_read() -> None:
    tables = account()
    del tables["T06"]
    attached = _final(Case(tables, text=f"{CONTENTS}第一部分 报表\n报表详见附件。\n"))
    assert _verdicts(attached, "R02") == ["pass", "pass", "insufficient_data"]
    issue = Issue(sha256=SHA, code="page_needs_ocr", severity="error", where=Place(page=2), message="")
    unread = msgspec.structs.replace(_final(Case(tables, text=CONTENTS)), issues=[issue])
    assert _verdicts(unread, "R02") == ["pass", "pass", "insufficient_data"]
    assert _verdicts(_final(Case({}, text=CONTENTS)), "R02") == ["insufficient_data"] * 3


def test_the_glossary_speaks_of_the_classes_that_spend() -> None:
    glossary = "第三部分 名词解释\n一、一般公共服务支出：保障机关运转。\n"
    assert _verdicts(Case(account(), text=f"{glossary}二、城乡社区支出：道路。").parsed(), "R09") == ["pass", "pass"]
    assert _verdicts(Case(account(), text=f"{glossary}第四部分 附件\n城乡社区").parsed(), "R09") == ["pass", "fail"]
    assert _verdicts(Case(account(), text="名词解释见附件").parsed(), "R09") == []


def test_tables_name_one_unit() -> None:
    same = "部门：青河区档案馆（本级）\t单位：万元\n编制单位：青河区档案馆\t金额单位：万元\n"
    assert _verdicts(Case({}, text=same).parsed(), "R08") == ["pass"]
    assert _verdicts(Case({}, text=f"{same}部门：青河市档案馆\n").parsed(), "R08") == ["pass", "fail"]


def test_a_project_keeps_its_name() -> None:
    names = [["序号", "项目名称", "自评得分"], ["1", "库房改造经费", "98"], ["2", "年鉴编印", "95"]]

    def verdicts(name: str) -> list[str]:
        forms = [
            Table(sha256=SHA, table_seq=1, pages=[1], header=[], rows=names),
            Table(sha256=SHA, table_seq=2, pages=[2], header=[], rows=[["项目名称", name, ""]]),
        ]
        return _verdicts(msgspec.structs.replace(Case({}).parsed(), tables=forms), "R08")

    assert verdicts("2023年度库房改造经费项目") == ["pass"]
    assert verdicts("库房改造费") == ["fail"]
    assert verdicts("职工培训") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("资金到位率=（40.00/160.00）×100%=25%。", ["pass"]),
        ("节约率＝（50.1－40.2）÷50.1×100%＝19.76%", ["pass"]),
        ("资金到位率=(40.00/160.00)×100%=28%。", ["fail"]),
        ("年初预算安排14.00万元，实际支出11.41万元，预算执行率为81.50%。", ["pass"]),
        ("年初预算安排14.00万元，实际支出11.41万元，预算执行率为91.50%。", ["fail"]),
        ("年初预算14万元，调整预算20万元，其中人员预算9万元，支出7万元，预算执行率为91.50%。", ["insufficient_data"]),
        ("全年预算数50万元。资金总体支出45万元。预算执行率为90%。结转结余率=结转结余/预算数×100%。10%", ["pass"] * 2),
        ("全年预算数50.00万元，总支出45.00万元，执行率为90%。结转结余率=结余/预算×100%，为12%", ["pass", "fail"]),
        ("全年预算数50.00万元，总支出45.00万元，执行率为90%。结转结余率为12%", ["pass", "insufficient_data"]),
        ("2023年12/31=完成", []),
    ],
)
def test_ratios_follow_their_formula(text: str, expected: list[str]) -> None:
    assert _verdicts(Case({}, text=text).parsed(), "R45") == expected


@pytest.mark.parametrize(
    ("change", "reason", "expected"),
    [
        ("增加1.00万元，增长12.5%", "新增人员", ["pass"]),
        ("增加1.00万元，增长12.5%", "压减一般性支出", ["fail"]),
        ("减少1.00万元，下降10%", "厉行节约", ["pass"]),
        ("减少1.00万元，下降10%", "工作量增加", ["fail"]),
        ("减少1.00万元，下降10%", "人员增加但压减会议", []),
        ("减少1.00万元，下降10%", "上年新增项目较多", []),
        ("减少1.00万元，下降10%", "机构调整", []),
    ],
)
def test_reasons_fit_the_direction(change: str, reason: str, expected: list[str]) -> None:
    text = f"机关运行经费支出9.00万元，比上年{change}。主要原因是{reason}。"
    document = f"青河区档案馆2023年度部门决算\n八、机关运行经费支出情况说明\n{text}"
    parsed = Case({}, text=document, told=f"八、机关运行经费支出情况说明\n{text}").parsed()
    assert _verdicts(parsed, "R51") == expected


@pytest.mark.parametrize("text", ["1,234.5" * 2_000, "X" * 9_000, "(" * 9_000, "基本支出" * 2_000, "项目名称|" * 900])
def test_pages_of_nothing_but_signs_are_judged(text: str) -> None:
    found = judge(Case({}, text=text).parsed())
    assert "error" not in {f.verdict for f in found}
