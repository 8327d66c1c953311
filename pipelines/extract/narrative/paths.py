"""Names of functional classes (类, 款, 项) in a compact sentence, where marks, quotes, codes or dashes show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from pipelines.extract.narrative.lexicon import any_of, lexicon

_PATH_MARK = re.compile(r"(?:\(2\d\d(?:\d\d){0,2}\))?[(\[【〔](?:\d{2,7})?(类|款|项)[)\]】〕](?:\"|”)?")
_MARKED = re.compile(r"[类款项][)\]】〕]")
"""What every mark ends with."""
_CODE_BEHIND = re.compile(r"\((2\d\d(?:\d\d){0,2})\)")
_CODE_BEFORE = re.compile(
    r"(?<!\d)(2\d\d(?:\d\d){0,2})\(([\u4e00-\u9fff、()]{2,40}?)\)(?=支出|20\d\d年|决算|年初|全年|预算|[\d:,])"
)
_PATH_BREAK = re.compile(r"[,;。:\"%]|\d(?:[万亿千]?元[、和及]?)?|年初预算|支出决算|主要用于|其中")
_QUOTED = re.compile(r'"([^",;。:]{2,40})"(?=(?:支出)?(?:20\d\d年|年初|决算|支出决算|全年|预算|\d))')
_LEVEL_BEFORE = re.compile(r"(类|款|项)级(?:科目)?$")
_CODED_NAME = re.compile(r"(2\d\d(?:\d\d){0,2})[-—_]?(\D+)")
_QUOTED_WORD = re.compile(r'"[\u4e00-\u9fff]{1,4}(?<!支出)"$')
_JOINT = re.compile(r'"?(?:-{1,2}|/|>{1,2}|→)"?')
_NAME_NOISE = re.compile(r"^[、.)\]-]+|^(?:支出|用于(?!.*彩票公益金)|包括|主要|方面|按|在|以下)(?=[\u4e00-\u9fff]{4})")

_Levels = list[str | None]


class Path(msgspec.Struct, gc=False):
    """A name found: where it stands, the names of 类, 款, 项 (None: not said), and the code printed with it."""

    start: int
    end: int
    levels: _Levels
    code: str | None = None


def paths(text: str, start: int, *, functional: bool) -> list[Path]:
    """The names of functional classes that carry marks or quotation marks, in order, without overlaps."""
    marked = list(_marked(text, start)) if _MARKED.search(text, start) else []
    if not functional:  # without a mark a quoted name may be anything
        return marked
    for other in (*_joined(text, start), *_quoted(text, start), *_coded(text, start), *_named(text, start)):
        if all(other.end <= known.start or other.start >= known.end for known in marked):
            marked.append(other)
    return sorted(marked, key=lambda path: path.start)


def _coded(text: str, start: int) -> Iterator[Path]:
    """行政运行(2010301): a name before its code, whose length is its level."""
    for found in _CODE_BEHIND.finditer(text, start):
        begin, name = _name_before(text, start, found.start())
        if name:
            yield Path(begin, found.end(), _levels_of(found.group(1), name), found.group(1))
        start = found.end()


def _named(text: str, start: int) -> Iterator[Path]:
    """2010301(行政运行)1万元: a code before its name."""
    for found in _CODE_BEFORE.finditer(text, start):
        yield Path(*found.span(), _levels_of(*found.groups()), found.group(1))


def _levels_of(code: str, name: str) -> _Levels:
    return _ending_at((len(code) - 3) // 2, _JOINT.split(name))


def _ending_at(level: int, names: list[str]) -> _Levels:
    """The levels of joined names (人大事务-行政运行) of which the last is of `level`."""
    first = max(0, level + 1 - len(names))
    known = names[-(level + 1 - first) :]
    return [*[None] * first, *known, *[None] * (2 - level)]


def _joined(text: str, start: int) -> Iterator[Path]:
    """交通运输支出-公路水路运输-公路养护: a class and the names below it, joined by dashes, strokes or arrows."""
    for found in _joined_names().finditer(text, start) if _JOINT.search(text, start) else ():
        names = _JOINT.split(found.group("names").strip('"'))
        yield Path(found.start(), found.end(), [*names, *[None] * (3 - len(names))], found.group("code"))


@cache
def _joined_names() -> re.Pattern[str]:
    classes = any_of(name + "支出" for name in lexicon().classes)
    name = rf"{_JOINT.pattern}[\u4e00-\u9fff()、]{{2,30}}?"
    behind = r"[:,;。\d]|年初|全年|调整|支出决算|决算|预算|$"
    return re.compile(rf'(?P<names>"?{classes}(?:{name}){{1,2}}"?)(?:\((?P<code>2\d\d(?:\d\d){{0,2}})\))?(?={behind})')


def _quoted(text: str, start: int) -> Iterator[Path]:
    """“组织事务”2024年度决算…: a quoted name before a figure; a class where it is one, else a section (款)."""
    for found in _QUOTED.finditer(text, start):
        name = found.group(1).lstrip("、.")  # 9“.农林水支出”
        if coded := _CODED_NAME.fullmatch(name):
            yield Path(found.start(), found.end(), _levels_of(*coded.groups()), coded.group(1))
            continue
        names = _JOINT.split(name)
        is_class = names[0].removesuffix("支出") in lexicon().classes
        said = _LEVEL_BEFORE.search(text, max(0, found.start() - 5), found.start())
        level = "类款项".index(said.group(1)) if said else min(2, len(names) - is_class)
        yield Path(found.start(), found.end(), _ending_at(level, names))


def _marked(text: str, start: int) -> Iterator[Path]:
    """Chains 名称(类)名称(款)名称(项), any of them missing, with the quotation marks and marks taken off."""
    chain: Path | None = None
    for mark in _PATH_MARK.finditer(text, start):
        floor = chain.end if chain else start
        start, name = _name_before(text, floor, mark.start())
        end = mark.end()
        if text.endswith('"', 0, end) and text.count('"', 0, end - 1) % 2 == 0:
            end -= 1  # “农林水支出”(类)“水利”(款): the next name's own
        level = "类款项".index(mark.group(1))
        if level == 0 and text.startswith("支出", end) and not name.endswith("支出"):
            name, end = name + "支出", end + 2
        if not name:
            continue
        if chain is not None and start == chain.end and chain.levels[level:] == [None] * (3 - level):
            chain.levels[level], chain.end = name, end
            continue
        if chain is not None:
            yield chain
        levels: list[str | None] = [None, None, None]
        levels[level] = name
        chain = Path(start, end, levels)
    if chain is not None:
        yield chain


def _name_before(text: str, floor: int, end: int) -> tuple[int, str]:
    """The name that ends at `end`: in its quotation marks, or back to the last break."""
    if text[:end].endswith('"'):
        opening = text.rfind('"', floor, end - 1)
        if opening >= floor:
            return opening, text[opening + 1 : end - 1]
    start = max((m.end() for m in _PATH_BREAK.finditer(text, floor, end)), default=floor)
    if text[start - 1 : start] == '"' and (quoted := _QUOTED_WORD.search(text[floor:start])):
        start = floor + quoted.start()  # (款)“两庭”建设(项)
    name = text[start:end]
    known = next((stem for stem in _stems() if name.removesuffix("支出").endswith(stem)), None)
    if known and not text[:floor].endswith(")"):
        cut = len(name[: name.rfind(known)].removesuffix("其他"))  # 其他农林水支出(款) is no 农林水支出
        return start + cut, name[cut:]
    cleaned = _NAME_NOISE.sub("", name)
    return (start if start == floor else start + len(name) - len(cleaned)), cleaned


@cache
def _stems() -> list[str]:
    """Stems of class names that are long enough to be told apart inside other words, longest first."""
    return sorted((stem for stem in lexicon().classes if stem not in {"其他", "教育", "金融"}), key=len, reverse=True)
