"""A site at one moment: every address it answers, and with what."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from sample_portal.generate import MEDIA_TYPES, disclose
from sample_portal.portal.families import Item, ListView, Nfcms, SiteFamily, Trs, Ucap, serial
from sample_portal.portal.more_families import Gkmlpt, HanwebJpage, QueryList, Vsb
from sample_portal.portal.platforms import DeptYearIndex, HanwebJpaas, JsonTree, Lonsun
from sample_portal.portal.publications import Publication
from sample_portal.render.html import render_body

FAMILIES: dict[str, type[SiteFamily]] = {
    family.name: family
    for family in (
        Ucap,
        Nfcms,
        Trs,
        Vsb,
        HanwebJpage,
        HanwebJpaas,
        Gkmlpt,
        QueryList,
        Lonsun,
        DeptYearIndex,
        JsonTree,
    )
}
HTML = "text/html; charset=utf-8"
LIES = {"docx": "application/octet-stream"}
"""Content types that a real server gets wrong: the type must be judged by the bytes."""
NAMED_BY_HEADER = {"json_tree"}
"""Families whose files are named in Content-Disposition and nowhere else."""
TO_CORRECT = dt.timedelta(days=21)
"""How long after its publication a disclosure is corrected."""
_templates = Environment(
    loader=PackageLoader("sample_portal.portal", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at an address: bytes made when asked for, and what is known of them before.

    `identity` changes exactly when the bytes do; lists have none and are always sent. `file_name` is what the server
    says that the file is called, where the address does not.
    """

    make: Callable[[], bytes]
    content_type: str
    modified: dt.datetime
    identity: str | None = None
    file_name: str | None = None


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A district's site: its family, its place on the server, and what it publishes, the newest first."""

    code: str
    name: str
    province: str
    family: str
    folder: str
    items: tuple[Item, ...]

    @property
    def addresses(self) -> SiteFamily:
        """Where things lie."""
        found = FAMILIES[self.family](self.folder)
        if isinstance(found, Vsb):
            found.pages = found.page_count(_with_repeat(self.items))
        return found

    @property
    def publications(self) -> list[Publication]:
        """The disclosures."""
        return [item for item in self.items if isinstance(item, Publication)]

    @property
    def document_count(self) -> int:
        """How many documents a crawler must find."""
        return sum(publication.document_count for publication in self.publications)

    def resources(self) -> dict[str, Resource]:
        """Every address of the site."""
        found = {}
        for item in self.items:
            if not isinstance(item, Publication) or item.has_page:
                found[self.addresses.page_path(item)] = self._page(item)
            if isinstance(item, Publication) and item.file_format:
                found[self.addresses.file_path(item)] = _file(item, self.family)
        return found | self._entry() | self._lists()

    def list_paths(self) -> list[str]:
        """The addresses of its list, page by page."""
        return [view.path for view in self._views()]

    def _views(self) -> list[ListView]:
        return self.addresses.views(_with_repeat(self.items), len(self.items))

    def _entry(self) -> dict[str, Resource]:
        entry = self.addresses.entry()
        if entry is None:
            return {}
        path, text = entry
        return {path: Resource(make=text.encode, content_type=HTML, modified=_noon(self.items[0].published))}

    def _lists(self) -> dict[str, Resource]:
        return {
            view.path: Resource(
                make=_list_maker(self, view),
                content_type=HTML,
                modified=_noon(max(item.published for item in self.items)),
            )
            for view in self._views()
        }

    def _page(self, item: Item) -> Resource:
        revision = item.revision if isinstance(item, Publication) and item.page_parts else 0
        return Resource(
            make=_page_maker(self, item),
            content_type=HTML,
            modified=_noon(item.published) + revision * TO_CORRECT,
            identity=f"page/{item.identity}/{revision}",
        )


def _with_repeat(items: Sequence[Item]) -> list[Item]:
    """The rows of a list: a disclosure that was pinned to the top stands there and in its place."""
    pinned = next((item for item in items[3:] if isinstance(item, Publication)), None)
    return [pinned, *items] if pinned else list(items)


def _file(item: Publication, family: str) -> Resource:
    file_format = item.file_format or "pdf"
    return Resource(
        make=lambda: item.file().data,
        content_type=LIES.get(file_format, MEDIA_TYPES[file_format]),
        modified=_noon(item.published) + item.revision * TO_CORRECT,
        file_name=f"{item.title}.{file_format}" if family in NAMED_BY_HEADER else None,
        identity=f"file/{item.identity}/{item.revision}",
    )


def _list_maker(site: Site, view: ListView) -> Callable[[], bytes]:
    def make() -> bytes:
        addresses = site.addresses
        shown = [
            {
                "href": _relative(view.path, _target(addresses, item), site.family),
                "title": item.title,
                "date": item.published,
                "number": serial(item, 8),
                **(_told_of(item) if isinstance(item, Publication) else {}),
            }
            for item in view.items
        ]
        return _render(
            f"{site.family}_{view.template}.html",
            site=site,
            rows=shown,
            script=view.script,
            page=view.page,
            links=[link.rpartition("/")[2] for link in view.links],
        )

    return make


def _told_of(item: Publication) -> dict[str, object]:
    """What a list says of a disclosure where its rows are not named by title."""
    account = item.account
    name = f"{item.title}.{item.file_format}" if item.file_format else None
    return {"department": account.department, "year": account.fiscal_year, "file": name}


def _page_maker(site: Site, item: Item) -> Callable[[], bytes]:
    def make() -> bytes:
        addresses = site.addresses
        body, attachment = "", None
        if isinstance(item, Publication):
            if item.page_parts:
                body = render_body(disclose(item.account, parts=item.page_parts))
            if item.file_format:
                href = _relative(addresses.page_path(item), addresses.file_path(item), site.family)
                attachment = {"href": href, "title": f"附件：{item.title}.{item.file_format}"}
            source = item.account.department
        else:
            body, source = f"<p>{item.text}</p>", site.name
        return _render(
            f"{site.family}_page.html",
            site=site,
            title=item.title,
            published=item.published,
            source=source,
            body=body,
            attachment=attachment,
            site_id=f"{site.code}0001",
        )

    return make


def _render(template: str, **values: object) -> bytes:
    return _templates.get_template(template).render(**values).encode()


def _target(addresses: SiteFamily, item: Item) -> str:
    if isinstance(item, Publication) and not item.has_page:
        return addresses.file_path(item)
    return addresses.page_path(item)


def _relative(here: str, target: str, family: str) -> str:
    """TRS links from the page's own folder (`./202409/…`), the other families from the root."""
    folder = PurePosixPath(here).parent
    path = PurePosixPath(target)
    return f"./{path.relative_to(folder)}" if family == "trs" and path.is_relative_to(folder) else target


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 4, tzinfo=dt.UTC)


def etag_of(identity: str) -> str:
    """The entity tag of a resource, known without making its bytes."""
    return f'"{hashlib.sha256(identity.encode()).hexdigest()[:20]}"'
