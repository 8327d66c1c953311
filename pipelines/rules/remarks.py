"""R51, R53: explanations fit the direction that they explain, comments the marks that they comment on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec
import yaml

from pipelines.extract.records import Place
from pipelines.rules.bases import changes
from pipelines.rules.bench import Bench
from pipelines.rules.book import Book
from pipelines.rules.catalogue import rule
from pipelines.rules.exhibit import Exhibit
from pipelines.rules.mentions import Mention
from pipelines.rules.prose import Prose
from pipelines.rules.score_sheets import Mark, score_sheets

_REASON = re.compile(r"原因(?:是|为|系|:|在于|主要)*([^。\n]{2,160})")
_REACH = 260
_WORDING = {"increase": "增加", "decrease": "减少"}


class Words(msgspec.Struct, frozen=True):
    """remarks.yml."""

    up: list[str]
    down: list[str]
    turns: list[str]
    faults: list[str]
    merits: list[str]
    denied: str

    def sides(self, text: str) -> set[str]:
        """The directions that an explanation speaks for; none where it speaks of another year."""
        if any(word in text for word in self.turns):
            return set()
        sides = {"increase": self.up, "decrease": self.down}
        return {side for side, words in sides.items() if any(word in text for word in words)}

    def fault(self, text: str) -> str | None:
        """The first words of a comment that find fault."""
        for found in re.finditer("|".join(self.faults), text):
            if not re.search(self.denied, text[: found.start()]):
                return found.group()
        return None

    def praises(self, text: str) -> bool:
        """Whether a comment only praises."""
        return "但" not in text and any(word in text for word in self.merits)


@cache
def _words() -> Words:
    raw = yaml.safe_load((files("pipelines.rules") / "remarks.yml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, Words)


@rule("R51")
def reasons_fit(book: Book, bench: Bench) -> None:
    """The reason behind an increase does not speak of decreases alone, nor the other way round."""
    pages = {prose.page: prose for prose in book.prose}
    starts = sorted({(span.page, span.char_start) for m in book.narrative.mentions for span in m.claim.spans})
    seen: set[tuple[int, int]] = set()
    for change in changes(book.narrative):
        direction, span = change.comparison.direction, change.mention.claim.spans[-1:]
        if direction not in _WORDING or not change.comparison.change_abs_yuan or not span:
            continue
        after = next((s for s in starts if s > (span[0].page, span[0].char_start)), None)
        until = after[1] if after is not None and after[0] == span[0].page else None
        found = _reason(pages[span[0].page], span[0].char_start, until)
        if found is not None and found[1].span(1) not in seen:
            seen.add(found[1].span(1))
            _judge_reason(bench, change.mention, direction, *found)


def _reason(prose: Prose, char_start: int, until: int | None) -> tuple[Prose, re.Match[str]] | None:
    """The reason that stands behind the sentence and before the next sentence with figures."""
    start = prose.position(char_start)
    end = min(start + _REACH, prose.position(until) if until is not None else start + _REACH)
    found = _REASON.search(prose.text, start, end)
    return (prose, found) if found else None


def _judge_reason(bench: Bench, mention: Mention, direction: str, prose: Prose, found: re.Match[str]) -> None:
    sides = _words().sides(found.group(1))
    if len(sides) != 1:
        return
    fits = direction in sides
    given = prose.exhibit("原因所述方向", *found.span(1))
    stated = msgspec.structs.replace(mention.exhibit(f"{mention.key.name}{_WORDING[direction]}"), value=None)
    bench.judged("pass" if fits else "fail", given, stated, sign="，", reason=None if fits else "another_direction")


@rule("R53")
def comments_fit(book: Book, bench: Bench) -> None:
    """A row with full marks has no comment that finds fault, a row that lost marks none that only praises."""
    for mark in _commented(book):
        fault = _words().fault(mark.comment)
        is_full = mark.score == mark.weight
        praised = not is_full and not fault and not mark.is_cause and _words().praises(mark.comment)
        reason = f"full_marks: {fault}" if is_full and fault else "marks_lost_with_praise" if praised else None
        place = Place(page=mark.page, table_seq=mark.table_seq, row_no=mark.row_no)
        said = Exhibit("意见", None, mark.comment, [place])
        given = Exhibit(f"{mark.name}得分{mark.score}/{mark.weight}", None, f"{mark.name} {mark.weight} {mark.score}")
        bench.judged("fail" if reason else "pass", said, given, sign="，", reason=reason)


def _commented(book: Book) -> Iterator[Mark]:
    for sheet in score_sheets(book.parsed.tables):
        for mark in sheet.marks:
            if mark.comment.strip("-—/0123456789.") not in {"", "无"} and mark.weight and mark.score is not None:
                yield mark
