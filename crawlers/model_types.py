"""What the models of YAML files are made of: strict objects, and text that must have a shape."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict

DEFAULT_PORTS = {"http": 80, "https": 443}


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


def _web_url(url: str) -> str:
    if urlsplit(url).scheme not in DEFAULT_PORTS or not urlsplit(url).hostname:
        raise ValueError("must be an http or https address")
    return url


def _month_day(text: str) -> str:
    month, _, day = text.partition("-")
    if re.fullmatch(r"\d\d-\d\d", text) is None:
        raise ValueError('must look like "08-01"')
    date(2024, int(month), int(day))
    return text


def _day(text: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text) is None:
        raise ValueError('must look like "2026-03-31", in quotes')
    date.fromisoformat(text)
    return text


def _hour_minute(text: str) -> str:
    if re.fullmatch(r"\d\d:\d\d", text) is None:
        raise ValueError('must look like "01:30", in quotes')
    time.fromisoformat(text)
    return text


Regex = Annotated[str, AfterValidator(_regex)]
WebUrl = Annotated[str, AfterValidator(_web_url)]
MonthDay = Annotated[str, AfterValidator(_month_day)]
Day = Annotated[str, AfterValidator(_day)]
HourMinute = Annotated[str, AfterValidator(_hour_minute)]


class Strict(BaseModel):
    """Unknown keys and values of another type are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def is_within(window: tuple[str, str], now: str) -> bool:
    """Whether `now` lies between two sortable texts, ends included, such as month-days; a window may turn over."""
    first, last = window
    return first <= now <= last if first <= last else now >= first or now <= last
