"""The closed vocabularies of collecting: crawl states with their reasons, run states, district and host outcomes.

Invariant: in every run, discovered = stored + unchanged + gone + retry + failed + rejected.
What parsing finds in a document is its parse status, not a crawl state.
"""

from __future__ import annotations

from typing import Literal, get_args

CrawlState = Literal["stored", "unchanged", "gone", "retry", "failed", "rejected"]
Role = Literal["page", "attachment", "file", "member"]
LevelHint = Literal["unit"]
RunStatus = Literal["running", "finished", "failed", "interrupted"]
ListingStatus = Literal["complete", "incomplete", "failed"]
DistrictStatus = Literal["ok", "failed", "blocked"]
HostState = Literal["ok", "silent", "robots_unreachable", "paused", "blocked", "told_to_wait"]

CRAWL_STATES: tuple[CrawlState, ...] = get_args(CrawlState)
ROLES: tuple[Role, ...] = get_args(Role)

REASONS: dict[CrawlState, dict[str, str]] = {
    "stored": {
        "new": "first copy of this address",
        "changed": "other bytes than the last version; the older versions stay",
    },
    "unchanged": {
        "not_modified": "the server answered 304 and sent nothing",
        "same_bytes": "identical bytes came again and were not stored",
    },
    "gone": {
        "http_404": "a known document answers 404; its versions stay",
        "http_410": "a known document answers 410; its versions stay",
        "unlisted": "no longer on a listing, or page, that was read completely; its versions stay",
    },
    "retry": {
        "dns": "the host name did not resolve",
        "connect": "no connection could be made",
        "timeout": "no complete answer in time",
        "reset": "the connection broke",
        "truncated": "fewer bytes than announced",
        "http_5xx": "the server failed, and kept failing",
        "http_429": "the server asked for fewer requests",
        "empty": "an answer without a body",
        "host_paused": "the host was left alone for the rest of the run after repeated trouble",
        "robots_unreachable": "robots.txt could not be fetched, so the host was not crawled",
        "budget": "the time, hours or requests of the run ended first; asked for first in the next",
        "interrupted": "the run was stopped before this document had its turn",
        "storage": "the data home could not take it (disk full?)",
    },
    "failed": {
        "http_404": "never seen before, and answers 404",
        "http_410": "never seen before, and answers 410",
        "http_4xx": "refused with another client error",
        "http_status": "an answer of an unexpected kind",
        "blocked": "a firewall answered instead of the site",
        "needs_js": "a script shell without content",
        "tls": "the certificate or the handshake is not acceptable",
        "coding": "arrived whole, but its gzip, deflate, br or zstd is cut or damaged, each time it was asked for",
        "redirect_loop": "redirected too often",
        "internal": "an error of our own; see the log",
    },
    "rejected": {
        "too_large": "larger than the district's limit",
        "bomb": "expands beyond the size limit",
        "offsite": "leads to a host or port that is not configured",
        "scheme": "leads to something other than http or https",
        "ssrf": "leads to a loopback, private or reserved address",
        "robots": "robots.txt forbids it",
        "soft_404": 'says "not found" with status 200',
        "wrong_content": "not the kind of file the link promised",
        "sidecar": "the note beside a handed-in file cannot be understood",
    },
}

FLAGS: dict[str, str] = {
    "incomplete": "the page speaks of an attachment and links none",
    "charset": "the page fits no charset: some of its characters were replaced",
    "truncated": "the file does not end as its format ends, and neither did a second copy",
}
"""What is wrong with bytes that were stored all the same."""

LISTING_REASONS: dict[str, str] = {
    "no_items": "the first page has no rows at all: the layout changed, or the list moved",
    "none_included": "rows, but none with the title of a final account",
    "fewer_than_printed": "fewer rows than the list itself says it has",
    "page_missing": "a page of the list could not be read",
    "page_cap": "more pages than max_pages",
    "fetch": "the list could not be fetched; see the detail",
}

DISTRICT_REASONS: dict[str, str] = {
    "config": "the district file is invalid or unknown",
    "listing_failed": "a list could not be read",
    "listing_incomplete": "a list gave fewer documents than it should",
    "nothing_found": "no document was found",
    "below_expected": "fewer documents than expect.documents_min",
    "documents_failed": "more than half of its documents could not be fetched",
    "listing_shrunk": "far fewer documents than are known; nothing was marked gone",
    "attachments_lost": "many pages that had attachments show none any more; nothing was marked gone",
    "blocked": "the portal blocks crawlers",
    "robots_unreachable": "robots.txt could not be fetched",
    "tls": "the certificate or the handshake of the host is not acceptable",
    "host_paused": "the host failed repeatedly and was left alone",
    "crashed": "the crawl process ended without a result; see its log",
    "budget": "its time, hours or requests ended first: what is left goes on in the next run",
}

HOST_STATES: dict[HostState, str] = {
    "ok": "answered to the end, whatever it answered",
    "silent": "made no connection or no handshake, so that its configured fallback was asked",
    "robots_unreachable": "its robots.txt could not be fetched: nothing else was asked of it",
    "paused": "left alone for the rest of the run after failures in a row",
    "blocked": "left alone for the rest of the run after answers of a firewall in a row",
    "told_to_wait": "asked to be left alone for longer than a run waits",
}
"""How a host (with port) stood at the end of a run."""


def check_outcome(state: str, reason: str, flag: str | None = None) -> None:
    """Raise ValueError unless `reason` belongs to `state`, and `flag` to the flags, in the closed lists."""
    if flag is not None and flag not in FLAGS:
        raise ValueError(f"unknown flag {flag}: add it to warehouse/states.py")
    reasons: dict[str, dict[str, str]] = {known: REASONS[known] for known in CRAWL_STATES}
    if reason not in reasons.get(state, {}):
        raise ValueError(f"unknown crawl outcome {state}/{reason}: add it to warehouse/states.py")
