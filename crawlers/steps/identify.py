"""Step 1: what the bytes are, what the file is called, and the context in which they will be read."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from urllib.parse import unquote_to_bytes

from crawlers.addresses import extension, file_name
from crawlers.markup import decode
from crawlers.session import OfSession
from crawlers.steps.arrived import Arrived
from crawlers.wording import wording
from pipelines.extract.context import Context
from pipelines.extract.sniffing import sniff

EXTENDED_NAME = re.compile(r"filename\*\s*=\s*([\w-]*)'[^']*'([^;]+)", re.IGNORECASE)
PLAIN_NAME = re.compile(r"""filename\s*=\s*(?:"([^"]*)"|([^;]+))""", re.IGNORECASE)
ENCODED_WORD = re.compile(r"=\?[\w-]+\?[BQ]\?", re.IGNORECASE)
LONGEST_NAME = 255


class IdentifyStep(OfSession):
    """Fills `media_type` and `context`.

    The context of a version is fixed when it is stored. It names the parent page by title, not by content hash: a
    page that changes does not make its unchanged attachments be parsed again.
    """

    def process_item(self, item: Arrived) -> Arrived:
        """Identify the bytes by what they are, not by what headers claim."""
        found = item.task.found
        name = disposition_name(item.headers.get("content-disposition", "")) or _named_by_link(found.link_title)
        name = name or file_name(item.final_url)
        item.media_type = sniff(item.body, name)
        item.context = Context(
            file=name[-LONGEST_NAME:],
            url=found.url,
            link_title=found.link_title,
            parent_title=item.task.parent_title,
            department=found.department_hint or item.department_hint,
            fiscal_year=found.fiscal_year_hint,
            district_code=found.district_code,
            region_name=self._session.districts[found.district_code].district.name,
        )
        return item


def _decoded_words(name: str) -> str:
    """Words encoded as in mails (RFC 2047: `=?GBK?B?…?=`), as some servers do; the name as it is where they lie."""
    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, ValueError):
        return name


def _named_by_link(title: str | None) -> str | None:
    """The link's text where it is a file's name: a download script has none of its own."""
    return title if title and extension("", wording().attachments.extensions, title) else None


def disposition_name(header: str) -> str | None:
    """The file name of a Content-Disposition header (its bytes as Latin-1), as text without any folder; or None.

    Handles RFC 5987 (`filename*=UTF-8''…`), percent-encoded plain names, and raw UTF-8 or GBK bytes.
    """
    if extended := EXTENDED_NAME.search(header):
        name = decode(unquote_to_bytes(extended[2].strip()), forced=extended[1] or None)
    elif plain := PLAIN_NAME.search(header):
        raw = (plain[1] or plain[2] or "").strip()
        name = decode(unquote_to_bytes(raw.encode("latin-1", errors="replace")))
    else:
        return None
    if ENCODED_WORD.search(name):
        name = _decoded_words(name)
    printable = "".join(char for char in name.replace("\\", "/").rsplit("/", 1)[-1] if char.isprintable())
    return printable.strip() or None
