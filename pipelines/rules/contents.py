"""R02, R09: what a document promises is there: the tables of its contents (目录), the classes in its glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.extract.folding import fold
from pipelines.extract.records import Place, Table, TableId, Verdict
from pipelines.extract.tables.titles import read_title
from pipelines.rules import labels
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book, has_amount
from pipelines.rules.by_function import classes
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.promises import Promise

_ATTACHED = re.compile(
    r"[表格][^。\n]{0,12}(?:详见|见|附后)[^。\n]{0,8}附[件表]|附[件表]\d*[^。\n]{0,42}决算[^。\n]{0,8}表"
)
_GLOSSARY = re.compile(r"(?:名词|术语)(?:解释|说明)")
_NEXT_PART = re.compile(r"第[一二三四五六七八九]部分")
UNREAD = frozenset(
    {
        "unknown_table",
        "unread_table",
        "unproved_columns",
        "title_signature_conflict",
        "table_by_signature",
        "oversized_table",
        "stage_failed",
        "page_unreadable",
        "page_needs_ocr",
        "characters_unknown",
        "page_is_picture",
        "image_content",
        "embedded_object",
        "hidden_sheet",
        "unreadable_file",
    }
)
"""Issues with which a table may be in the file and yet not among the tables that were read."""


@rule("R02")
def promised_tables_are_there(book: Book, bench: Bench) -> None:
    """Every table that the contents list is in the document, or in an attachment that the document names."""
    parsed = book.parsed
    if parsed.document.document_kind != "final_account":
        return
    printed = {table.table_id: table for table in parsed.tables if table.table_id is not None}
    titles = [read_title(table.title_printed or "") for table in parsed.tables if table.table_id is None]
    strays = {title.key for title in titles if title is not None}
    doubt = _doubt(book, any_found=bool(printed))
    for promise in book.promises:
        found = next((printed[table_id] for table_id in promise.table_ids if table_id in printed), None)
        if found is not None:
            bench.judged("pass", _promised(promise), _printed(found), sign="，有")
        else:
            why = doubt or ("title_without_table" if promise.times > 1 or promise.key in strays else None)
            verdict: Verdict = "insufficient_data" if why else "fail"
            bench.judged(verdict, _promised(promise), Exhibit("文中", None, ""), sign="未见", reason=why or "missing")


def _doubt(book: Book, *, any_found: bool) -> str | None:
    """Why a promised table that was not read may exist all the same."""
    codes = {issue.code for issue in book.parsed.issues}
    if "content_in_attachments" in codes or any(_ATTACHED.search(prose.text) for prose in book.prose):
        return "in_attachment"
    if not any_found:
        return "no_table_in_this_file"
    return "some_content_unread" if codes & UNREAD else None


def _promised(promise: Promise) -> Exhibit:
    return Exhibit(f"目录所列“{promise.words}”", None, promise.words, [promise.place])


def _printed(table: Table) -> Exhibit:
    place = Place(page=table.pages[0] if table.pages else None, table_seq=table.table_seq)
    return Exhibit(table.table_id or "", None, table.title_printed or "", [place])


@rule("R09")
def glossary_covers_spending(book: Book, bench: Bench) -> None:
    """The glossary (名词解释) speaks of every functional class (类) that holds an amount."""
    glossary = _glossary(book)
    if glossary is None:
        return
    text, title = glossary
    for name, exhibit in _spent(book):
        bench.judged("pass" if name in text else "fail", exhibit, title, sign="解释" if name in text else "未解释")


def _glossary(book: Book) -> tuple[str, Exhibit] | None:
    """The words from the last heading of the glossary to the next part, over pages; None where there is none."""
    for index in range(len(book.prose) - 1, -1, -1):
        prose = book.prose[index]
        for found in reversed(list(_GLOSSARY.finditer(prose.text))):
            later = "".join(other.text for other in book.prose[index + 1 :])
            text = _NEXT_PART.split(prose.text[found.end() :] + later, maxsplit=1)[0]
            if len(text) > len("基本支出"):
                return text, prose.exhibit("名词解释", found.start(), found.end())
    return None


def _spent(book: Book) -> Iterator[tuple[str, Exhibit]]:
    """Each class with an amount: of T03, else of T05, else of the text."""
    tables: tuple[TableId, ...] = ("T03", "T05")
    for table_id in tables:
        sheet = book.sheet(table_id)
        rows = [row for row in classes(sheet).values() if has_amount(row)] if sheet is not None else []
        for row in rows:
            cell = next(iter(row.cells.values()))
            if any(each.amount_yuan for each in row.cells.values()):
                place = Place(page=cell.page, table_seq=cell.table_seq, row_no=cell.row_no, col_no=cell.col_no)
                words = f"{row.code} {row.label} {cell.printed}"
                yield labels.class_name(row.label), Exhibit(f"{table_id} {row.label}", None, words, [place])
        if rows:
            return
    seen: set[str] = set()
    for mention in book.narrative.by_subject.get("functional_class", []):
        name = labels.class_name(fold(mention.key.path[0] or "")) if mention.key.level == 1 else ""
        if name and name not in seen and mention.amount and mention.phase == "final":
            seen.add(name)
            yield name, mention.exhibit()
