"""The drop folder: files that a person hands in for a district enter the same archive and ledger as crawled ones.

`<home>/drop/<code>/**`; beside `a.pdf`, an optional note `a.pdf.yml` says where it came from and who handed it in.
A file that is later removed from the folder is not gone: it was received.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from crawlers.addresses import document_id
from crawlers.district_model import District
from crawlers.model_types import WebUrl
from crawlers.outcomes import Verdict
from crawlers.session import Session
from crawlers.steps.ledger import announce, record
from crawlers.titles import department, fiscal_year
from crawlers.yaml_lines import LinedYaml
from pipelines.extract.context import Context
from pipelines.extract.sniffing import sniff
from warehouse.clock import SHANGHAI
from warehouse.ledger_records import Copy, Found

LISTING = "drop"
NOTE_SUFFIX = ".yml"


class Note(BaseModel):
    """What a person says about a handed-in file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: WebUrl | None = None
    title: str | None = None
    handed_in_by: str | None = None
    received_at: datetime | None = None


class NoteError(ValueError):
    """A note that is not YAML or does not fit; the message names file, line and field."""


def take_in(session: Session, district: District) -> int:
    """Take in every file of a district's drop folder; returns how many there are."""
    folder = session.home.drop / district.code
    count = 0
    for path in _files(folder):
        count += 1
        try:
            note, trouble = read_note(path), None
        except NoteError as error:
            note, trouble = Note(), Verdict(state="rejected", reason="sidecar", detail=str(error))
        found = _found(district, folder, path, note)
        session.ledger.sight(session.run_id, [found])
        trouble = trouble or _trouble(folder, path, district)
        if trouble:
            record(session, found, trouble)
        elif found.document_id not in session.ledger.settled(session.run_id, district.code):
            _store(session, district, found, path, note)
    return count


def read_note(path: Path) -> Note:
    """The note beside a handed-in file, or an empty one; raises NoteError for one that cannot be understood."""
    beside = path.with_name(path.name + NOTE_SUFFIX)
    if not beside.exists():
        return Note()
    parsed = LinedYaml(beside.read_text(encoding="utf-8", errors="replace"))
    if parsed.problem:
        raise NoteError(f"{beside}:{parsed.problem.line}: {parsed.problem.message}")
    try:
        return Note.model_validate(parsed.value or {})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise NoteError(f"{beside}:{parsed.line(first['loc'])}: {where}: {first['msg']}") from error


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        is_note = path.suffix == NOTE_SUFFIX and path.with_suffix("").exists()
        if path.is_file() and not is_note and not path.name.startswith("."):
            yield path


def _trouble(folder: Path, path: Path, district: District) -> Verdict | None:
    if not path.resolve().is_relative_to(folder.resolve()):
        return Verdict(state="rejected", reason="offsite", detail=f"{path} is a link out of the drop folder")
    size, limit = path.stat().st_size, district.attachments.max_bytes
    if size > limit:
        return Verdict(state="rejected", reason="too_large", detail=f"{size} bytes, attachments.max_mb allows {limit}")
    return None if size else Verdict(state="retry", reason="empty", detail=f"{path} is empty")


def _found(district: District, folder: Path, path: Path, note: Note) -> Found:
    inside = path.relative_to(folder).as_posix()
    name = document_id(district.code, f"drop:{inside}")
    title = note.title or path.stem
    return Found(
        document_id=name,
        district_code=district.code,
        url=note.url or f"drop:{district.code}/{inside}",
        role="file",
        disclosure_id=name,
        listing_id=LISTING,
        link_title=title,
        department_hint=department(title, district.departments),
        fiscal_year_hint=fiscal_year(title),
    )


def _store(session: Session, district: District, found: Found, path: Path, note: Note) -> None:
    try:
        data = path.read_bytes()
        sha256 = session.archive.put(data)
    except OSError as error:
        record(session, found, Verdict(state="retry", reason="storage", detail=str(error)))
        return
    received = note.received_at or datetime.fromtimestamp(path.stat().st_mtime, SHANGHAI)
    copy = Copy(
        document_id=found.document_id,
        sha256=sha256,
        byte_size=len(data),
        media_type=sniff(data, path.name),
        context=Context(
            file=path.name,
            url=note.url,
            link_title=found.link_title,
            department=found.department_hint,
            fiscal_year=found.fiscal_year_hint,
            district_code=district.code,
            region_name=district.district.name,
        ),
        fetched_at=received if received.tzinfo else received.replace(tzinfo=SHANGHAI),
        final_url=note.url,
        handed_in_by=note.handed_in_by,
    )
    state, reason = session.ledger.store(session.run_id, copy)
    announce(session, found, state, reason)
