"""Named files in, judged records out, in their order; whatever happens, every file gets its document record.

The files in an archive follow the archive itself, each as a document of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from pipelines.extract.context import Context
from pipelines.extract.members import member_context
from pipelines.extract.readers.zip_members import UNREADABLE_ARCHIVE, members
from pipelines.extract.sniffing import ZIP, sniff
from pipelines.pool import Job, open_pool
from pipelines.reading import Judged


def read_files(paths: Sequence[Path]) -> Iterator[Judged]:
    """Read and judge each path, in worker processes: one file that crashes or never ends stops no other.

    The document's `file` is the path as it was given; for a file in an archive, that path and its name there.
    """
    with TemporaryDirectory(prefix="juesuan-") as folder, open_pool("process") as pool:
        for name, judged in pool.run(_jobs(paths, Path(folder))):
            yield _named(judged, name)


def _jobs(paths: Sequence[Path], folder: Path) -> Iterator[Job]:
    """A job for each path, and for each file in it that can be unpacked."""
    for number, path in enumerate(paths):
        context = Context(file=path.name)
        yield Job(key=str(path), path=str(path), context=context)
        try:
            yield from _unpacked(path, context, folder / str(number))
        except UNREADABLE_ARCHIVE:
            continue


def _unpacked(path: Path, archive: Context, folder: Path) -> list[Job]:
    """The files of an archive, written into `folder` under numbers; raises one of UNREADABLE_ARCHIVE."""
    data = path.read_bytes()
    if sniff(data, path.name) != ZIP:
        return []
    folder.mkdir()
    jobs = []
    for position, member in enumerate(members(data)):
        if member.data is not None:
            target = folder / str(position)
            target.write_bytes(member.data)
            context = member_context(archive, member.path, member.parent_sha256)
            jobs.append(Job(key=f"{path}/{member.path}", path=str(target), context=context))
    return jobs


def _named(judged: Judged, name: str) -> Judged:
    document = msgspec.structs.replace(judged.parsed.document, file=name)
    return msgspec.structs.replace(judged, parsed=msgspec.structs.replace(judged.parsed, document=document))
