"""Time is Asia/Shanghai, everywhere."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment in Asia/Shanghai, to the microsecond, with its offset."""
    return datetime.now(SHANGHAI)


def to_text(moment: datetime | None) -> str | None:
    """A moment as the ledger keeps it: ISO 8601 with the offset of Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).isoformat() if moment else None


def from_text(text: str | None) -> datetime | None:
    """The moment of a ledger's text."""
    return datetime.fromisoformat(text) if text else None
