"""What a person must do after a night: one action for each cause, with all the districts it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from crawlers.report import CollectReport, DistrictReport
from pipelines.reports import CollectStep, NightReport, ReadStep, why
from warehouse.ledger_records import Example

NAMED = 3
ARCHIVE, READING = "archive", "reading"
NOTHING_HANDED_IN = "nothing_handed_in"
"""A district that is not crawled, and for which no file lies in the drop folder."""


class ToDo(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person must do: about which district, because of what, and what; `examples` are documents to open.

    `kind` is the cause in one word or two, the same for all districts that share it; `is_failure` tells a district that
    failed from documents in trouble in one that did not.
    """

    district: str
    because: str
    advice: str
    kind: str
    is_failure: bool = False
    examples: list[Example] = []


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """All that has one cause: the same is to be done about each."""

    kind: str
    advice: str
    is_failure: bool
    about: list[ToDo]


class Advice(msgspec.Struct, frozen=True):
    """advice.yml."""

    districts: dict[str, str]
    documents: dict[str, str]
    flags: dict[str, str]
    stuck: str
    read: dict[str, str]
    archive: dict[str, str]


def to_do(night: NightReport) -> list[ToDo]:
    """All there is to do, failures first, then by how many districts share the cause."""
    return [item for action in actions(night) for item in action.about]


def actions(night: NightReport) -> list[Action]:
    """The same by cause."""
    collected = (*_archive(night.collect.report), *_districts(night.collect)) if night.collect else ()
    found: dict[tuple[bool, str], list[ToDo]] = {}
    unread = _unread(night.read) if night.read else ()
    for item in (*collected, *unread):
        found.setdefault((item.is_failure, item.kind), []).append(item)
    made = [
        Action(kind=kind, advice=about[0].advice, is_failure=is_failure, about=about)
        for (is_failure, kind), about in found.items()
    ]
    return sorted(made, key=_urgency)


def _urgency(action: Action) -> tuple[bool, bool, int]:
    """What is lost for good comes first, then what failed, then what is in trouble; the most frequent before."""
    is_loss = action.is_failure and action.kind.startswith(ARCHIVE)
    return not is_loss, not action.is_failure, -len(action.about)


def _districts(collect: CollectStep) -> Iterator[ToDo]:
    for district in collect.report.districts:
        label = collect.label(district.district_code)
        if district.status == "failed":
            reason = district.reason or ""
            yield ToDo(
                district=label,
                because=f"{why(district)} ({_last_well(district)})",
                advice=_advice().districts.get(reason, "Read the log of the crawl."),
                kind=reason or district.status,
                is_failure=True,
            )
        if district.status == "blocked":
            advice = _advice().districts[NOTHING_HANDED_IN]
            yield ToDo(district=label, because=district.detail or "blocked", advice=advice, kind=NOTHING_HANDED_IN)
        for trouble, count, kind, advice in _documents(district):
            yield _of_documents(label, kind, count, advice, district.examples.get(trouble, []))


def _documents(district: DistrictReport) -> Iterator[tuple[str, int, str, str]]:
    """What documents are in trouble: the trouble (as `examples` names it), how many, in words, and what to do."""
    for state, reasons in (("retry", district.retry), ("failed", district.failed), ("rejected", district.rejected)):
        for reason, count in reasons.items():
            if advice := _advice().documents.get(f"{state}/{reason}"):
                yield f"{state}: {reason}", count, f"{state}: {reason}", advice
    for reason, count in district.stuck.items():
        yield f"retry: {reason}", count, f"stuck in retry: {reason}", _advice().stuck
    for flag, count in district.flags.items():
        yield flag, count, flag, _advice().flags[flag]


def _last_well(district: DistrictReport) -> str:
    return f"last well {district.before.day}" if district.before else "never well"


def _unread(read: ReadStep) -> Iterator[ToDo]:
    """Documents read tonight that gave no figures although they may have some."""
    for status, count in read.by_status.items():
        if advice := _advice().read.get(status):
            yield _of_documents(READING, status, count, advice, read.examples.get(status, []))


def _of_documents(district: str, kind: str, count: int, advice: str, examples: list[Example]) -> ToDo:
    because = f"{count} document{'s' if count > 1 else ''} {kind}"
    return ToDo(district=district, because=because, advice=advice, kind=f"documents {kind}", examples=examples)


def _archive(report: CollectReport) -> Iterator[ToDo]:
    """What became of contents without a version, and of versions without their content."""
    state = report.archive
    if lost := state.missing_left - state.returning:
        words = f"{lost} stored contents are gone from archive/: {', '.join(state.lost[:NAMED])}"
        yield _of_archive("lost", words, is_failure=True)
    if state.returning:
        yield _of_archive("returning", f"{state.returning} stored contents are gone from archive/")
    if state.orphans_left:
        words = f"{state.orphans_left} contents in archive/ belong to no document, since {state.orphans_since}"
        yield _of_archive("orphans", words)


def _of_archive(what: str, words: str, *, is_failure: bool = False) -> ToDo:
    advice = _advice().archive[what]
    return ToDo(district=ARCHIVE, because=words, advice=advice, kind=f"archive: {what}", is_failure=is_failure)


@cache
def _advice() -> Advice:
    text = (files("pipelines") / "advice.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Advice)
