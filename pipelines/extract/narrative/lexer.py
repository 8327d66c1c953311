"""From a compact sentence to tokens: amounts, percentages, counts, years, shares, completions and phrases.

Phrases come from narrative.yml, longest first; the few shapes that are numbers or frames around numbers are below.
What is neither becomes TEXT: the assembler distrusts an amount that TEXT parts from its subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec

from pipelines.extract.narrative.lexicon import any_of, budgets, counted_phrases, lexicon, meanings
from pipelines.extract.narrative.paths import paths

YEAR = re.compile(r"(20\d\d)年")
NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SIGNED = rf"(?:(?:(?<![\d)])|(?<=[少降长加]\)))-)?(?<![\d.]){NUMBER}"
UNIT = r"(?:(?:百万元|万元|千元|亿元|元)(?!旦|宵|/)|\((?:万元|千元|亿元|元)\))"
_SHARE_OF = r"(?P<share_of>(?:[^,;:。%\d(]|\([^)]{1,6}\)|20\d\d年度?){0,40}?)"
_MONTH = r"\d{1,2}月(?:份)?"
_DATE = rf"(?:20\d\d年)?{_MONTH}(?:-{_MONTH})?(?:\d{{1,2}}日)?|20\d\d\.(?:1[0-2]|0?[1-9])(?![\d万千亿元%])"
_SHARE_END = r"(?=[,;。)、]|\.(?!\d)|$|[^\d.元万亿台辆个人批次])"
_DONE_OF = r"(?P<done_of>(?:[^,;。%\d占]|20\d\d年度?){0,24}?)"
_RATE_TAIL = r":?(?:的)?(?:比例|比重|比率)?(?:约|分别|各)?(?:为|是|达到|达)?"
_MORE_RATES = rf"(?:[、,和及](?:{NUMBER})%)*"


class Token(msgspec.Struct, gc=False):
    """A stretch of a sentence: its kind, what it means, and its printed numbers where it has some.

    `unit` is the unit of the numbers; of a functional class it is the code, where one is printed behind the name.
    """

    kind: str
    start: int
    end: int
    value: Any = None
    numbers: list[str] = []
    unit: str | None = None


@cache
def _shapes() -> re.Pattern[str]:
    words = lexicon()
    counts = any_of(words.count_units)
    figures = [
        rf"(?P<date>{_DATE})",
        r"(?P<year>20\d\d)(?:(?=年初(?:预算|批复|部门|支出))|年(?:度|底|末|初)?)",
        rf"(?P<limit>{NUMBER}{UNIT}(?:\(含\)|\(不含\))?(?:以上|以下|以内))",
        rf"(?P<about>{NUMBER}[余多]{UNIT})",
        rf"(?P<amount>{_SIGNED}(?:[,、和]{NUMBER})*{UNIT}(?:[、和,]{NUMBER}{UNIT})*)",
        rf"(?P<percent>{_SIGNED}%(?:[、,和]{NUMBER}%)*)(?!点)",
        rf"(?P<count>(?<![\d.])\d[\d,]*(?:{counts}))(?!百分点|月|科室)",
        r"(?P<code>(?<!\d)2\d\d(?:\d\d){0,2}(?=[-—_]?[\u4e00-\u9fff])(?!年|万|千|亿|元|个|人|次|台|辆|批|套|家|项))",
        r"(?P<item>(?<=[;:。,])\d{1,2}[.、)](?!\d))",
        rf"(?P<short>{_SIGNED}[万亿](?=[,;。、)]|$))",
        rf"(?P<number>{_SIGNED})",
    ]
    frames = [
        rf"(?P<share>占(?![有用地据])(?:比|比例|比重)?{_SHARE_OF}{_RATE_TAIL}(?P<share_rate>{NUMBER})(?P<share_sign>%?)(?P<share_more>{_MORE_RATES})){_SHARE_END}",
        rf"(?P<done>完成(?:了)?{_DONE_OF}(?:的)?(?P<done_rate>{NUMBER})%(?P<done_more>{_MORE_RATES}))",
        rf"(?P<done_as>(?:[为是]|达到|相当于)(?P<done_as_of>{any_of(budgets())})的?(?P<done_as_rate>{NUMBER})%(?!点))",
        rf"(?P<done_word>(?P<done_word_of>预算)?(?:完成率|执行率)(?:为|达到|达)?(?P<done_word_rate>{NUMBER})%)",
    ]
    things, phrases = list(counted_phrases()), list(meanings())
    named = [
        rf"(?P<counted>{any_of(things)}(?=(?:数量?|量|共|共计|累计|为|约)?[^,;。:]{{0,6}}?\d[\d,]*(?:{counts})))",
        rf"(?P<phrase>{any_of(phrases)})",
    ]
    # The lookaheads change nothing but the time: each rules out a row of alternatives by one character.
    return re.compile(
        "|".join(
            [
                rf"(?=[\d-])(?:{'|'.join(figures)})",
                rf"(?=[占完预执为是达相])(?:{'|'.join(frames)})",
                rf"(?=[{''.join(sorted({re.escape(words[0]) for words in things + phrases}))}])(?:{'|'.join(named)})",
                r'(?P<mark>[,、;。:()"\[\]])',
            ]
        )
    )


_NUMBERS_IN = re.compile(rf"-?{NUMBER}")
_UNIT_IN = re.compile(UNIT)
_COUNT_UNIT = re.compile(r"[^\d,].*")


def tokens(text: str, *, functional: bool, start: int = 0) -> list[Token]:
    """The tokens of a compact sentence from `start` on; unmarked names of classes only where `functional`."""
    found: list[Token] = []
    at = start
    for path in paths(text, start, functional=functional):
        _add_plain(found, text, at, path.start, functional=functional)
        found.append(Token("PATH", path.start, path.end, path.levels, unit=path.code))
        at = path.end
    _add_plain(found, text, at, len(text), functional=functional)
    return found


def _add_plain(found: list[Token], text: str, start: int, end: int, *, functional: bool) -> None:
    """The tokens between two paths. This loop is most of the time of the narrative: hence one function, no calls."""
    phrases, figures = meanings(), _FIGURES
    at = start
    for match in _shapes().finditer(text, start, end):
        begin, finish = match.span()
        if begin > at:
            found.append(Token("TEXT", at, begin, text[at:begin]))
        at = finish
        # For nested groups lastgroup is the outermost, which closes last: the frame itself.
        group = match.lastgroup or ""
        if group == "phrase":
            kind, value = phrases[match.group()]
            if kind == "CLASS" and not functional:
                found.append(Token("TEXT", begin, finish, value))
            else:
                found.append(Token(kind, begin, finish, value))
        elif group in figures:
            found.append(figures[group](match))
        else:
            found.append(Token(group.upper(), begin, finish, match.group()))
    if at < end:
        found.append(Token("TEXT", at, end, text[at:end]))


def _share(match: re.Match[str]) -> Token:
    value = (match.start("share_of"), match.end("share_of"), match.group("share_sign"))
    rates = [match.group("share_rate"), *_NUMBERS_IN.findall(match.group("share_more"))]
    return Token("SHARE", match.start(), match.end(), value, rates)


def _done(match: re.Match[str]) -> Token:
    value = (match.start("done_of"), match.end("done_of"))
    rates = [match.group("done_rate"), *_NUMBERS_IN.findall(match.group("done_more"))]
    return Token("DONE", match.start(), match.end(), value, rates)


def _done_once(match: re.Match[str]) -> Token:
    frame = match.lastgroup or ""
    value = (match.start(f"{frame}_of"), match.end(f"{frame}_of"))
    return Token("DONE", match.start(), match.end(), value, [match.group(f"{frame}_rate")])


def _amount(match: re.Match[str]) -> Token:
    words = match.group()
    unit = _UNIT_IN.findall(words)[-1].strip("()")
    return Token("AMOUNT", match.start(), match.end(), words, _NUMBERS_IN.findall(words), unit)


def _count(match: re.Match[str]) -> Token:
    words = match.group()
    return Token("COUNT", match.start(), match.end(), words, _NUMBERS_IN.findall(words)[:1], _unit_of(words))


def _percent(match: re.Match[str]) -> Token:
    return Token("PERCENT", match.start(), match.end(), match.group(), _NUMBERS_IN.findall(match.group()))


def _year(match: re.Match[str]) -> Token:
    return Token("YEAR", match.start(), match.end(), int(match.group("year")))


_FIGURES: dict[str, Callable[[re.Match[str]], Token]] = {
    "share": _share,
    "done": _done,
    "done_as": _done_once,
    "done_word": _done_once,
    "amount": _amount,
    "count": _count,
    "percent": _percent,
    "year": _year,
}


def _unit_of(words: str) -> str:
    found = _COUNT_UNIT.search(words)
    return found.group() if found else ""
