"""What a document is: title, department, fiscal year, kind and disclosure level, from several witnesses.

Witnesses in order: the titles around the file (link, web page, file name), its own heading, the title in the metadata
of an office file (often a template's), the 部门： lines of its tables, its body, and last what the finder was told. The
first that speaks decides; one that contradicts it is a flaw. Only for the kind the file's own heading comes first: a
budget that is linked as a final account stays a budget.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TypeVar

import msgspec

from pipelines.extract.content import Content, Page, TextLine
from pipelines.extract.context import Context
from pipelines.extract.folding import fold_tight
from pipelines.extract.headings import chapter_title_of, heading_of
from pipelines.extract.issues import Flaw, flaw
from pipelines.extract.levels import body_level
from pipelines.extract.records import DisclosureLevel, DocumentKind, Witness, WitnessOf
from pipelines.extract.sniffing import HTML
from pipelines.extract.titles import TitleReading, any_of, clean_name, patterns, read_title, title_level, title_year

_TABLE_DEPARTMENT = [pattern for _, pattern in patterns("table_department")]
_NOT_DEPARTMENT = any_of("not_department")
_TITLE_TABLES = patterns("title_table")
_TITLE_LENGTH = 50
_ABBREVIATED, _NAMED = 3, 5
"""An abbreviation leaves out so many letters at most, and has so many at least."""
_BODY_YEAR = re.compile(r"[^较比与同]?((?:19|20)\d{2})", re.DOTALL)
"""Years that the text speaks of, not those that it compares with (较2020年度)."""
_CUT_SHORT = re.compile(r"(?:…|\.\.\.)$")
_PARENT, _CONTEXT = "parent page", "context"
_T = TypeVar("_T")


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What the document was found to be; None where no witness says."""

    title: str | None = None
    department: str | None = None
    fiscal_year: int | None = None
    document_kind: DocumentKind = "other"
    disclosure_level: DisclosureLevel | None = None
    witnesses: list[Witness] = []
    flaws: list[Flaw] = []


class _Speaker(msgspec.Struct, frozen=True):
    """One source's statement, named for the messages."""

    source: str
    reading: TitleReading


def identify(content: Content, context: Context) -> Identity:
    """The identity of a document as read and as found; contradictions between witnesses are its `flaws`."""
    around = _titles_around(content, context)
    heading = heading_of(content.pages)
    own = [_Speaker("heading", heading)] if heading else []
    said = [*around, *own, *_metadata_title(content)]
    if not said and (parts := chapter_title_of(content.pages)):
        said = own = [_Speaker("parts", parts)]
    parent = _spoken(_PARENT, context.parent_title)
    labels = _labels(content.pages)
    kinds = _kinds(content, said, own, parent)
    names = _names(labels, context, [*said, *parent])
    years = _years(content, context, [*said, *parent])
    kind = kinds[0][1] if kinds else "other"
    department = _fullest([name for _, name in names]) if names else None
    year = years[0][1] if years else None
    levels = _levels(content.pages, said, labels, department) if kind in {"final_account", "budget"} else []
    level = levels[0][1] if levels else None
    flaws = [*_kind_flaws(kinds), *_name_flaws(names, department), *_year_flaws(years)] if content.pages else []
    return Identity(
        title=_title(said, content, context),
        department=department,
        fiscal_year=year,
        document_kind=kind,
        disclosure_level=level,
        witnesses=[
            *_witnesses("department", names, department),
            *_witnesses("fiscal_year", years, year),
            *_witnesses("document_kind", kinds, kind),
            *_witnesses("disclosure_level", levels, level),
        ],
        flaws=flaws,
    )


def _witnesses(of: WitnessOf, said: list[tuple[str, _T]], chosen: _T | None) -> list[Witness]:
    """Who said what of one thing, each once; the first that said what was chosen decides."""
    told = [Witness(of=of, source=source, value=str(value)) for source, value in dict.fromkeys(said)]
    at = next((i for i, witness in enumerate(told) if witness.value == str(chosen)), None)
    return [msgspec.structs.replace(witness, decides=i == at) for i, witness in enumerate(told)]


def _titles_around(content: Content, context: Context) -> list[_Speaker]:
    return [
        *_spoken("link title", context.link_title),
        *(_spoken("page title", content.title) if content.media_type == HTML else []),
        *_spoken("file name", PurePosixPath(context.file.replace("\\", "/")).stem),
    ]


def _metadata_title(content: Content) -> list[_Speaker]:
    return [] if content.media_type == HTML else _spoken("metadata", content.title)


def _spoken(source: str, text: str | None) -> list[_Speaker]:
    """The reading of a title unless it is cut short or names no kind of document."""
    if not text or _CUT_SHORT.search(text.strip()):
        return []
    reading = read_title(text)
    return [_Speaker(source, reading)] if reading.kind else []


def _kinds(
    content: Content, said: list[_Speaker], own: list[_Speaker], parent: list[_Speaker]
) -> list[tuple[str, DocumentKind]]:
    """The heading's kind, then that of the tables inside, then the titles'."""
    speakers = [*own, *_kind_of_tables(content), *said, *parent]
    return list(dict.fromkeys((w.source, w.reading.kind) for w in speakers if w.reading.kind))


def _kind_flaws(kinds: list[tuple[str, DocumentKind]]) -> list[Flaw]:
    return _conflicts("document_kind_conflict", [(source, kind) for source, kind in kinds if source != _PARENT])


def _kind_of_tables(content: Content) -> list[_Speaker]:
    """Final account or budget by the titles of the tables, where only one of them occurs."""
    lines = (block.text for page in content.pages[:40] for block in page.blocks if isinstance(block, TextLine))
    titles = [fold_tight(line) for line in lines if "表" in line and len(line) < _TITLE_LENGTH]
    found = {value for value, pattern in _TITLE_TABLES if any(map(pattern.search, titles))}
    if len(found) != 1:
        return []
    kind = msgspec.convert(found.pop(), DocumentKind)
    return [_Speaker("tables", TitleReading(text="", kind=kind))]


def _levels(
    pages: list[Page], said: list[_Speaker], labels: list[str], department: str | None
) -> list[tuple[str, DisclosureLevel]]:
    """What the titles say, then the tables' 部门： lines; where all are silent, the body."""
    levels = [(w.source, w.reading.level) for w in said if w.reading.level]
    of_tables = title_level(labels[0]) if labels else None
    if of_tables:
        levels.append(("tables", of_tables))
    of_body = None if levels else body_level(pages, department)
    return [("body", of_body)] if of_body else levels


def _names(labels: list[str], context: Context, said: list[_Speaker]) -> list[tuple[str, str]]:
    names = [(w.source, w.reading.department) for w in said if w.reading.department]
    of_tables = clean_name(labels[0]) if labels else None
    if of_tables:
        position = next((i for i, (source, _) in enumerate(names) if source == _PARENT), len(names))
        names.insert(position, ("tables", of_tables))
    if not names and context.department:
        names.append((_CONTEXT, context.department))
    return names


def _name_flaws(names: list[tuple[str, str]], chosen: str | None) -> list[Flaw]:
    if chosen is None:
        return [flaw("department_unknown", "no title, heading or table names a department")]
    others = [(s, n) for s, n in names if s != _PARENT and not _same_name(n, chosen)]
    return _conflicts("department_conflict", [("chosen", chosen), *others]) if others else []


def _fullest(names: list[str]) -> str:
    """The first name, or a later one that says the same in full (区某办 in 某市某区某办)."""
    chosen = names[0]
    for name in names[1:]:
        if len(name) > len(chosen) and _same_name(chosen, name):
            chosen = name
    return chosen


def _same_name(one: str, other: str) -> bool:
    """Whether one name is in the other, or is its abbreviation: 某区卫健局 of 某区卫生健康局."""
    short, long = sorted((fold_tight(one), fold_tight(other)), key=len)
    if short in long:
        return True
    letters = iter(long)
    in_order = all(letter in letters for letter in short)
    return in_order and short[-1] == long[-1] and len(long) - len(short) <= _ABBREVIATED and len(short) >= _NAMED


def _labels(pages: list[Page]) -> list[str]:
    """The names that 部门： lines print, as printed, the most frequent first."""
    texts = (block.text for page in pages[:60] for block in page.blocks if isinstance(block, TextLine))
    lines = Counter(text for text in texts if ("：" in text or ":" in text) and len(text) < 120)
    names: Counter[str] = Counter()
    for line, times in lines.items():
        names.update(dict.fromkeys(_labelled(line), times))
    return [name for name, _ in names.most_common()]


def _labelled(line: str) -> list[str]:
    found = [match["name"] for pattern in _TABLE_DEPARTMENT if (match := pattern.match(line))]
    return [name for name in found[:1] if not _NOT_DEPARTMENT.match(name) and clean_name(name)]


def _years(content: Content, context: Context, said: list[_Speaker]) -> list[tuple[str, int]]:
    years = [(w.source, w.reading.fiscal_year) for w in said if w.reading.fiscal_year]
    body = _body_year(content.pages)
    if body:
        years.append(("body", body))
    if context.fiscal_year:
        years.append((_CONTEXT, context.fiscal_year))
    if not years:  # a title that names no kind of document may still name the year: 2023年度
        loose = (title_year(title or "") for title in (context.link_title, content.title, context.parent_title))
        years += [("bare title", year) for year in loose if year][:1]
    return years


def _year_flaws(years: list[tuple[str, int]]) -> list[Flaw]:
    if not years:
        return [flaw("fiscal_year_unknown", "no title, heading or sentence names a fiscal year")]
    return _conflicts("fiscal_year_conflict", years)


def _body_year(pages: list[Page]) -> int | None:
    """The year that is most often followed by 年度 in the text; None if two tie."""
    said = "\n".join([page.text for page in pages[:60]]).split("年度")
    ends = [before.rstrip()[-5:] for before in said[:-1]]
    years = Counter([found.group(1) for end in ends if (found := _BODY_YEAR.fullmatch(end))])
    ranked = years.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return int(ranked[0][0])


def _conflicts(code: str, said: list[tuple[str, _T]]) -> list[Flaw]:
    """One flaw that lists who said what, if not all said the same."""
    if len({value for _, value in said}) < 2:
        return []
    listed = "; ".join(f"{source}: {value}" for source, value in said)
    return [flaw(code, f"chosen {said[0][1]} ({listed})")]


def _title(said: list[_Speaker], content: Content, context: Context) -> str | None:
    """The fullest title: the first that names department and year, else the first of all, else any title given."""
    full = [w.reading.text for w in said if w.reading.department and w.reading.fiscal_year]
    named = [w.reading.text for w in said if w.source != "file name"] or [w.reading.text for w in said]
    return next(iter([*full, *named]), None) or context.link_title or content.title
