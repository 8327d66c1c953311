"""R05, R07: unfinished templates and slips of the pen in the words of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from pipelines.extract.records import Place
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.prose import Prose
from pipelines.rules.wording import from_reading, issues_of

_DOUBLED = re.compile(r"([一-鿿]{2,12})\1")
_SENTENCE = re.compile(r"(?<![^。\n])[^。\n]{30,}+。")
_MARKS = re.compile("[,。;:]")
_AMOUNT = re.compile(r"\d元|万元")
_HALF = str.maketrans("，；：", ",;:")
_ALIKE = 0.95
_AROUND = 200
"""Characters to either side in which a line of text has a mark."""
_LONGEST = 400
"""Characters of a sentence beyond which it is a list, not a sentence that is compared."""


class Wordings(msgspec.Struct, frozen=True):
    """noise.yml."""

    residue: list[str]
    doubled_on_purpose: str


@cache
def _wordings() -> Wordings:
    raw = yaml.safe_load((files("pipelines.rules") / "noise.yml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, Wordings)


@rule("R05")
def no_template_is_left(book: Book, bench: Bench) -> None:
    """Words of an unfinished template (此处插入…, 增加（减少）, ××), in sentences with figures and elsewhere."""
    noted = [(i.where.page, i.where.char_start) for i in issues_of(book, {"template_residue"})]
    pattern = re.compile("|".join(f"(?:{each})" for each in _wordings().residue))
    others = [
        prose.exhibit("模板文字", *found.span())
        for prose in book.prose
        for found in pattern.finditer(prose.text)
        if not _is_noted(prose.place(*found.span()), noted)
    ]
    for exhibit in others:
        bench.judged("fail", Exhibit("template_residue", None, ""), exhibit, sign="：")
    from_reading(book, bench, {"template_residue"}, is_sound=not others)


def _is_noted(place: Place, noted: list[tuple[int | None, int | None]]) -> bool:
    start, end = place.char_start or 0, place.char_end or 0
    return any(page == place.page and at is not None and start <= at < end for page, at in noted)


@rule("R07")
def no_noise(book: Book, bench: Bench) -> None:
    """Doubled punctuation, numbers split by a blank, words printed twice, a sentence said again at once."""
    slips = [exhibit for prose in book.prose for exhibit in (*_doubled(prose), *_repeated(prose))]
    for exhibit in slips:
        bench.judged("fail", Exhibit("repeated", None, ""), exhibit, sign="：")
    from_reading(book, bench, {"doubled_punctuation", "repaired_amount"}, is_sound=not slips)


def _doubled(prose: Prose) -> Iterator[Exhibit]:
    """Words printed twice in a row within a line of text: headings and lists have no punctuation."""
    for found in _DOUBLED.finditer(prose.text):
        word, place = found.group(1), prose.place(*found.span())
        start, end = place.char_start or 0, place.char_end or 0
        before, after = prose.source[max(start - _AROUND, 0) : start], prose.source[end : end + _AROUND]
        line = before.rpartition("\n")[2] + after.partition("\n")[0]
        is_one_line = "\n" not in prose.source[start:end]
        if is_one_line and _MARKS.search(line.translate(_HALF)) and not _on_purpose(word):
            yield prose.exhibit("重复的词", *found.span())


def _on_purpose(word: str) -> bool:
    return len(set(word)) == 1 or re.search(_wordings().doubled_on_purpose, word) is not None


def _repeated(prose: Prose) -> Iterator[Exhibit]:
    """Sentences with amounts that say what the sentence before, with or without a heading, has just said."""
    previous: re.Match[str] | None = None
    for found in _SENTENCE.finditer(prose.text):
        if len(found.group()) > _LONGEST or not _AMOUNT.search(found.group()):
            continue
        if previous is not None and previous.end() == found.start() and _alike(previous.group(), found.group()):
            yield prose.exhibit("重复的句子", *found.span())
        previous = found


def _alike(one: str, other: str) -> bool:
    """Whether `one` ends in what `other` says, but for a digit or a word."""
    matcher = SequenceMatcher(None, one[-len(other) :], other, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
