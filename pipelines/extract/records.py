"""The records of `juesuan parse` and `juesuan check`: the one definition of what a document turns into.

Documented for readers in docs/records.md. Everything downstream (JSON lines, Parquet, DuckDB's raw schema) is derived
from these classes; a change of meaning raises `SCHEMA_VERSION`. No reading, no judging and no storage belongs here.

Money is `Decimal` yuan, exact. `None` is "not printed" or "not known", never zero.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

SCHEMA_VERSION = 1

DocumentKind = Literal["final_account", "budget", "government_final_account", "performance", "other"]
DisclosureLevel = Literal["consolidated", "head_office", "unit", "single"]
ParseStatus = Literal[
    "parsed", "partial", "needs_ocr", "encrypted", "damaged", "empty", "unsupported", "timeout", "error"
]
TableId = Literal[
    "T01", "T02", "T03", "T04", "T05", "T06", "T07", "T08", "T09", "T10", "T11", "T12", "T13", "T14", "T15"
]
RowKind = Literal["function", "economic", "item", "unit"]
RowRole = Literal["item", "class", "section", "total", "balance", "carry_over"]
Side = Literal["income", "expenditure"]
FundType = Literal["all", "fiscal", "general_public_budget", "government_fund", "state_capital"]
Phase = Literal["final", "initial_budget", "adjusted_budget", "budget_unspecified"]
Baseline = Literal["prior_year", "initial_budget", "adjusted_budget", "budget_unspecified"]
Direction = Literal["increase", "decrease", "flat", "unclear"]
Severity = Literal["fatal", "error", "warning", "hint"]
Verdict = Literal["pass", "rounding", "fail", "not_applicable", "insufficient_data", "error"]
BoundingBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left of the upright page."""


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="kind", tag="record"):
    """What every record carries: its kind (the tag), the contract's version and the document's content hash.

    Records never form cycles, so the collector need not visit them (`gc`): a night makes tens of millions.
    """

    schema_version: int = SCHEMA_VERSION
    sha256: str


WitnessOf = Literal["department", "fiscal_year", "document_kind", "disclosure_level"]


class Witness(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One source's word about what a document is; the one that `decides` is the reason of the document's value."""

    of: WitnessOf
    source: str
    value: str
    decides: bool = False


class Document(Record, frozen=True, kw_only=True, tag="document"):
    """One file, and what it was found to be."""

    file: str
    parser_version: str
    parent_sha256: str | None = None
    media_type: str
    title: str | None = None
    department: str | None = None
    fiscal_year: int | None = None
    document_kind: DocumentKind = "other"
    disclosure_level: DisclosureLevel | None = None
    status: ParseStatus
    status_reason: str | None = None
    pages: int = 0
    witnesses: list[Witness] = []


class PageText(Record, frozen=True, kw_only=True, tag="page"):
    """The text of one page (a sheet of a workbook; HTML, DOCX and TXT are page 1). `page` is 1-based."""

    page: int
    text: str


class Table(Record, frozen=True, kw_only=True, tag="table"):
    """One table after its pages were joined; `rows` only where `table_id` is null."""

    table_seq: int
    table_id: TableId | None = None
    title_printed: str | None = None
    number_printed: str | None = None
    unit_printed: str | None = None
    row_kind: RowKind | None = None
    pages: list[int]
    header: list[list[str]]
    empty_note: str | None = None
    rows: list[list[str]] | None = None


class Cell(Record, frozen=True, kw_only=True, tag="cell"):
    """One amount slot of a T-table, blank ones included."""

    fiscal_year: int | None = None
    table_seq: int
    table_id: TableId
    page: int
    row_no: int
    col_no: int
    group_no: int = 1
    line_no: str | None = None
    line_code: str | None = None
    line_label: str | None = None
    line_label_printed: str | None = None
    parent_label: str | None = None
    row_role: RowRole | None = None
    entity: str | None = None
    side: Side | None = None
    fund_type: FundType | None = None
    column_header: str | None = None
    measure: str | None = None
    phase: Phase = "final"
    printed: str = ""
    unit_printed: str | None = None
    amount_yuan: Decimal | None = None
    bbox: BoundingBox | None = None
    sheet: str | None = None
    cell_ref: str | None = None


class Span(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stretch of a page's text, in code points, end exclusive."""

    page: int
    char_start: int
    char_end: int


class Quantity(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A count beside an amount: `of` what, how many, in which printed unit (辆, 台, 个, 批次, 人次, 人 …)."""

    of: str
    value: int
    unit: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stated change against a baseline; `change_rate` is the unsigned percentage with its printed digits."""

    baseline: Baseline
    base_year: int | None = None
    base_amount_yuan: Decimal | None = None
    direction: Direction
    change_abs_yuan: Decimal | None = None
    change_rate: Decimal | None = None


class Share(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stated share (占…的): `of` as printed, `rate` in percent with its printed digits."""

    of: str
    rate: Decimal


class Completion(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A stated completion (完成…的): `of` a budget baseline or the printed words, `rate` in percent."""

    of: str
    rate: Decimal


class Claim(Record, frozen=True, kw_only=True, tag="claim"):
    """One mention of an amount or a change in the text: sentence x entity x scope x subject x period x phase."""

    spans: list[Span]
    sentence: str
    entity: str | None = None
    fiscal_year: int | None = None
    subject: str
    subject_path: list[str | None] | None = None
    scope: FundType | None = None
    phase: Phase = "final"
    amount_yuan: Decimal | None = None
    quantities: list[Quantity] = []
    comparisons: list[Comparison] = []
    shares: list[Share] = []
    completions: list[Completion] = []
    printed: str = ""


class Place(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where in a document: a page, a cell of a table, or a stretch of a page's text."""

    page: int | None = None
    table_seq: int | None = None
    row_no: int | None = None
    col_no: int | None = None
    char_start: int | None = None
    char_end: int | None = None


class Issue(Record, frozen=True, kw_only=True, tag="issue"):
    """Whatever could not be read, was repaired, or looks wrong; `code` is one of lexicon/issues.csv."""

    code: str
    severity: Severity
    where: Place
    message: str


class Finding(Record, frozen=True, kw_only=True, tag="finding"):
    """The outcome of one comparison of one rule, or of a rule that made none."""

    rule: str
    severity: Severity
    verdict: Verdict
    reason: str | None = None
    message_zh: str
    message_en: str
    quotes: list[str] = []
    places: list[Place] = []
    expected: Decimal | None = None
    found: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None


AnyRecord = Document | PageText | Table | Cell | Claim | Issue | Finding
RECORD_TYPES: tuple[type[Record], ...] = (Document, PageText, Table, Cell, Claim, Issue, Finding)


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """All records of one document, in the order in which `juesuan parse` prints them."""

    document: Document
    pages: list[PageText] = []
    tables: list[Table] = []
    cells: list[Cell] = []
    claims: list[Claim] = []
    issues: list[Issue] = []

    def records(self) -> list[AnyRecord]:
        """Every record, the document first."""
        return [self.document, *self.pages, *self.tables, *self.cells, *self.claims, *self.issues]


_encoder = msgspec.json.Encoder(decimal_format="string")
_decoder: msgspec.json.Decoder[AnyRecord] = msgspec.json.Decoder(AnyRecord)


def to_json_line(record: Record) -> bytes:
    """One record as one line of UTF-8 JSON without the newline; decimals are strings, missing is null."""
    return _encoder.encode(record)


def from_json_line(line: bytes | str) -> AnyRecord:
    """The record of one line; raises msgspec.ValidationError when it does not fit the contract."""
    return _decoder.decode(line)
