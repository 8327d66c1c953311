"""Which districts a night has to visit, and until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from crawlers.district_model import District
from crawlers.model_types import is_within

WEEKLY = timedelta(days=7)


def is_due(district: District, today: date, last_healthy: date | None) -> bool:
    """Whether the district is due on `today` (Asia/Shanghai): nightly in its window, weekly outside of it.

    A disabled district is never due; a sample, or one that never had a healthy run, always is.
    """
    if not district.district.enabled:
        return False
    is_season = is_within(district.schedule.window, today.strftime("%m-%d"))
    if district.district.is_sample or last_healthy is None or is_season:
        return True
    return today - last_healthy >= WEEKLY


def is_open(district: District, moment: datetime) -> bool:
    """Whether `moment` (Asia/Shanghai) lies in the hours at which the district may be visited."""
    hours = district.schedule.hours
    return hours is None or is_within(hours, moment.strftime("%H:%M"))
