"""Named files in, judged records out, in their order; whatever happens, every file gets its document record."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from pipelines.extract.context import Context
from pipelines.pool import Job, open_pool
from pipelines.reading import Judged


def read_files(paths: Sequence[Path]) -> Iterator[Judged]:
    """Read and judge each path, in worker processes: one file that crashes or never ends stops no other.

    The document's `file` is the path as it was given.
    """
    workers = min(len(paths), len(os.sched_getaffinity(0)))
    jobs = (Job(key=str(path), path=str(path), context=Context(file=path.name)) for path in paths)
    with open_pool("process", workers=workers) as pool:
        for name, judged in pool.run(jobs):
            yield _named(judged, name)


def _named(judged: Judged, name: str) -> Judged:
    document = msgspec.structs.replace(judged.parsed.document, file=name)
    return msgspec.structs.replace(judged, parsed=msgspec.structs.replace(judged.parsed, document=document))
