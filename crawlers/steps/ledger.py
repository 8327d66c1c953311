"""Step 3: the ledger learns what arrived; and, for the spider, how everything else ended."""

from __future__ import annotations

import msgspec

from crawlers.detail import DetailPage
from crawlers.outcomes import Verdict
from crawlers.session import CrawlEvent, OfSession, Session
from crawlers.steps.arrived import Arrived
from warehouse.clock import now
from warehouse.ledger_records import Copy, Found


class LedgerStep(OfSession):
    """Records a new version, or that nothing changed; one transaction a document."""

    def process_item(self, item: Arrived) -> Arrived:
        """Record the copy."""
        if item.context is None:
            raise ValueError("the identify step comes before the ledger step")
        found = item.task.found
        copy = Copy(
            document_id=found.document_id,
            sha256=item.sha256,
            byte_size=len(item.body),
            media_type=item.media_type,
            context=item.context,
            fetched_at=now(),
            final_url=item.final_url,
            http_status=item.http_status,
            etag=item.headers.get("etag"),
            last_modified=item.headers.get("last-modified"),
            content_type=item.headers.get("content-type"),
            parent_sha256=item.task.parent_sha256,
            attempts=item.attempts,
            note=item.note,
            flag=item.flag,
        )
        state, reason = self._session.ledger.store(self._session.run_id, copy)
        announce(self._session, found, state, reason)
        return item


def record(
    session: Session,
    found: Found,
    verdict: Verdict,
    *,
    status: int | None = None,
    attempts: int = 1,
    size: int = 0,
    seen: DetailPage | None = None,
) -> None:
    """Record a document that did not end with bytes; `seen` is the stored page where that was read again."""
    outcome = verdict.outcome(found.document_id, status=status, attempts=attempts, size=size)
    if seen is not None:
        outcome = msgspec.structs.replace(outcome, flag=seen.flag, is_judged=True)
    session.ledger.record(session.run_id, [outcome])
    announce(session, found, verdict.state, verdict.reason)


def announce(session: Session, found: Found, state: str, reason: str) -> None:
    """Tell whoever watches the run."""
    session.on_event(
        CrawlEvent(
            what="document",
            district_code=found.district_code,
            state=state,
            reason=reason,
            text=found.link_title or found.url,
        )
    )
