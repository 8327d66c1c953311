"""The wording of the narrative, from lexicon/narrative.yml, typed and compiled once. No reading of documents here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
import yaml

from pipelines.extract.records import Direction, FundType, Phase

ChapterRead = Literal["all", "open", "staff", "none"]
_Tree = dict[str, "_Tree"]
"""Phrases by their characters; "" is where one ends."""

PhraseKind = Literal[
    "SCOPE",
    "SUBJECT",
    "WEAK",
    "LOCAL",
    "PHASE",
    "DIR",
    "FLAT",
    "REL",
    "VARIANCE",
    "CMP",
    "YOY",
    "CMP_END",
    "LAST_YEAR",
    "THIS_YEAR",
    "EACH",
    "AMONG",
    "ADJUST",
    "CAUSE",
    "USE",
    "LIST",
    "LISTING",
    "PART",
    "FILL",
    "IGNORED",
    "CLASS",
    "DETAIL",
    "TEXT",
]


class Subject(msgspec.Struct, frozen=True):
    """A subject of claims; see the comments of narrative.yml for its fields."""

    name: str
    phrases: list[str]
    scope: FundType | None = None
    inherits: bool = False
    weak: list[str] = []
    halves: list[str] = []
    local: list[str] = []
    local_chapter: str | None = None
    local_behind: dict[str, str] = {}
    by_scope: dict[str, str] = {}
    around: list[str] = []


class Counted(msgspec.Struct, frozen=True):
    """A thing that is counted: the claim's subject, the quantity's name, and the units it takes (empty: any)."""

    subject: str
    of: str
    phrases: list[str]
    units: list[str] = []


class Chapter(msgspec.Struct, frozen=True):
    """A chapter by the words of its heading, and what its sentences inherit."""

    kind: str
    read: ChapterRead
    words: list[str] = []
    unless: list[str] = []
    scope: FundType | None = None
    topic: str | None = None
    projects: bool = False
    """Whether a chapter that is not harvested names projects (项目) with their figures."""


class ProjectWords(msgspec.Struct, frozen=True):
    """How the chapters about performance name a project (项目); see the comments of narrative.yml."""

    before: list[str]
    kinds: list[str]
    behind: list[str]
    several: list[str]
    nameless: list[str]


class Lexicon(msgspec.Struct, frozen=True):
    """narrative.yml as it stands."""

    scopes: dict[FundType, list[str]]
    subjects: list[Subject]
    other_subjects: list[str]
    classes: list[str]
    phases: dict[Phase, list[str]]
    directions: dict[Direction, list[str]]
    relations: dict[str, Direction]
    variances: list[str]
    comparers: list[str]
    year_on_year: list[str]
    comparison_ends: list[str]
    last_year: list[str]
    this_year: list[str]
    each: list[str]
    among: list[str]
    listing: list[str]
    adjustments: list[str]
    causes: list[str]
    uses: list[str]
    list_openers: list[str]
    parts: list[str]
    heading_words: list[str]
    fillers: list[str]
    bridges: list[str]
    ignored: list[str]
    per_head: list[str]
    counted: list[Counted]
    counted_after: dict[str, str]
    count_units: list[str]
    vehicles: list[str]
    vehicle_kinds: list[str]
    chapters: list[Chapter]
    functional_chapters: list[str]
    template_residue: list[str]
    organisation_endings: list[str]
    self_words: list[str]
    joined_organs: list[str]
    short_titles: dict[str, str]
    assets: dict[str, list[str]]
    open_counts: dict[str, list[str]]
    details: list[str]
    detail_subjects: list[str]
    no_classes: list[str]
    unmistakable: list[str]
    innocent: list[str]
    sisters: list[str]
    purchases: list[str]
    staff_suffixes: list[str]
    count_changes: list[str]
    staff_actual: list[str]
    projects: ProjectWords
    evaluation_words: list[str]


_YEAR_AHEAD = re.compile(r"^20\d\d年度?")
Meaning = tuple[PhraseKind, Any]


@cache
def lexicon() -> Lexicon:
    """The wording; raises msgspec.ValidationError where narrative.yml does not fit."""
    text = (files("pipelines.extract") / "lexicon" / "narrative.yml").read_text(encoding="utf-8")
    return msgspec.convert(yaml.safe_load(text), Lexicon)


@cache
def subjects() -> dict[str, Subject]:
    """Every subject that has phrases, by name."""
    return {subject.name: subject for subject in lexicon().subjects}


@cache
def subject_names() -> frozenset[str]:
    """The closed list of subjects that claims may carry."""
    named = {subject.name for subject in lexicon().subjects}
    renamed = {name for subject in lexicon().subjects for name in subject.by_scope.values()}
    return frozenset(named | renamed | set(lexicon().other_subjects))


@cache
def scoped_phrases() -> dict[str, tuple[str, FundType]]:
    """Phrases with a fund inside them (年初财政拨款结转和结余): the subject and the fund."""
    return {
        pattern.format(phrase): (subject.name, scope)
        for subject in lexicon().subjects
        for pattern in subject.around
        for scope, phrases in lexicon().scopes.items()
        for phrase in phrases
    }


@cache
def meanings() -> dict[str, Meaning]:
    """What each phrase stands for. Where one phrase is in several lists, the earlier list here decides."""
    words = lexicon()
    found: dict[str, Meaning] = {}

    def add(kind: PhraseKind, value: object, phrases: list[str]) -> None:
        for phrase in phrases:
            found.setdefault(phrase, (kind, value))

    _add_subjects(add, words)
    for direction, phrases in words.directions.items():
        add("FLAT" if direction == "flat" else "DIR", direction, phrases)
    for phrase, direction in words.relations.items():
        add("REL", direction, [phrase])
    add("VARIANCE", None, words.variances)
    add("DETAIL", None, words.details)
    for name in words.classes:
        add("CLASS", name + "支出", [name + "支出"])
    _add_small_words(add, words)
    return found


def _add_subjects(add: Any, words: Lexicon) -> None:
    add("IGNORED", None, words.ignored)
    for phrase, (name, _) in scoped_phrases().items():
        add("SUBJECT", name, [phrase])
    for subject in words.subjects:
        add("SUBJECT", subject.name, subject.phrases)
    for subject in words.subjects:
        add(
            "IGNORED",
            None,
            [average + phrase for average in words.per_head for phrase in (*subject.phrases, *subject.local)],
        )
    for scope, phrases in words.scopes.items():
        add("SCOPE", scope, phrases)
    for phase, phrases in words.phases.items():
        add("PHASE", phase, phrases)
    for subject in words.subjects:
        add("WEAK", subject.name, subject.weak)
        add("LOCAL", subject.name, subject.local)


def _add_small_words(add: Any, words: Lexicon) -> None:
    add("YOY", None, words.year_on_year)
    add("CMP_END", None, words.comparison_ends)
    add("CMP", None, words.comparers)
    add("LAST_YEAR", None, words.last_year)
    add("EACH", None, words.each)
    add("AMONG", None, words.among)
    add("CAUSE", None, words.causes)
    add("ADJUST", None, words.adjustments)
    add("USE", None, words.uses)
    add("PART", None, words.parts)
    add("LISTING", None, words.listing)
    add("LIST", None, words.list_openers)
    add("THIS_YEAR", None, words.this_year)
    add("FILL", None, words.fillers)
    add("TEXT", None, words.innocent)


@cache
def budgets() -> list[str]:
    """The phrases for budgets of every phase."""
    return [phrase for phase, phrases in lexicon().phases.items() if phase != "final" for phrase in phrases]


def named_budget(words: str) -> Phase | None:
    """The budget that the words behind 完成 name (2023年年初预算的); None where they name none."""
    bare = _YEAR_AHEAD.sub("", words.removesuffix("的"))
    return next((phase for phase, phrases in lexicon().phases.items() if phase != "final" and bare in phrases), None)


def any_of(phrases: Iterable[str]) -> str:
    """A pattern of which the longest phrase wins: a tree of characters, so that one no phrase has costs one step."""
    tree: _Tree = {}
    for phrase in phrases:
        branch = tree
        for char in phrase:
            branch = branch.setdefault(char, {})
        branch[""] = {}
    return _alternatives(tree)


def _alternatives(tree: _Tree) -> str:
    parts = [re.escape(char) + _alternatives(rest) for char, rest in tree.items() if char]
    if len(parts) < 2 and "" not in tree:
        return "".join(parts)
    return f"(?:{'|'.join(parts)}){'?' if '' in tree else ''}" if parts else ""


@cache
def counted_phrases() -> dict[str, Counted]:
    """Which thing each counting phrase counts."""
    return {phrase: thing for thing in lexicon().counted for phrase in thing.phrases}
