"""Step 2: the bytes go into the archive."""

from __future__ import annotations

import asyncio

from scrapy.exceptions import DropItem

from crawlers.outcomes import Verdict
from crawlers.session import OfSession
from crawlers.steps.arrived import Arrived
from crawlers.steps.ledger import record


class ArchiveStep(OfSession):
    """Fills `sha256`. Bytes that cannot be stored leave the document in `retry`, with `storage` as reason."""

    async def process_item(self, item: Arrived) -> Arrived:
        """Store the bytes off the event loop: the disk may take its time."""
        try:
            item.sha256 = await asyncio.to_thread(self._session.archive.put, item.body)
        except OSError as error:
            verdict = Verdict(state="retry", reason="storage", detail=str(error))
            record(self._session, item.task.found, verdict, status=item.http_status, attempts=item.attempts)
            raise DropItem(f"{item.final_url} could not be stored: {error}") from error
        return item
