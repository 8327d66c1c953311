"""Records as text for people: one document's header, tables as grids, claims, issues and findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from juesuan.console import table
from pipelines.extract.records import Cell, Claim, Document, Finding, Issue, Parsed, Table
from pipelines.proof.evidence import Evidence, groups_of
from pipelines.proof.notes import in_words
from pipelines.rules.report import HEADINGS, finding_rows, place_text, verdict_counts

SENTENCE_LENGTH = 60
CLAIM_COLUMNS = ("page", "subject", "scope", "phase", "year", "amount_yuan", "changes", "sentence")
ISSUE_COLUMNS = ("severity", "code", "place", "message")
PIVOT_COLUMNS = ("row", "code", "label")


def document_view(parsed: Parsed) -> RenderableType:
    """Everything that `juesuan parse --format table` shows of one document."""
    parts: list[RenderableType] = [header(parsed.document, _counts(parsed))]
    by_table: dict[int, list[Cell]] = {}
    for cell in parsed.cells:
        by_table.setdefault(cell.table_seq, []).append(cell)
    parts += [_grid(each, by_table.get(each.table_seq, [])) for each in parsed.tables]
    if parsed.claims:
        parts.append(table("claims", CLAIM_COLUMNS, (_claim_row(claim) for claim in parsed.claims)))
    if parsed.issues:
        parts.append(table("issues", ISSUE_COLUMNS, (_issue_row(issue) for issue in parsed.issues)))
    return Group(*parts)


def findings_view(document: Document, findings: Sequence[Finding]) -> RenderableType:
    """Everything that `juesuan check --format table` shows of one document."""
    parts: list[RenderableType] = [header(document, verdict_counts(findings))]
    rows = finding_rows(findings)
    if rows:
        parts.append(table("findings to look at", HEADINGS, rows))
    return Group(*parts)


def findings_text(parsed: Parsed, findings: Sequence[Finding]) -> RenderableType:
    """What `juesuan check` shows on a terminal: each failed finding with its sums and the words on both sides."""
    evidence = Evidence.of(parsed)
    lines = [header(parsed.document, verdict_counts(findings))]
    for group in groups_of(evidence, findings):
        style = "bold red" if group.severity in {"fatal", "error"} else "bold yellow"
        lines.append(Text(f"\n{group.rule} {group.severity}  {group.title}", style=style))
        for view in group.views:
            lines.append(Text(f"  ✗ {view.said}"))
            lines += [Text(f"      {line}") for line in view.sums or view.finding.quotes]
            lines.append(Text(f"      {place_text(view.finding)}", style="dim"))
    return Group(*lines)


def header(document: Document, counts: dict[str, int]) -> Text:
    """What the document is, and how much was found in it."""
    known = (
        document.department,
        str(document.fiscal_year) if document.fiscal_year else None,
        document.document_kind,
        document.disclosure_level,
    )
    status = document.status + (f": {document.status_reason}" if document.status_reason else "")
    lines = (
        document.title or "(no title)",
        " · ".join(part for part in known if part),
        f"{status} · {document.media_type} · {document.sha256[:12]}",
        " · ".join(f"{count} {name}" for name, count in counts.items()) or "nothing found",
    )
    return Text("\n").join([Text(document.file, style="bold"), *(Text(f"  {line}") for line in lines)])


def _counts(parsed: Parsed) -> dict[str, int]:
    return {
        "pages": parsed.document.pages,
        "tables": len(parsed.tables),
        "amount slots": len(parsed.cells),
        "claims": len(parsed.claims),
        "issues": len(parsed.issues),
    }


def _grid(found: Table, cells: Sequence[Cell]) -> RenderableType:
    title = " · ".join(
        part for part in (found.table_id or "other table", found.title_printed, found.unit_printed) if part
    )
    if found.rows is not None:
        width = max((len(row) for row in (*found.header, *found.rows)), default=0)
        names = [str(position + 1) for position in range(width)]
        return table(title, names, ([*row, *[""] * (width - len(row))] for row in (*found.header, *found.rows)))
    if not cells:
        return Text(f"{title}\n  {found.empty_note or 'no amounts'}")
    return table(title, *_pivot(cells), amounts_from=len(PIVOT_COLUMNS))


def _pivot(cells: Sequence[Cell]) -> tuple[list[str], Iterator[list[object]]]:
    """Rows of the stitched grid, one column per group and printed column."""
    slots = sorted({(cell.group_no, cell.col_no): cell.measure or cell.column_header or "?" for cell in cells}.items())
    places = [slot for slot, _ in slots]
    rows: dict[tuple[int, int], dict[tuple[int, int], Cell]] = {}
    for cell in cells:
        rows.setdefault((cell.row_no, cell.group_no), {})[(cell.group_no, cell.col_no)] = cell
    names = [*PIVOT_COLUMNS, *(name for _, name in slots)]
    return names, (_pivot_row(row_no, by_place, places) for (row_no, _), by_place in sorted(rows.items()))


def _pivot_row(row_no: int, by_place: dict[tuple[int, int], Cell], places: Iterable[tuple[int, int]]) -> list[object]:
    first = next(iter(by_place.values()))
    amounts = [by_place[place].printed if place in by_place else "" for place in places]
    label = first.line_label_printed or first.line_label
    return [row_no, first.line_code, label if first.entity is None else f"{first.entity} {label or ''}", *amounts]


def _claim_row(claim: Claim) -> tuple[object, ...]:
    subject = claim.subject
    if claim.subject_path:
        subject = "/".join(part for part in claim.subject_path if part)
    changes = "; ".join(
        f"{item.baseline} {item.direction} {item.change_abs_yuan or ''}".strip() for item in claim.comparisons
    )
    page = claim.spans[0].page if claim.spans else None
    sentence = claim.sentence.replace("\n", "")
    short = sentence if len(sentence) <= SENTENCE_LENGTH else sentence[:SENTENCE_LENGTH] + "…"
    return (page, subject, claim.scope, claim.phase, claim.fiscal_year, claim.amount_yuan, changes, short)


def _issue_row(issue: Issue) -> tuple[object, ...]:
    return (issue.severity, issue.code, in_words(issue.where), issue.message)
