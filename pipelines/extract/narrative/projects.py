"""Projects (项目) of the chapters about performance (绩效): budget, execution and completion of each named project.

“道路养护项目绩效自评综述：…。全年预算数为10万元，执行数为9.5万元，完成预算的95%。” A name stands before the figures,
in their sentence or earlier in the paragraph; figures without a name, of several projects together, or of a subject
of the closed list are left alone: those chapters are not harvested otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pipelines.extract.narrative.drafts import Draft, Topic, rate_of, yuan
from pipelines.extract.narrative.lexer import Token, each_token, tokens
from pipelines.extract.narrative.lexicon import any_of, lexicon, meanings, named_budget
from pipelines.extract.records import Completion, Phase

SUBJECT = "项目"
_PART = re.compile(r"[^;。!?]+")
_QUOTED = re.compile(r'"([^",;。:]{2,40})"(?=项目|专项|[,:]|20\d\d|$)')
_MARK = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.)]|[-•,:])+")
_CLAUSE = re.compile(r"[^,:]*[,:]|[^,:]+$")
_FIGURES = frozenset({"PHASE", "AMOUNT", "COUNT", "PERCENT"})
_GOES_ON = re.compile(r"(?:^|[,:)])(?:[该本此其]?项目)?(?:支出|资金)?(?:20\d\d年度?)?(?:全年)?$")
"""Words before a figure that leave the project as it is; any others may be about something else."""


@cache
def _name() -> re.Pattern[str]:
    """A name at the beginning of a clause, up to the words that speak about the project."""
    words = lexicon().projects
    before = rf"^(?:{any_of(words.before)}|20\d\d年度?,?)*"
    behind = rf"(?:{any_of(words.behind)}|$)"
    return re.compile(rf"{before}(?P<name>[^,;:。]{{2,40}}?)(?:{any_of(words.kinds)}){behind}")


@cache
def _kind() -> re.Pattern[str]:
    return re.compile(any_of(lexicon().projects.kinds))


@cache
def _several() -> re.Pattern[str]:
    """Words about more than one project, or all of them."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in lexicon().projects.several))


@cache
def _figure() -> re.Pattern[str]:
    """What a token of `_FIGURES` cannot be without: a digit, or the words of a phase (年初预算)."""
    phases = sorted(phrase for phrase, (kind, _) in meanings().items() if kind == "PHASE")
    return re.compile(rf"\d|{any_of(phases)}")


@cache
def _nameless() -> re.Pattern[str]:
    """Words that are no name of a project."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in lexicon().projects.nameless))


class _Told(NamedTuple):
    """What a part of a sentence tells: the project, None where it is about something else, and where the name ends."""

    project: str | None
    end: int


class Projects:
    """Reads the paragraphs of a chapter about performance in order; knows the project that is spoken of.

    Few paragraphs state amounts. The others are only kept, and looked at when an amount without a name asks
    which project was spoken of last.
    """

    def __init__(self, fiscal_year: int | None) -> None:
        self._fiscal_year = fiscal_year
        self._project: str | None = None
        self._said: list[str] = []

    def begin(self, heading: str) -> None:
        """A heading, or the beginning of a paragraph: it names the project of what follows, or none."""
        self._know(name_in(heading)[0])

    def hear(self, text: str) -> None:
        """Take a compact text that states no amount."""
        self._said.append(text)

    def read(self, sentence: str) -> list[Draft]:
        """The drafts of one compact sentence; several projects are parted by semicolons."""
        drafts: list[Draft] = []
        for part in _PART.findall(sentence):
            if "元" in part:
                drafts += self._read_part(part)
            else:
                self.hear(part)
        return drafts

    def _read_part(self, text: str) -> list[Draft]:
        found = tokens(text, functional=False)
        told = _told_by(text, found)
        self._know(told.project if told else self._spoken_of())
        end = told.end if told else 0
        about_else = (token.kind == "SUBJECT" and token.value != "项目支出" for token in found if token.start >= end)
        if self._project is None or any(about_else):
            return []
        return self._drafts(Topic(SUBJECT, path=(self._project,)), text, found)

    def _know(self, project: str | None) -> None:
        self._project = project
        self._said.clear()

    def _spoken_of(self) -> str | None:
        """The project that was spoken of last."""
        for text in reversed(self._said):
            for part in reversed(_PART.findall(text)):
                if told := _told_by(part, _figures_in(part)):
                    return told.project
        return self._project

    def _drafts(self, topic: Topic, text: str, found: list[Token]) -> list[Draft]:
        drafts: dict[Phase, Draft] = {}
        phase: Phase | None = None
        year = self._fiscal_year
        for token in found:
            if token.kind == "PHASE":
                phase = token.value
            elif token.kind == "YEAR":
                year = token.value
            elif token.kind == "AMOUNT":
                if phase is not None and phase not in drafts and len(token.numbers) == 1:
                    drafts[phase] = Draft(topic, phase, year, None, yuan(token.numbers[0], token.unit), token.value)
                phase = None
            elif token.kind == "DONE" and "final" in drafts and len(token.numbers) == 1:
                budget = named_budget(text[token.value[0] : token.value[1]]) or _budget_of(drafts)
                if budget:
                    drafts["final"].completions.append(Completion(of=budget, rate=rate_of(token)))
        return list(drafts.values())


def _told_by(text: str, found: Iterable[Token]) -> _Told | None:
    """What a part of a sentence with the tokens `found` tells of the project; None where it leaves it as it is."""
    figure = next((token.start for token in found if token.kind in _FIGURES), len(text))
    name, end = name_in(text[:figure])
    if name is not None:
        return _Told(name, end)
    is_else = figure < len(text) and (_several().search(text[:figure]) or not _GOES_ON.search(text[:figure]))
    return _Told(None, 0) if is_else else None


def name_in(words: str) -> tuple[str | None, int]:
    """The project that the words before a figure name, and where the name ends; None where they name none or many."""
    name, end = _first_name(words) if _may_name(words) else ("", 0)
    return (_printed(name), end) if name and not _several().search(words) else (None, 0)


def _first_name(words: str) -> tuple[str, int]:
    """The name in quotation marks, else the first at the beginning of a clause; "" for none."""
    quoted = _QUOTED.search(words)
    if quoted:
        return quoted.group(1).removesuffix("项目") or quoted.group(1), quoted.end()
    start = 0
    for clause in _CLAUSE.findall(words):
        if _may_name(clause):
            mark = _MARK.match(clause)
            skipped = mark.end() if mark else 0
            found = _name().match(clause[skipped:])
            if found and not _nameless().search(found.group()):
                return found.group("name"), start + skipped + found.end()
        start += len(clause)
    return "", 0


def _figures_in(text: str) -> Iterable[Token]:
    """The tokens from the clause on in which the first figure can stand; no token runs over a comma before it."""
    first = _figure().search(text)
    return each_token(text, functional=False, start=text.rfind(",", 0, first.start()) + 1) if first else ()


def _may_name(words: str) -> bool:
    """Whether words hold what no name of a project is without: quotation marks, or a word for it (项目)."""
    return '"' in words or bool(_kind().search(words))


def _printed(name: str) -> str:
    """A name of compact text with the brackets of Chinese print and without quotation marks."""
    return name.replace('"', "").replace("(", "（").replace(")", "）")


def _budget_of(drafts: dict[Phase, Draft]) -> Phase | None:
    """The budget that an execution rate (执行率) without a name is of: the whole year's, else the only one stated."""
    budgets = [phase for phase in drafts if phase != "final"]
    return "adjusted_budget" if "adjusted_budget" in budgets else budgets[0] if len(budgets) == 1 else None
