"""Paragraphs that a reader took for the columns of a table are read; sheets that hold sentences are not."""

from __future__ import annotations

from pipelines.extract.content import Grid, GridCell, Page
from pipelines.extract.identity import Identity
from pipelines.extract.narrative import ClaimResult, read_claims

PARAGRAPHS = [
    ["二、支出决算情况说明", ""],
    ["2024年度本年支出合计1,200.00万元，其中：基本支出700.00万元，占58.33%；项目支出", ""],
    ["500.00万元，占", "41.67%。与上年相比，支出合计增加100.00万元，增长9.09%。"],
    ["三、机关运行经费支出情况", ""],
    ["2024年度机关运行经费支出50.00万元，", "比上年减少2.00万元，下降3.85%。"],
]
SHEET = [
    ["一级指标", "二级指标", "指标值", "完成值", "分值", "得分", "说明"],
    ["产出", "检测桥梁", "20", "20", "10", "10", "项目支出5.00万元，完成预算的100%，效果良好。"],
    ["产出", "养护道路", "36", "30", "10", "8", "机关运行经费支出3.00万元，主要是办公费，已压减。"],
    ["效益", "群众满意", "90", "95", "10", "10", "培训费支出1.00万元，其中：会议费0.50万元。"],
]


def _read(rows: list[list[str]]) -> ClaimResult:
    text = "\n".join("\t".join(row) for row in rows)
    cells = [GridCell(row=r, col=c, text=cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    grid = Grid(n_rows=len(rows), n_cols=len(rows[0]), cells=cells, method="stream", start=0, end=len(text))
    page = Page(number=1, text=text, blocks=[grid])
    return read_claims([page], Identity(department="云岭区交通局", fiscal_year=2024), "0" * 64)


def test_sentences_in_columns_are_read_with_their_places() -> None:
    claims = _read(PARAGRAPHS).claims
    assert [claim.subject for claim in claims] == [
        "本年支出合计",
        "基本支出",
        "项目支出",
        "本年支出合计",
        "机关运行经费",
    ]
    text = "\n".join("\t".join(row) for row in PARAGRAPHS)
    for claim in claims:
        assert "".join(text[span.char_start : span.char_end] for span in claim.spans).startswith(claim.sentence[:9])


def test_sheets_of_figures_with_remarks_are_left_to_the_tables() -> None:
    assert _read(SHEET).claims == []
