"""Findings as a person checks them: the sum written out, the words in their context, the row in its table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from pipelines.extract import money
from pipelines.extract.records import Cell, Finding, PageText, Parsed, Place, Severity, Table, Verdict
from pipelines.proof.notes import in_words

SEVERITIES: tuple[Severity, ...] = ("fatal", "error", "warning", "hint")
SHOWN: tuple[Verdict, ...] = ("fail", "error")
_CONTEXT = 70
_MOST_ROWS = 12
_MOST_TERMS = 40
_SEPARATOR = "；"
"""Between the cells of a quote."""


class Excerpt(msgspec.Struct, frozen=True, kw_only=True):
    """One place: the marked words of a text, or the row of a table with its marked slots."""

    where: str
    before: str = ""
    marked: str = ""
    after: str = ""
    table: str = ""
    row: list[tuple[str, str, bool]] = []
    """(heading, printed, is marked) of each slot."""


class FindingView(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as shown."""

    key: str
    finding: Finding
    said: str
    said_en: str
    sums: list[str]
    excerpts: list[Excerpt]


class RuleGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The findings of one rule and severity."""

    rule: str
    severity: Severity
    title: str
    title_en: str
    views: list[FindingView]


class Evidence(msgspec.Struct, frozen=True):
    """A document's records, indexed by place."""

    parsed: Parsed
    cells: dict[tuple[int, int, int], Cell]
    rows: dict[tuple[int, int], list[Cell]]
    tables: dict[int, Table]
    pages: dict[int, PageText]

    @classmethod
    def of(cls, parsed: Parsed) -> Evidence:
        """The index of a document."""
        rows: dict[tuple[int, int], list[Cell]] = defaultdict(list)
        for cell in parsed.cells:
            rows[cell.table_seq, cell.row_no].append(cell)
        return cls(
            parsed,
            {(cell.table_seq, cell.row_no, cell.col_no): cell for cell in parsed.cells},
            dict(rows),
            {table.table_seq: table for table in parsed.tables},
            {page.page: page for page in parsed.pages},
        )

    def cell(self, place: Place) -> Cell | None:
        """The amount slot at a place."""
        return self.cells.get((place.table_seq or 0, place.row_no or 0, place.col_no or 0))


def groups_of(evidence: Evidence, findings: Sequence[Finding]) -> list[RuleGroup]:
    """The failed findings by severity and rule, the gravest first."""
    grouped: dict[tuple[int, str], list[FindingView]] = defaultdict(list)
    for number, finding in enumerate(findings):
        if finding.verdict in SHOWN:
            key = SEVERITIES.index(finding.severity), finding.rule
            grouped[key].append(_view(evidence, finding, f"f{number}"))
    return [
        RuleGroup(
            rule=rule,
            severity=SEVERITIES[at],
            title=views[0].finding.message_zh.partition("：")[0],
            title_en=views[0].finding.message_en.partition(": ")[0],
            views=views,
        )
        for (at, rule), views in sorted(grouped.items())
    ]


def counts_of(findings: Iterable[Finding], verdict: Verdict) -> list[tuple[str, str, int]]:
    """How many findings of a verdict each rule gave: (rule, its words, count)."""
    found = Counter((f.rule, f.message_zh.partition("：")[0]) for f in findings if f.verdict == verdict)
    return [(rule, words, count) for (rule, words), count in sorted(found.items())]


def _view(evidence: Evidence, finding: Finding, key: str) -> FindingView:
    return FindingView(
        key=key,
        finding=finding,
        said=finding.message_zh.partition("：")[2],
        said_en=finding.message_en.partition(": ")[2],
        sums=sums_of(evidence, finding),
        excerpts=_excerpts(evidence, finding.places),
    )


def sums_of(evidence: Evidence, finding: Finding) -> list[str]:
    """Both sides as printed sums with difference and tolerance, where all places of a finding are amount slots."""
    cells = [cell for place in finding.places if (cell := evidence.cell(place)) is not None]
    at = _split(cells, finding)
    if at is None or len(cells) < len(finding.places) or len(cells) > _MOST_TERMS:
        return []
    expected, found = cells[:at], cells[at:]
    unit = cells[0].unit_printed or "元"
    factor = money.unit_factor(unit) or Decimal(1)
    lines = [_sum(found), f"{_sum(expected)}"]
    difference = (finding.difference or Decimal(0)) / factor
    tolerance = (finding.tolerance or Decimal(0)) / factor
    lines.append(f"相差 {difference.normalize():f} {unit}，容许 {tolerance.normalize():f} {unit}（按打印位数）")
    return lines


def _split(cells: Sequence[Cell], finding: Finding) -> int | None:
    """How many of the cells make the expected side, as its quote lists them; the others make the found one."""
    amounts = [cell.amount_yuan or Decimal(0) for cell in cells]
    at = finding.quotes[0].count(_SEPARATOR) + 1 if finding.quotes else 0
    fits = (sum(amounts[:at], Decimal(0)), sum(amounts[at:], Decimal(0))) == (finding.expected, finding.found)
    return at if fits and 0 < at < len(cells) else None


def _sum(cells: Sequence[Cell]) -> str:
    by_column = len({cell.line_label for cell in cells}) < len(cells)
    names = [(cell.measure if by_column else cell.line_label) or cell.line_label or "" for cell in cells]
    printed = [f"{name or cell.measure or ''} {cell.printed}".strip() for name, cell in zip(names, cells, strict=True)]
    terms = " ＋ ".join(printed) or "（空白）"
    units = {cell.unit_printed for cell in cells}
    if len(cells) < 2 or len(units) > 1:
        return terms
    factor = money.unit_factor(cells[0].unit_printed) or Decimal(1)
    total = sum((cell.amount_yuan or Decimal(0) for cell in cells), Decimal(0)) / factor
    return f"{terms} ＝ {total.normalize():,f}"


def _excerpts(evidence: Evidence, places: Sequence[Place]) -> list[Excerpt]:
    """Each sentence once, each row of a table once with all its marked slots."""
    marked: dict[tuple[int, int], set[int]] = defaultdict(set)
    found: dict[object, Excerpt] = {}
    for place in places:
        if place.table_seq and place.row_no:
            marked[place.table_seq, place.row_no].add(place.col_no or 0)
    for place in places:
        if place.table_seq:
            found.setdefault((place.table_seq, place.row_no), _row(evidence, place, marked))
        elif place.char_start is not None:
            found.setdefault((place.page, place.char_start, place.char_end), _words(evidence, place))
    return list(found.values())[:_MOST_ROWS]


def _row(evidence: Evidence, place: Place, marked: dict[tuple[int, int], set[int]]) -> Excerpt:
    table = evidence.tables.get(place.table_seq or 0)
    title = " ".join(filter(None, (table.table_id, table.title_printed))) if table else ""
    columns = marked.get((place.table_seq or 0, place.row_no or 0), set())
    cells = evidence.rows.get((place.table_seq or 0, place.row_no or 0), [])
    groups = {(cell.side, cell.group_no) for cell in cells if cell.col_no in columns}
    cells = [cell for cell in cells if (cell.side, cell.group_no) in groups]
    row = [(cell.column_header or cell.measure or "", cell.printed, cell.col_no in columns) for cell in cells]
    label = next((cell.line_label_printed or cell.line_label or "" for cell in cells), "")
    code = next((cell.line_code for cell in cells if cell.line_code), None)
    if not cells and table is not None and table.rows and place.row_no:
        stray = [*table.header, *table.rows]
        row = [("", text, True) for text in stray[place.row_no - 1] if text] if place.row_no <= len(stray) else []
    return Excerpt(where=in_words(place), table=title, marked=" ".join(filter(None, (code, label))), row=row)


def _words(evidence: Evidence, place: Place) -> Excerpt:
    page = evidence.pages.get(place.page or 0)
    text, start = page.text if page else "", place.char_start or 0
    end = place.char_end or start
    before, after = text[max(start - _CONTEXT, 0) : start], text[end : end + _CONTEXT]
    return Excerpt(where=in_words(place), before=before, marked=text[start:end], after=after)
