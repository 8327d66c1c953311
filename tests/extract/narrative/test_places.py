"""Every claim leads to its words: spans over line and page breaks, around captions, page numbers and chart labels."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.content import Grid, GridCell, Page, TextLine
from pipelines.extract.identity import Identity
from pipelines.extract.narrative import read_claims
from pipelines.extract.narrative.compact import compact
from pipelines.extract.narrative.passages import passages
from tests.extract.narrative.notation import line_of, pages_of, read

HEADING = "一、收入支出决算总体情况说明"
STATEMENT = (
    "2024年度收、支总计均为1,234.56万元，与2023年度相比，收、支总计各减少100.00万元，下降7.49%，主要原因是项目减少。"
)


def _words(pages: list[Page], spans: list[tuple[int, int, int]]) -> str:
    return "".join(pages[page - 1].text[start:end] for page, start, end in spans)


@pytest.mark.parametrize("mark", ["¹", "²³", "₂", "*"])
def test_the_mark_of_a_note_is_no_digit_of_the_amount_before_it(mark: str) -> None:
    marked = STATEMENT.replace("100.00", f"100.00{mark}")
    claims = read(f"{HEADING}\n{marked}").claims
    assert list(map(line_of, claims)) == list(map(line_of, read(f"{HEADING}\n{STATEMENT}").claims)) != []
    assert [claim.sentence for claim in claims] == [marked]


def test_span_is_the_sentence_on_its_page() -> None:
    pages = pages_of(f"{HEADING}\n  {STATEMENT}机构未变。")
    claim = read_claims(pages, Identity(fiscal_year=2024), "0" * 64).claims[0]
    (span,) = claim.spans
    assert pages[0].text[span.char_start : span.char_end] == STATEMENT == claim.sentence
    assert claim.printed == "1,234.56万元"


def test_sentence_torn_by_a_page_break_has_two_spans() -> None:
    head, tail = STATEMENT[:40], STATEMENT[40:]
    result = read(f"{HEADING}\n{head}\n- 5 -", f"{tail}\n二、收入决算情况说明")
    (claim,) = result.claims
    assert [span.page for span in claim.spans] == [1, 2]
    pages = pages_of(f"{HEADING}\n{head}\n- 5 -", tail)
    assert _words(pages, [(s.page, s.char_start, s.char_end) for s in claim.spans]) == STATEMENT == claim.sentence
    assert claim.comparisons[0].change_abs_yuan == Decimal("1000000.00")


def test_captions_page_numbers_and_chart_labels_do_not_break_a_sentence() -> None:
    between = "图1：收、支决算总计变动情况图\n1,334.56\n99.37%\n第 3 页 共 20 页"
    torn = f"{HEADING}\n{STATEMENT[:38]}\n{between}\n{STATEMENT[38:]}"
    whole = f"{HEADING}\n{STATEMENT}"
    assert [line_of(claim) for claim in read(torn).claims] == [line_of(claim) for claim in read(whole).claims]


def test_grids_are_not_read() -> None:
    text = "一、收入支出决算总体情况说明\n收、支总计\t12.00万元\n"
    grid = Grid(
        n_rows=1, n_cols=2, cells=[GridCell(row=0, col=0), GridCell(row=0, col=1)], method="tabs", start=15, end=29
    )
    page = Page(number=1, text=text, blocks=[TextLine(text=text[:14], start=0, end=14), grid])
    assert read_claims([page], Identity(fiscal_year=2024), "0" * 64).claims == []


def test_a_box_of_text_is_read() -> None:
    text = f"{HEADING}\n{STATEMENT}"
    grid = Grid(
        n_rows=2,
        n_cols=1,
        cells=[GridCell(row=0, col=0), GridCell(row=1, col=0)],
        method="docx",
        start=0,
        end=len(text),
    )
    (claim,) = read_claims([Page(number=1, text=text, blocks=[grid])], Identity(fiscal_year=2024), "0" * 64).claims
    assert text[claim.spans[0].char_start : claim.spans[0].char_end] == STATEMENT


def test_heading_without_a_full_stop_is_not_drawn_into_the_sentence() -> None:
    result = read("二、2024年度收入决算情况说明\n收入合计100.00万元，其中：其他收入100.00万元，占100%。")
    assert [claim.sentence for claim in result.claims] == ["收入合计100.00万元，其中：其他收入100.00万元，占100%。"] * 2


def test_name_of_a_class_torn_by_a_page_break_is_joined() -> None:
    result = read(
        "五、一般公共预算财政拨款支出决算情况说明\n8、社会保障和就业支出（类）红十字事业（款）行政运行",
        "（项）。年初预算为5.00万元，支出决算为4.00万元，完成年初预算的80%。",
    )
    assert [claim.subject_path for claim in result.claims] == [["社会保障和就业支出", "红十字事业", "行政运行"]] * 2


def test_opening_quotation_mark_belongs_to_the_sentence() -> None:
    (claim,) = read("七、“三公”经费支出决算情况说明\n“三公”经费支出决算3.00万元。").claims
    assert claim.sentence == "“三公”经费支出决算3.00万元。"


def test_a_paragraph_without_any_full_stop_is_cut_into_bearable_pieces() -> None:
    claims = read(f"{HEADING}\n" + "基本支出5万元，" * 2000).claims
    assert len(claims) == 2000
    assert max(len(claim.sentence) for claim in claims) < 3000


@settings(max_examples=30, deadline=None)
@given(st.integers(min_value=17, max_value=45), st.integers(min_value=0, max_value=16))
def test_lines_of_any_width_say_the_same(width: int, shift: int) -> None:
    """A PDF breaks lines anywhere; the reader says that they run on."""
    cuts = [0, *range(width - shift, len(STATEMENT), width), len(STATEMENT)]
    lines = [STATEMENT[a:b] for a, b in pairwise(cuts) if b > a]
    text = HEADING + "\n" + "\n".join(lines)
    blocks = [TextLine(text=HEADING, start=0, end=len(HEADING))]
    at = len(HEADING) + 1
    for i, line in enumerate(lines):
        blocks.append(TextLine(text=line, start=at, end=at + len(line), ends_paragraph=i == len(lines) - 1))
        at += len(line) + 1
    page = Page(number=1, text=text, blocks=list(blocks))
    (claim,) = read_claims([page], Identity(fiscal_year=2024), "0" * 64).claims
    (span,) = claim.spans
    assert text[span.char_start : span.char_end].replace("\n", "") == STATEMENT
    assert line_of(claim) == line_of(read(f"{HEADING}\n{STATEMENT}").claims[0])


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="一二三（）“”、，。：；0123456789.,% 万元年度收支总计比上增加减少占的类款项辆批次\n", max_size=120)
)
def test_any_text_is_read_without_error_and_spans_stay_on_the_page(text: str) -> None:
    pages = pages_of(f"{HEADING}\n{text}")
    for claim in read_claims(pages, Identity(fiscal_year=2024), "0" * 64).claims:
        for span in claim.spans:
            assert 0 <= span.char_start < span.char_end <= len(pages[0].text)


@given(st.text(max_size=80))
def test_compact_text_knows_where_every_character_stands(text: str) -> None:
    for passage in passages(pages_of(text)):
        assert len(passage.compact) == len(passage.origin)
        assert list(passage.origin) == sorted(passage.origin)


@given(st.text(alphabet='年度支出。，：；（）“” .%()"一⻓①﹪…\u3000', max_size=20))
def test_compact_text_is_the_same_whether_its_characters_are_usual_or_not(text: str) -> None:
    """A vertical line is left out of compact text, and unusual."""
    assert compact(text) == compact(f"{text}|")


@pytest.mark.parametrize(
    ("tail", "left"),
    [
        ("（联系人：王小明，电话：0571-88001234）。", "（联系人：，电话：）。"),
        (" 联系人：王小明 13800001234", " 联系人： "),
        ("，其中项目支出13800001234.56元。", "，其中项目支出13800001234.56元。"),
    ],
)
def test_no_names_and_telephones_of_people_stand_in_a_sentence(tail: str, left: str) -> None:
    claims = read("一、机关运行经费支出情况\n2024年度机关运行经费支出50.00万元" + tail).claims
    assert claims[0].sentence == "2024年度机关运行经费支出50.00万元" + left
