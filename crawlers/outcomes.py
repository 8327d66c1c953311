"""From what happened to a request to the one state and reason its document gets."""

from __future__ import annotations

import codecs
import re
from urllib.parse import urlsplit

import msgspec
from OpenSSL.SSL import Error as TlsError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectError
from twisted.web.client import ResponseFailed

from crawlers.addresses import extension
from crawlers.district_model import District
from crawlers.guards.ssrf import POLICY
from crawlers.guards.verdict import Refused
from crawlers.markup import decode
from crawlers.wording import wording
from pipelines.extract import sniffing
from warehouse.ledger_records import Found, Outcome
from warehouse.states import CrawlState

SCRIPT = re.compile(r"<script\b[\s\S]*?</script>", re.IGNORECASE)
HTML_NAMES = {"htm", "html", "shtml", "doc", "xls", "wps", "et", "asp", "aspx", "php", "jsp", "do"}
"""Extensions under which HTML is no surprise: old office formats are often exported as HTML."""
EXCEPTIONS: tuple[tuple[type[Exception], CrawlState, str], ...] = (
    (CannotResolveHostError, "retry", "dns"),
    (DownloadTimeoutError, "retry", "timeout"),
    (DownloadConnectionRefusedError, "retry", "connect"),
    (ResponseDataLossError, "retry", "truncated"),
    (DownloadCancelledError, "rejected", "too_large"),
    (UnsupportedURLSchemeError, "rejected", "scheme"),
    (DownloadFailedError, "retry", "reset"),
    (ConnectError, "retry", "connect"),
    (OSError, "retry", "connect"),
)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A response as far as judging it needs: status, bytes, the address it finally came from, its Content-Type."""

    status: int
    body: bytes
    url: str
    content_type: str | None = None
    location: str | None = None
    asked: str | None = None
    """The address that was asked for, where redirects may have led elsewhere."""
    is_cut: bool = False
    """Whether the body ends before its end (completeness.py)."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A state, a reason from warehouse/states.py, and words for people."""

    state: CrawlState
    reason: str
    detail: str | None = None
    refused: Refused | None = None

    def outcome(self, document_id: str, *, status: int | None = None, attempts: int = 1, size: int = 0) -> Outcome:
        """As the ledger records it for a document."""
        return Outcome(
            document_id=document_id,
            state=self.state,
            reason=self.reason,
            http_status=self.refused.status if self.refused else status,
            attempts=attempts,
            bytes_received=size,
            detail=self.detail,
            next_try_at=self.refused.next_try_at if self.refused else None,
        )


def from_exception(error: BaseException) -> Verdict:
    """The verdict on a request that got no usable response."""
    detail = f"{type(error).__name__}: {error}"[:300]
    if isinstance(error, Refused):
        return Verdict(state=error.state, reason=error.reason, detail=error.detail, refused=error)
    if _is_tls(error):
        return Verdict(state="failed", reason="tls", detail=detail)
    if isinstance(error, CannotResolveHostError) and any(host in str(error) for host in POLICY.refused):
        return Verdict(state="rejected", reason="ssrf", detail=detail)
    for kind, state, reason in EXCEPTIONS:
        if isinstance(error, kind):
            return Verdict(state=state, reason=reason, detail=detail)
    if isinstance(error, IgnoreRequest):
        reason = "redirect_loop" if "redirect" in str(error) else "bomb"
        return Verdict(state="failed" if reason == "redirect_loop" else "rejected", reason=reason, detail=detail)
    return Verdict(state="failed", reason="internal", detail=detail)


def from_answer(answer: Answer, found: Found, district: District, *, is_known: bool) -> Verdict | None:
    """The verdict on a response that is not the document; None where it may be taken as the document.

    `is_known`: the document was stored before, so that 404 means gone and 304 unchanged.
    """
    if answer.status == 304 and is_known:
        return Verdict(state="unchanged", reason="not_modified")
    if stand_in := find_stand_in(answer, district):
        return stand_in
    if answer.status != 200:
        return _status(answer, is_known=is_known)
    if not answer.body.strip():
        return Verdict(state="retry", reason="empty")
    return _content(answer, found, district)


def find_stand_in(answer: Answer, district: District) -> Verdict | None:
    """A block page, script shell or polite "not found" in place of an answer; see wording.yml."""
    if led := _led_away(answer):
        return led
    text = ""
    if len(answer.body) < 50_000 and sniffing.sniff(answer.body, "") in {sniffing.HTML, sniffing.TEXT}:
        text = decode(answer.body, answer.content_type, district.site.encoding)
    speaks_of_accounts = bool(text) and re.search(district.include.title, text) is not None
    for stand_in in wording().stand_ins:
        if stand_in.kind == "soft_404" and answer.status != 200:
            continue
        # An account may well tell of a firewall that was bought.
        if stand_in.kind == "blocked" and answer.status == 200 and speaks_of_accounts:
            continue
        # Scripts of a good page may hold the words for a bad one.
        words = SCRIPT.sub("", text) if stand_in.kind == "soft_404" else text
        if stand_in.matches(answer.status, len(answer.body), words):
            state: CrawlState = "rejected" if stand_in.kind == "soft_404" else "failed"
            return Verdict(state=state, reason=stand_in.kind, detail=f"HTTP {answer.status}, {len(answer.body)} bytes")
    return None


def _led_away(answer: Answer) -> Verdict | None:
    """A redirect to the home page, or to a page for what is not there, says that the address is lost."""
    if answer.status != 200 or answer.asked is None:
        return None
    here, asked = (urlsplit(url).path or "/" for url in (answer.url, answer.asked))
    pattern = wording().addresses.stand_in
    if re.search(pattern, here) is None or re.search(pattern, asked):
        return None
    return Verdict(state="rejected", reason="soft_404", detail=f"led to {answer.url}"[:300])


def _status(answer: Answer, *, is_known: bool) -> Verdict:
    status, detail = answer.status, f"HTTP {answer.status}"
    if status in {404, 410}:
        return Verdict(state="gone" if is_known else "failed", reason=f"http_{status}", detail=detail)
    if status == 429:
        return Verdict(state="retry", reason="http_429", detail=detail)
    if status >= 500 or status == 408:
        return Verdict(state="retry", reason="http_5xx", detail=detail)
    if status >= 400:
        return Verdict(state="failed", reason="http_4xx", detail=detail)
    if 300 <= status < 400 and answer.location:
        return Verdict(state="rejected", reason="scheme", detail=f"{detail} to {answer.location}"[:300])
    return Verdict(state="failed", reason="http_status", detail=detail)


def _content(answer: Answer, found: Found, district: District) -> Verdict | None:
    """Whether the bytes can be what was promised: a file is not a web page, a page speaks of final accounts."""
    media_type = sniffing.sniff(answer.body, found.url)
    if found.role != "page":
        script = found.url.partition("?")[0].rpartition(".")[2].lower()
        promised = extension(found.url, wording().attachments.extensions, found.link_title or "") or script
        if media_type == sniffing.HTML and promised not in HTML_NAMES:
            return Verdict(state="rejected", reason="wrong_content", detail="a web page instead of a file")
        if media_type == sniffing.TEXT and _is_json(answer.body):
            words = answer.body[:200].decode(errors="replace")
            return Verdict(state="rejected", reason="wrong_content", detail=f"JSON instead of a file: {words}")
        return None
    if media_type not in {sniffing.HTML, sniffing.TEXT}:
        return None
    text = decode(answer.body, answer.content_type, district.site.encoding)
    if re.search(district.include.title, text) is None:
        return Verdict(state="rejected", reason="wrong_content", detail="the page does not speak of final accounts")
    return None


def _is_json(body: bytes) -> bool:
    """Whether an interface answers, with an error perhaps, where a file was asked for."""
    try:
        return isinstance(msgspec.json.decode(body.removeprefix(codecs.BOM_UTF8)), dict | list)
    except msgspec.DecodeError:
        return False


def _is_tls(error: BaseException) -> bool:
    causes: list[BaseException | None] = [error, error.__cause__]
    for cause in (error, error.__cause__):
        if isinstance(cause, ResponseFailed):
            causes += [reason.value for reason in cause.reasons]
    return any(isinstance(cause, (TlsError, VerificationError)) for cause in causes)
