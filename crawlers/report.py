"""What collecting reports, counted from the ledger."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from crawlers.reconcile import ArchiveState
from warehouse.ledger import Ledger
from warehouse.ledger_records import DistrictResult, Example, HostResult, ListingResult
from warehouse.states import DistrictStatus


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """A district's last healthy night before this one."""

    day: date
    discovered: int
    disclosures: int


class DistrictReport(msgspec.Struct, frozen=True, kw_only=True):
    """One district in one run.

    discovered = new + changed + unchanged + gone + the sums of retry, failed and rejected (each by reason). `flags`
    counts stored documents with something wrong, `stuck` those of `retry` that no night heals, `examples` names some of
    each trouble (`failed: blocked`, or a flag); `departures` are what the district's hosts are forgiven.
    """

    district_code: str
    status: DistrictStatus
    reason: str | None = None
    detail: str | None = None
    discovered: int = 0
    disclosures: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    not_modified: int = 0
    gone: int = 0
    retry: dict[str, int] = {}
    failed: dict[str, int] = {}
    rejected: dict[str, int] = {}
    flags: dict[str, int] = {}
    stuck: dict[str, int] = {}
    examples: dict[str, list[Example]] = {}
    departures: list[str] = []
    listings: list[ListingResult] = []
    before: Before | None = None
    bytes_received: int = 0
    seconds: float = 0.0

    @property
    def stored(self) -> int:
        """Documents of which a version was stored."""
        return self.new + self.changed


class CollectReport(msgspec.Struct, frozen=True, kw_only=True):
    """One run of collecting; `status` is failed as soon as one district failed, or `note` says why nothing was done."""

    run_id: str
    status: Literal["ok", "failed"]
    districts: list[DistrictReport]
    seconds: float
    hosts: list[HostResult] = []
    archive: ArchiveState = ArchiveState()
    note: str | None = None

    @property
    def failed_districts(self) -> list[DistrictReport]:
        """The districts a person must look at."""
        return [item for item in self.districts if item.status == "failed"]

    def total(self, name: str) -> int:
        """The sum of a number over all districts, such as `total("new")`."""
        return sum(int(getattr(item, name)) for item in self.districts)


def report_district(
    ledger: Ledger, run_id: str, result: DistrictResult, departures: list[str] | None = None
) -> DistrictReport:
    """A district's report: its result, and its documents counted by state and reason."""
    code = result.district_code
    tally = ledger.tally(run_id, code)
    by_state: dict[str, dict[str, int]] = {}
    for (state, reason), count in tally.counts.items():
        by_state.setdefault(state, {})[reason] = count
    stored, unchanged = by_state.get("stored", {}), by_state.get("unchanged", {})
    return DistrictReport(
        district_code=code,
        status=result.status,
        reason=result.reason,
        detail=result.detail,
        discovered=sum(tally.counts.values()),
        disclosures=tally.disclosures,
        new=stored.get("new", 0),
        changed=stored.get("changed", 0),
        unchanged=sum(unchanged.values()),
        not_modified=unchanged.get("not_modified", 0),
        gone=sum(by_state.get("gone", {}).values()),
        retry=by_state.get("retry", {}),
        failed=by_state.get("failed", {}),
        rejected=by_state.get("rejected", {}),
        flags=tally.flags,
        stuck=tally.stuck,
        examples=ledger.examples(run_id, code),
        departures=departures or [],
        listings=ledger.listings(run_id, code),
        before=_before(ledger, run_id, code),
        bytes_received=tally.bytes_received,
        seconds=result.seconds,
    )


def _before(ledger: Ledger, run_id: str, code: str) -> Before | None:
    healthy = ledger.healthy_before(run_id, code)
    if healthy is None:
        return None
    tally = ledger.tally(healthy.run_id, code)
    return Before(day=healthy.day, discovered=sum(tally.counts.values()), disclosures=tally.disclosures)
