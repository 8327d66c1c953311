"""Two nights at the sample portal, and what each must end with.

The second night: one file corrected under its address, one disclosure that comes late, one page that vanished, one
file that answers 503 and heals within the run; all else as before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

import msgspec

from pipelines.extract.records import DisclosureLevel
from sample_portal.figures import FigureName
from sample_portal.portal.families import Item
from sample_portal.portal.publications import Publication, Shape, notices_of
from sample_portal.portal.server import Portal
from sample_portal.portal.site import Site
from warehouse.home import Home

FAILING_TIMES = 2


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A sample district: where it is served, and in which layouts it publishes."""

    code: str
    name: str
    province: str
    city: str
    family: str
    folder: str
    layouts: tuple[str, ...]
    has_file: bool = True
    """Whether a district file is committed; the district without one is left to try adding one."""

    @property
    def region(self) -> str:
        """The full name, as departments carry it."""
        return f"{self.city}{self.name}"


PLACES = (
    Place(code="990101", name="东禾区", province="例京市", city="例京市", family="ucap", folder="/dhq",
          layouts=("beijing", "shanghai")),
    Place(code="990102", name="南澄区", province="例粤省", city="例粤市", family="nfcms", folder="/ncq",
          layouts=("guangdong",)),
    Place(code="990103", name="北沐区", province="例鲁省", city="例鲁市", family="trs", folder="/bmq",
          layouts=("shandong", "shanghai")),
    Place(code="990104", name="西渚区", province="例沪市", city="例沪市", family="trs", folder="/xzq",
          layouts=("shanghai",), has_file=False),
    Place(code="990105", name="柳塘区", province="例皖省", city="例皖市", family="lonsun", folder="/ltq",
          layouts=("shandong",)),
    Place(code="990106", name="苇湾区", province="例京市", city="例京市", family="dept_year_index", folder="/wwq",
          layouts=("beijing",)),
    Place(code="990107", name="棠溪区", province="例苏省", city="例苏市", family="json_tree", folder="/txq",
          layouts=("shanghai",)),
    Place(code="990108", name="越桥区", province="例浙省", city="例浙市", family="hanweb_jpaas", folder="/yqq",
          layouts=("shanghai",)),
)  # fmt: skip
FIGURES: dict[str, tuple[tuple[FigureName, int, Shape], ...]] = {
    "990101": (
        ("northern_office_2024", 2024, "text+xlsx"),
        ("northern_data_2024", 2024, "text+xlsx"),
        ("northern_office_2020", 2020, "text"),
    ),
    "990102": (("southern_2018", 2018, "page+pdf"),),
    "990103": (("eastern_2024", 2024, "page+pdf"),),
    "990104": (("eastern_2024", 2024, "xlsx"), ("southern_2018", 2018, "page+docx")),
}
DEMO_SHAPES: dict[str, tuple[Shape, ...]] = {
    "990101": ("inline", "page+pdf", "page+docx", "inline", "pdf"),
    "990102": ("page+pdf", "inline", "page+xlsx", "docx", "pdf", "inline"),
    "990103": ("page+docx", "inline", "page+pdf", "xlsx", "pdf", "inline"),
    "990104": ("page+pdf", "inline"),
    "990105": ("inline", "page+docx", "inline"),
    "990106": ("pdf", "inline", "xlsx", "inline", "inline", "inline"),
    "990107": ("xlsx", "docx", "xlsx"),
    "990108": ("inline", "page+xlsx"),
}
SCALED = ("990101", "990102", "990103")
"""The districts that share the documents of a benchmark."""
DEMO_LEVELS: tuple[DisclosureLevel, ...] = ("single", "consolidated", "single")
"""Of the synthetic departments, in turn; the parts of the second one of 990103 publish too, and must not be added."""
DEMO_PARTS: dict[str, tuple[tuple[DisclosureLevel, Shape], ...]] = {
    "990103": (("head_office", "inline"), ("unit", "page+pdf")),
}
SCALE_SHAPES: tuple[Shape, ...] = (
    "pdf", "inline", "pdf", "xlsx", "pdf", "docx", "inline", "pdf", "inline", "xlsx",
    "pdf", "inline", "pdf", "docx", "pdf", "inline", "xlsx", "pdf", "docx", "inline",
)  # fmt: skip
"""40 % PDF, 30 % HTML, 15 % XLSX, 15 % DOCX, one document each."""
YEARS = (2024, 2023, 2022, 2019)


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """How many documents of a district end a night in which state; `new` and `changed` are both `stored`."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    retry: int = 0
    failed: int = 0
    rejected: int = 0

    @property
    def discovered(self) -> int:
        """All documents that have a state in the run."""
        return self.new + self.changed + self.unchanged + self.gone + self.retry + self.failed + self.rejected


class Night(msgspec.Struct, frozen=True, kw_only=True):
    """What the portal shows in a night, what fails at first, and what must come of it by district."""

    sites: tuple[Site, ...]
    failing: tuple[str, ...]
    expected: dict[str, Expected]

    def open(self, portal: Portal) -> None:
        """Let the portal show this night."""
        portal.show(self.sites)
        for path in self.failing:
            portal.fail(path, times=FAILING_TIMES)


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """The two nights."""

    first: Night
    second: Night

    @property
    def nights(self) -> tuple[Night, Night]:
        """In their order."""
        return self.first, self.second


def make_scenario(documents: int | None = None) -> Scenario:
    """The demo's two nights; with `documents`, that many over the three districts, for benchmarks."""
    sites = _scaled_sites(documents) if documents else _demo_sites()
    expected = {site.code: Expected(new=site.document_count) for site in _with_files(sites)}
    first = Night(sites=tuple(sites), failing=(), expected=expected)
    return Scenario(first=first, second=_second(sites))


def write_districts(home: Home, port: int) -> list[Path]:
    """Write the sample districts' files into the home, for a portal at that port; returns their paths."""
    home.districts.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted((Path(str(files("sample_portal"))) / "districts").glob("*.yml")):
        target = home.districts / source.name
        target.write_text(source.read_text(encoding="utf-8").replace("{port}", str(port)), encoding="utf-8")
        written.append(target)
    return written


def _with_files(sites: Iterable[Site]) -> list[Site]:
    return [site for site in sites for place in PLACES if place.code == site.code and place.has_file]


def _site(place: Place, items: Iterable[Item]) -> Site:
    return Site(
        code=place.code,
        name=place.region,
        province=place.province,
        family=place.family,
        folder=place.folder,
        items=tuple(sorted(items, key=lambda item: (item.published, item.identity), reverse=True)),
    )


def _demo_sites() -> list[Site]:
    sites = []
    for place in PLACES:
        items: list[Item] = [
            Publication(source=name, shape=shape, region=place.region, layout=place.layouts[0],
                        published=dt.date(year + 1, 9, 10 + number))
            for number, (name, year, shape) in enumerate(FIGURES.get(place.code, ()))
        ]  # fmt: skip
        items += _synthetic(place, DEMO_SHAPES[place.code])
        items += _parts(place)
        items += notices_of(place.region, 2024)
        sites.append(_site(place, items))
    return sites


def _synthetic(place: Place, shapes: Sequence[Shape]) -> list[Publication]:
    """One department a pair of years: numbers from 1 (0 is the office that the published figures tell of)."""
    return [
        Publication(
            source=1 + number // 2,
            shape=shape,
            region=place.region,
            layout=place.layouts[number % len(place.layouts)],
            fiscal_year=YEARS[number % 2],
            level=DEMO_LEVELS[number // 2 % len(DEMO_LEVELS)],
            published=dt.date(YEARS[number % 2] + 1, 8, 20) + dt.timedelta(days=number % 40),
        )
        for number, shape in enumerate(shapes)
    ]


def _parts(place: Place) -> list[Publication]:
    """The head office and the unit of the second department, which publishes a consolidated account as well."""
    return [
        Publication(
            source=2,
            shape=shape,
            region=place.region,
            layout=place.layouts[0],
            fiscal_year=YEARS[0],
            level=level,
            published=dt.date(YEARS[0] + 1, 9, 25 + number),
        )
        for number, (level, shape) in enumerate(DEMO_PARTS.get(place.code, ()))
    ]


def _scaled_sites(documents: int) -> list[Site]:
    places = [place for place in PLACES if place.code in SCALED]
    shares = [len(range(start, documents, len(places))) for start in range(len(places))]
    return [
        _site(place, [*_many(place, share), *notices_of(place.region, 2024)])
        for place, share in zip(places, shares, strict=True)
    ]


def _many(place: Place, count: int) -> list[Publication]:
    return [
        Publication(
            source=1 + number // len(YEARS),
            shape=SCALE_SHAPES[number % len(SCALE_SHAPES)],
            region=place.region,
            layout=place.layouts[number % len(place.layouts)],
            fiscal_year=YEARS[number % len(YEARS)],
            published=dt.date(YEARS[number % len(YEARS)] + 1, 8, 20) + dt.timedelta(days=number % 40),
        )
        for number in range(count)
    ]


def _second(sites: Sequence[Site]) -> Night:
    """The first district has the correction, the second the newcomer and the fault, the third the vanished page."""
    corrected, grown, shrunk, *others = sites
    wrong = next(item for item in corrected.publications if item.file_format and isinstance(item.source, int))
    newcomer = msgspec.structs.replace(
        next(item for item in grown.publications if item.shape == "inline"),
        source=1 + max(item.source for item in grown.publications if isinstance(item.source, int)),
        fiscal_year=2024,
        published=dt.date(2025, 11, 3),
    )
    vanished = next(item for item in shrunk.publications if item.shape == "inline")
    failing = next(item for item in grown.publications if item.file_format)
    after = [
        _replaced(corrected, wrong, [msgspec.structs.replace(wrong, revision=1)]),
        msgspec.structs.replace(grown, items=(newcomer, *grown.items)),
        _replaced(shrunk, vanished, []),
        *others,
    ]
    expected = {site.code: Expected(unchanged=site.document_count) for site in _with_files(others)}
    expected |= {
        corrected.code: Expected(changed=1, unchanged=corrected.document_count - 1),
        grown.code: Expected(new=newcomer.document_count, unchanged=grown.document_count),
        shrunk.code: Expected(gone=1, unchanged=shrunk.document_count - 1),
    }
    return Night(sites=tuple(after), failing=(grown.addresses.file_path(failing),), expected=expected)


def _replaced(site: Site, item: Publication, by: Sequence[Item]) -> Site:
    items: list[Item] = []
    for old in site.items:
        items += by if old is item else [old]
    return msgspec.structs.replace(site, items=tuple(items))
