"""The one definition of a district file: what may stand in crawlers/districts/<province>/<code>_<slug>.yml.

A district is data, never code. Unknown keys are errors; every error names file, line and field.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self
from urllib.parse import urljoin, urlsplit

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from crawlers.model_types import DEFAULT_PORTS, Day, HourMinute, MonthDay, Regex, Strict, WebUrl
from crawlers.transport_model import Fallback, TlsException
from crawlers.tree_model import Tree
from crawlers.wording import wording

FamilyName = Literal[
    "ucap",
    "nfcms",
    "trs",
    "vsb",
    "hanweb_jpage",
    "hanweb_jpaas",
    "gkmlpt",
    "query_list",
    "lonsun",
    "dept_year_index",
    "json_tree",
]
PARAMS: dict[str, set[str]] = {
    "gkmlpt": {"category", "name", "first_page"},
    "query_list": {"page", "first_page"},
    "lonsun": {"site_id", "file", "interface"},
}
"""What `listings[].params` may hold for each family."""


class DistrictInfo(Strict):
    """Which district: `code` is the 6-digit administrative division code (行政区划代码), quoted, never a number."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    name: Annotated[str, Field(min_length=1)]
    province: Annotated[str, Field(min_length=1)]
    city: str | None = None
    enabled: bool = True
    is_sample: bool = False


class Site(Strict):
    """How to behave towards the district's host. Every departure from the defaults deserves a reason in `notes`."""

    family: FamilyName | None = None
    base_url: WebUrl
    allowed_hosts: list[str] = Field(default=[])
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
    headers: dict[str, str] = Field(default={})
    max_requests: Annotated[int, Field(gt=0)] = 20_000
    """Requests to spend on this district in one run; what is left is taken up in the next run."""
    host_max_requests: Annotated[int, Field(gt=0)] | None = None
    """Requests to spend on each of its hosts in one run, those of other districts there included."""
    tls: list[TlsException] = Field(default=[])
    fallback: Fallback | None = None
    """Only where base_url does not answer, and recorded."""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.render == "blocked" and not self.blocked_reason:
            raise ValueError("render: blocked needs a blocked_reason")
        if {name.lower() for name in self.headers} & {"user-agent", "host", "cookie"}:
            raise ValueError("headers must not set User-Agent, Host or Cookie")
        if strangers := {item.host.lower() for item in self.tls} - self.hosts():
            raise ValueError(f"tls names hosts that are not this site's: {sorted(strangers)}")
        return self

    def departures(self) -> list[str]:
        """What this site is forgiven and why, in words: TLS exceptions and the fallback."""
        return [str(item) for item in (*self.tls, *([self.fallback] if self.fallback else []))]

    def hosts(self) -> frozenset[str]:
        """Every host that may be contacted, on whatever port."""
        return frozenset(host for host, _ in self.endpoints())

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
        if self.fallback is not None:
            found.add(self.fallback.endpoint())
        return frozenset(found)


class ItemSelectors(Strict):
    """CSS overrides for one list page, only where the family's own finding fails."""

    row: str | None = None
    link: str = "a[href]"
    title: str | None = None
    date: str | None = None


class Follow(Strict):
    """A hub page: links to further list pages, chosen by CSS, followed to `max_depth`."""

    links: str
    max_depth: Annotated[int, Field(ge=1, le=2)] = 1


class Listing(Strict):
    """One list of disclosures. `fiscal_year` and `department` only where the whole column has one."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    engine: FamilyName | None = None
    url: Annotated[str, Field(min_length=1)]
    scope: Literal["department", "unit", "mixed"] = "mixed"
    """`unit`: what does not say that it sums up units is the account of one. The others are for who reads the file."""
    fiscal_year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    department: str | None = None
    max_pages: Annotated[int, Field(ge=1, le=2000)] = 50
    follow: Follow | None = None
    item: ItemSelectors = ItemSelectors()
    params: dict[str, str | int] = Field(default={})
    """For families that need to be told something; see their classes."""
    tree: Tree | None = None
    """For json_tree: how its interface is asked."""


class TitleFilter(Strict):
    """Which titles are final accounts; defaults in wording.yml."""

    title: Regex = wording().titles.include
    exclude: Regex = wording().titles.exclude


class Detail(Strict):
    """CSS overrides for detail pages."""

    content: str | None = None
    title: str | None = None
    published: str | None = None


class Attachments(Strict):
    """Which linked files belong to a disclosure, and how large one may be."""

    extensions: list[str] = wording().attachments.extensions
    max_mb: Annotated[int, Field(ge=1, le=500)] = 50

    @property
    def max_bytes(self) -> int:
        """`max_mb` in bytes."""
        return self.max_mb * 1024 * 1024


class DepartmentAlias(Strict):
    """A department (部门) and the other names under which its titles appear."""

    name: str
    code: str | None = None
    aliases: list[str] = Field(default=[])
    parent: str | None = None


class Schedule(Strict):
    """When the district is due: nightly inside the window, weekly outside; and at which hours it may be visited.

    `hours` (Asia/Shanghai) may turn over midnight: a night begins in them and stops cleanly at their end.
    """

    window: tuple[MonthDay, MonthDay] = Field(default=("08-01", "12-31"), strict=False)
    hours: tuple[HourMinute, HourMinute] | None = Field(default=None, strict=False)
    first_year: Annotated[int, Field(ge=2000, le=2100)] = 2010


class Expect(Strict):
    """Bounds of a healthy night: below a minimum fails, above a maximum warns, zero always fails.

    A list that shrank is believed until `shrinkage_accepted_until`: what it no longer shows is then marked gone.
    """

    departments: Annotated[int, Field(ge=1)] | None = None
    documents_min: Annotated[int, Field(ge=1)] = 1
    documents_max: Annotated[int, Field(ge=1)] | None = None
    shrinkage_accepted_until: Day | None = None


class Provenance(Strict):
    """Where the addresses come from and whether anybody has seen them work."""

    verified: bool = False
    checked: str | None = None
    note: str | None = None


class District(Strict):
    """A district file."""

    district: DistrictInfo
    site: Site
    listings: list[Listing] = Field(default=[])
    include: TitleFilter = TitleFilter()
    detail: Detail = Detail()
    attachments: Attachments = Attachments()
    departments: list[DepartmentAlias] = Field(default=[])
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
        for number, listing in enumerate(self.listings):
            if trouble := self._trouble(listing):
                raise PydanticCustomError("placed", "{words}", {"words": trouble, "at": ("listings", number)})
        return self

    def _trouble(self, listing: Listing) -> str | None:
        """What is wrong with a listing on this site."""
        engine = self.engine(listing)
        if engine is None:
            return "no engine, and site.family is not set"
        known = PARAMS.get(engine, set())
        if unknown := set(listing.params) - known:
            return f"{engine} has no params {sorted(unknown)}, but {sorted(known) or 'none'}"
        if (engine == "json_tree") != (listing.tree is not None):
            return "the family json_tree and the key tree belong together"
        if listing.tree is not None and listing.tree.needs_year and listing.fiscal_year is None:
            return "its tree uses {fiscal_year}, and it has none"
        if not self.allows(self.listing_url(listing)):
            return "its url is on a host that is not in site.allowed_hosts"
        return None

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
