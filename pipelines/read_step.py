"""The read step: which documents are still to be read, in batches through the pool, stored batch by batch.

Each batch is stored before the next begins, so that a killed run has lost one batch at most.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from pipelines.extract.records import Document
from pipelines.extract.version import parser_version
from pipelines.pool import Job, open_pool
from pipelines.progress import Progress
from pipelines.reports import ReadStep
from pipelines.unpack_step import unpack_new
from warehouse.archive import Archive
from warehouse.home import Home
from warehouse.ledger import Ledger
from warehouse.ledger_records import Example, Version
from warehouse.parsed import discard_unfinished, known_keys, write_batch

BATCH = 25
"""Documents a batch: their records are in memory at once (about 1.5 MB each), and a killed run loses them."""
READ = ("parsed", "partial")
EXAMPLES = 3


def read_new(home: Home, progress: Progress, *, reparse: bool = False) -> ReadStep:
    """Unpack new archives, then read and judge every document that this parser version has not read, or all of them."""
    started = time.monotonic()
    discard_unfinished(home)
    unpack_new(home)
    due = due_versions(home, reparse=reparse)
    archive = Archive(home.archive)
    statuses, verdicts = Counter[str](), Counter[str]()
    examples: dict[str, list[Example]] = {}
    done = 0
    with open_pool("process", workers=min(len(due), len(os.sched_getaffinity(0))) or 1) as pool:
        for batch in batches(due, BATCH):
            judged = []
            # The pool answers in the order of its jobs.
            jobs = [_job(archive, version) for version in batch]
            for job, (key, result) in zip(jobs, pool.run(jobs), strict=True):
                judged.append((key, result))
                _remember(examples, job, result.parsed.document)
                done += 1
                progress.emit("read", result.parsed.document.file, done, len(due))
            write_batch(home, parser_version(), judged)
            statuses.update(each.parsed.document.status for _, each in judged)
            verdicts.update(finding.verdict for _, each in judged for finding in each.findings)
    return ReadStep(
        documents=done,
        by_status=dict(statuses),
        by_verdict=dict(verdicts),
        seconds=time.monotonic() - started,
        examples=examples,
    )


def _remember(examples: dict[str, list[Example]], job: Job, document: Document) -> None:
    """Keep the first documents of each status that gives no records, with where their original lies."""
    named = examples.get(document.status, [])
    if document.status not in READ and len(named) < EXAMPLES:
        detail = f"{document.status_reason or document.status}; {job.path}"
        title = job.context.link_title or document.file
        examples[document.status] = [*named, Example(url=job.context.url or "", link_title=title, detail=detail)]


def due_versions(home: Home, *, reparse: bool = False) -> list[Version]:
    """One version for every parse input that has no records yet; the same input under two addresses is read once.

    A version whose content is missing from the archive waits until it is there again: the night's report names it.
    """
    if not home.ledger.exists():
        return []
    known = set() if reparse else known_keys(home, parser_version())
    with Ledger(home.ledger) as ledger:
        found = {version.document_key: version for version in ledger.versions() if version.document_key not in known}
    archive = Archive(home.archive)
    return [version for version in found.values() if archive.has(version.sha256)]


def _job(archive: Archive, version: Version) -> Job:
    return Job(key=version.document_key, path=str(archive.path(version.sha256)), context=version.context)


def batches(versions: Sequence[Version], size: int) -> Iterator[list[Version]]:
    """The versions in lists of `size`."""
    rest = iter(versions)
    while batch := list(islice(rest, size)):
        yield batch
