"""What goes into the ledger and comes out of it."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from pipelines.extract.context import Context
from warehouse.states import CrawlState, DistrictStatus, HostState, LevelHint, ListingStatus, Role


class DepartmentName(msgspec.Struct, frozen=True, kw_only=True):
    """A name under which a department appears, as its district's file says; its own name is one of them."""

    printed_name: str
    department_name: str
    department_code: str | None = None
    parent_name: str | None = None


class DistrictFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the warehouse wants to know about a district, from its file."""

    district_code: str
    name: str
    province: str
    city: str | None = None
    family: str | None = None
    is_sample: bool = False
    enabled: bool = True
    blocked_reason: str | None = None
    expected_departments: int | None = None
    notes: str | None = None
    departures: str | None = None
    """What its hosts are forgiven (TLS, fallback) and why, one a line."""
    department_names: tuple[DepartmentName, ...] = ()


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A document that a listing, a page or the drop folder shows; `disclosure_id` is its own unless it is attached.

    `level_hint` is `unit` where the listing holds accounts of units (二级单位) alone.
    """

    document_id: str
    district_code: str
    url: str
    role: Role
    disclosure_id: str
    listing_id: str
    parent_url: str | None = None
    link_title: str | None = None
    published_on: date | None = None
    department_hint: str | None = None
    fiscal_year_hint: int | None = None
    level_hint: LevelHint | None = None


class KnownDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document as the ledger remembers it; `sha256`, `final_url` and `content_type` are of the current version."""

    document_id: str
    url: str
    role: Role
    disclosure_id: str
    listing_id: str | None
    parent_url: str | None
    link_title: str | None
    department_hint: str | None
    fiscal_year_hint: int | None
    level_hint: LevelHint | None
    published_on: date | None
    state: CrawlState | None
    state_reason: str | None
    sha256: str | None
    final_url: str | None
    content_type: str | None
    etag: str | None
    last_modified: str | None
    next_try_at: datetime | None


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes that arrived for a document and are in the archive already."""

    document_id: str
    sha256: str
    byte_size: int
    media_type: str
    context: Context
    fetched_at: datetime
    final_url: str | None = None
    http_status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None
    parent_sha256: str | None = None
    handed_in_by: str | None = None
    attempts: int = 1
    note: str | None = None
    flag: str | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How one document ended in one run, other than by new bytes; `reason` is of warehouse/states.py.

    `is_judged`: its bytes were looked at in this run, so that no `flag` means that nothing is wrong with them.
    """

    document_id: str
    state: CrawlState
    reason: str
    http_status: int | None = None
    attempts: int = 0
    bytes_received: int = 0
    detail: str | None = None
    flag: str | None = None
    is_judged: bool = False
    next_try_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None


class ListingResult(msgspec.Struct, frozen=True, kw_only=True):
    """How reading one listing went: `items` rows, of them `included` by title, against the total the site prints."""

    district_code: str
    listing_id: str
    status: ListingStatus
    reason: str | None = None
    pages: int = 0
    items: int = 0
    included: int = 0
    printed_total: int | None = None
    detail: str | None = None


class HealthyRun(msgspec.Struct, frozen=True):
    """A run in which a district was well, and its day (Asia/Shanghai)."""

    run_id: str
    day: date


class LastComplete(msgspec.Struct, frozen=True):
    """The last time a listing was read completely: the day (Asia/Shanghai), its rows, and those taken by title."""

    day: date
    items: int
    included: int


class DistrictResult(msgspec.Struct, frozen=True, kw_only=True):
    """How one district went in one run."""

    district_code: str
    status: DistrictStatus
    reason: str | None = None
    detail: str | None = None
    seconds: float = 0.0


class HostResult(msgspec.Struct, frozen=True, kw_only=True):
    """How one host (with port) stood at the end of a run, and what was exchanged with it.

    `seconds` in flight, without the pauses between; `failures` are requests that got no whole answer.
    """

    host: str
    state: HostState = "ok"
    detail: str | None = None
    requests: int = 0
    failures: int = 0
    bytes_received: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One stored content of one document: an input of parsing."""

    document_id: str
    version_no: int
    sha256: str
    document_key: str
    context: Context
    media_type: str
    byte_size: int


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """A district, how many documents of it are stored, and when one was last seen."""

    district_code: str
    name: str
    expected_departments: int | None
    documents: int
    last_seen_at: datetime | None


class OpenTrouble(msgspec.Struct, frozen=True, kw_only=True):
    """Documents of one district that are in one state of trouble for one reason, with the address of one of them."""

    district_code: str
    state: CrawlState
    reason: str
    documents: int
    example: str


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """A document that stands for others with the same trouble: its address, its title in the list, what happened."""

    url: str
    link_title: str | None
    detail: str | None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Outcomes of one district in one run, counted: (state, reason) -> documents; `pending` have none yet.

    `flags` counts the documents whose current version has something wrong, also where they are unchanged; `stuck` those
    in `retry`, by reason, that have been nothing else for STUCK_NIGHTS runs.
    """

    counts: dict[tuple[str, str], int]
    pending: int
    disclosures: int
    bytes_received: int
    flags: dict[str, int]
    stuck: dict[str, int]
