"""How a guard says no: an exception that already carries the ledger's state and reason."""

from __future__ import annotations

from datetime import datetime

from scrapy.exceptions import IgnoreRequest

from warehouse.states import CrawlState


class Refused(IgnoreRequest):
    """A request that must not be sent, or an answer that must not be used."""

    def __init__(
        self,
        state: CrawlState,
        reason: str,
        detail: str,
        *,
        next_try_at: datetime | None = None,
        status: int | None = None,
    ) -> None:
        """Carry the outcome: `reason` is of warehouse/states.py, `detail` for people."""
        super().__init__(f"{reason}: {detail}")
        self.state: CrawlState = state
        self.reason = reason
        self.detail = detail
        self.next_try_at = next_try_at
        self.status = status
