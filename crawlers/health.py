"""How a district did in a run: from what its lists and documents gave to ok or failed, with the reason and words."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from crawlers.district_model import District
from warehouse.ledger_records import ListingResult
from warehouse.states import DistrictStatus

CLOSED_REASONS = ("tls", "robots_unreachable", "host_paused", "blocked", "budget")
"""Reasons of failed list pages that say more than that a list failed."""

NO_TURN = (("retry", "budget"), ("retry", "interrupted"))
"""Documents that had no turn: they are not in trouble, and come first in the next run."""


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    """What one district's visit gave.

    `fetch_trouble` are the reasons of list pages that could not be had; `shrunk` says how far a list shrank, `emptied`
    how many pages lost all their attachments; `listed` counts the documents on lists, `counts` the outcomes by state
    and reason; `is_partial`: only some years were asked for, so that the bounds of `expect` do not apply; `remarks` are
    for people, such as that the fallback was used.
    """

    listings: list[ListingResult]
    fetch_trouble: list[str]
    shrunk: str | None
    emptied: str | None
    listed: int
    counts: dict[tuple[str, str], int]
    is_partial: bool
    remarks: list[str]


class Health(msgspec.Struct, frozen=True):
    """A district's status, with the reason (of DISTRICT_REASONS) and words for people."""

    status: DistrictStatus
    reason: str | None = None
    detail: str | None = None


def judge(district: District, gathered: Gathered) -> Health:
    """The first trouble decides; without one the district is well, and what is left or odd is noted."""
    trouble = next(_troubles(district, gathered), None)
    if trouble:
        return Health("failed", *trouble)
    left = sum(gathered.counts.get(outcome, 0) for outcome in NO_TURN)
    if left:
        return Health("ok", "budget", f"{left} documents are left for the next run")
    remarks = [*gathered.remarks, *_too_many(district, gathered)]
    return Health("ok", None, "; ".join(remarks) or None)


def _troubles(district: District, gathered: Gathered) -> Iterator[tuple[str, str]]:
    failed = [result for result in gathered.listings if result.status == "failed"]
    if bad := failed or [result for result in gathered.listings if result.status == "incomplete"]:
        text = "; ".join(f"{result.listing_id}: {result.reason} {result.detail or ''}".strip() for result in bad)
        closed = [reason for reason in CLOSED_REASONS if reason in gathered.fetch_trouble]
        yield (closed or ["listing_failed" if failed else "listing_incomplete"])[0], text[:1000]
    if gathered.shrunk:
        yield "listing_shrunk", gathered.shrunk
    if gathered.emptied:
        yield "attachments_lost", gathered.emptied
    minimum = district.expect.documents_min
    if not gathered.is_partial and gathered.listed < minimum:
        reason = "below_expected" if gathered.listed else "nothing_found"
        yield reason, f"{gathered.listed} documents, expect.documents_min is {minimum}"
    bad_documents = sum(
        count
        for (state, reason), count in gathered.counts.items()
        if state in {"retry", "failed"} and (state, reason) not in NO_TURN
    )
    total = sum(gathered.counts.values())
    if bad_documents * 2 > total:
        yield "documents_failed", f"{bad_documents} of {total} documents"


def _too_many(district: District, gathered: Gathered) -> list[str]:
    maximum = district.expect.documents_max
    is_above = maximum is not None and gathered.listed > maximum
    return [f"{gathered.listed} documents, expect.documents_max is {maximum}"] if is_above else []
