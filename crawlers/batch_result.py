"""What a crawl process leaves for whoever started it."""

from __future__ import annotations

import msgspec

from warehouse.ledger_records import DistrictResult, HostResult


class BatchResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a crawl process leaves: how its districts went, and its traffic."""

    districts: list[DistrictResult]
    hosts: list[HostResult]
