"""The one definition of a district file: what may stand in crawlers/districts/<province>/<code>_<slug>.yml.

A district is data, never code. Unknown keys are errors; every error names file, line and field.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self
from urllib.parse import urljoin, urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from crawlers.wording import wording

FamilyName = Literal["ucap", "nfcms", "trs"]
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


Regex = Annotated[str, AfterValidator(_regex)]
WebUrl = Annotated[str, AfterValidator(_web_url)]
MonthDay = Annotated[str, AfterValidator(_month_day)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DistrictInfo(_Strict):
    """Which district: `code` is the 6-digit administrative division code (行政区划代码), quoted, never a number."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    name: Annotated[str, Field(min_length=1)]
    province: Annotated[str, Field(min_length=1)]
    city: str | None = None
    enabled: bool = True
    is_sample: bool = False


class Site(_Strict):
    """How to behave towards the district's host. Every departure from the defaults deserves a reason in `notes`."""

    family: FamilyName | None = None
    base_url: WebUrl
    allowed_hosts: list[str] = []
    """`host` (both default ports, and base_url's) or `host:port`; base_url's own host is always allowed."""
    delay_s: Annotated[float, Field(ge=0, le=600)] = 2.0
    timeout_s: Annotated[float, Field(gt=0, le=600)] = 60.0
    retries: Annotated[int, Field(ge=0, le=10)] = 3
    retry_wait_s: Annotated[float, Field(ge=0, le=600)] = 5.0
    """First wait before a failed request is sent again; doubles each time."""
    allow_loopback: bool = False
    robots: Literal["obey"] = "obey"
    render: Literal["none", "blocked"] = "none"
    blocked_reason: str | None = None
    encoding: str | None = None
    headers: dict[str, str] = {}
    max_requests: Annotated[int, Field(gt=0)] = 20_000
    """Requests to spend on this district in one run; what is left is taken up in the next run."""

    @model_validator(mode="after")
    def _blocked_says_why(self) -> Self:
        if self.render == "blocked" and not self.blocked_reason:
            raise ValueError("render: blocked needs a blocked_reason")
        if {name.lower() for name in self.headers} & {"user-agent", "host", "cookie"}:
            raise ValueError("headers must not set User-Agent, Host or Cookie")
        return self

    def endpoints(self) -> frozenset[tuple[str, int]]:
        """Every (host, port) that may be contacted."""
        base = urlsplit(self.base_url)
        base_host = (base.hostname or "").lower()
        found = {(base_host, base.port or DEFAULT_PORTS[base.scheme])}
        if base.port is None:
            found |= {(base_host, port) for port in DEFAULT_PORTS.values()}
        for entry in self.allowed_hosts:
            parts = urlsplit(f"//{entry}")
            host = (parts.hostname or "").lower()
            ports = {parts.port} if parts.port else set(DEFAULT_PORTS.values())
            found |= {(host, port) for port in ports}
        return frozenset(found)


class ItemSelectors(_Strict):
    """CSS overrides for one list page, only where the family's own finding fails."""

    row: str | None = None
    link: str = "a[href]"
    title: str | None = None
    date: str | None = None


class Follow(_Strict):
    """A hub page: links to further list pages, chosen by CSS, followed to `max_depth`."""

    links: str
    max_depth: Annotated[int, Field(ge=1, le=2)] = 1


class Listing(_Strict):
    """One list of disclosures. `fiscal_year` and `department` only where the whole column has one."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    engine: FamilyName | None = None
    url: Annotated[str, Field(min_length=1)]
    scope: Literal["department", "unit", "mixed"] = "mixed"
    fiscal_year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    department: str | None = None
    max_pages: Annotated[int, Field(ge=1, le=2000)] = 50
    follow: Follow | None = None
    item: ItemSelectors = ItemSelectors()


class TitleFilter(_Strict):
    """Which titles are final accounts; defaults in wording.yml."""

    title: Regex = wording().titles.include
    exclude: Regex = wording().titles.exclude


class Detail(_Strict):
    """CSS overrides for detail pages."""

    content: str | None = None
    title: str | None = None
    published: str | None = None


class Attachments(_Strict):
    """Which linked files belong to a disclosure, and how large one may be."""

    extensions: list[str] = wording().attachments.extensions
    max_mb: Annotated[int, Field(ge=1, le=500)] = 50


class DepartmentAlias(_Strict):
    """A department (部门) and the other names under which its titles appear."""

    name: str
    code: str | None = None
    aliases: list[str] = []
    parent: str | None = None


class Schedule(_Strict):
    """When the district is due: nightly inside the window, weekly outside; `years` bounds the fiscal years wanted."""

    window: tuple[MonthDay, MonthDay] = Field(default=("08-01", "12-31"), strict=False)
    first_year: Annotated[int, Field(ge=2000, le=2100)] = 2010


class Expect(_Strict):
    """Bounds of a healthy night: below a minimum fails, above a maximum warns, zero always fails."""

    departments: Annotated[int, Field(ge=1)] | None = None
    documents_min: Annotated[int, Field(ge=1)] = 1
    documents_max: Annotated[int, Field(ge=1)] | None = None


class Provenance(_Strict):
    """Where the addresses come from and whether anybody has seen them work."""

    verified: bool = False
    checked: str | None = None
    note: str | None = None


class District(_Strict):
    """A district file."""

    district: DistrictInfo
    site: Site
    listings: list[Listing] = []
    include: TitleFilter = TitleFilter()
    detail: Detail = Detail()
    attachments: Attachments = Attachments()
    departments: list[DepartmentAlias] = []
    schedule: Schedule = Schedule()
    expect: Expect = Expect()
    provenance: Provenance = Provenance()
    notes: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.site.render == "blocked":
            return self
        if not self.listings:
            raise ValueError("needs at least one listing (or site.render: blocked)")
        ids = [listing.id for listing in self.listings]
        if len(set(ids)) != len(ids):
            raise ValueError("two listings have the same id")
        for listing in self.listings:
            if self.engine(listing) is None:
                raise ValueError(f"listing {listing.id} has no engine and site.family is not set")
            if not self.allows(self.listing_url(listing)):
                raise ValueError(f"listing {listing.id} is on a host that is not in site.allowed_hosts")
        return self

    @property
    def code(self) -> str:
        """The administrative division code."""
        return self.district.code

    @property
    def is_blocked(self) -> bool:
        """Whether the portal cannot be crawled and files are handed in instead."""
        return self.site.render == "blocked"

    def engine(self, listing: Listing) -> FamilyName | None:
        """The site family of a listing."""
        return listing.engine or self.site.family

    def listing_url(self, listing: Listing) -> str:
        """The absolute address of a listing's first page."""
        return urljoin(self.site.base_url, listing.url)

    def allows(self, url: str) -> bool:
        """Whether `url` is http(s) on a configured host and port."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            return False
        if parts.scheme not in DEFAULT_PORTS:
            return False
        return ((parts.hostname or "").lower(), port or DEFAULT_PORTS[parts.scheme]) in self.site.endpoints()
