"""Which districts a night has to visit."""

from __future__ import annotations

from datetime import date, timedelta

from crawlers.district_model import District

WEEKLY = timedelta(days=7)


def is_due(district: District, today: date, last_healthy: date | None) -> bool:
    """Whether the district is due on `today` (Asia/Shanghai): nightly in its window, weekly outside of it.

    A disabled district is never due; a sample, or one that never had a healthy run, always is.
    """
    if not district.district.enabled:
        return False
    if district.district.is_sample or last_healthy is None or in_window(district.schedule.window, today):
        return True
    return today - last_healthy >= WEEKLY


def in_window(window: tuple[str, str], today: date) -> bool:
    """Whether `today` lies in a yearly window of month-days, ends included; a window may span the new year."""
    first, last, now = window[0], window[1], today.strftime("%m-%d")
    return first <= now <= last if first <= last else now >= first or now <= last
