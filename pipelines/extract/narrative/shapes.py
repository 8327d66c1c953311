"""The shapes of figures, of the frames around them (占…的12%, 完成预算的95%) and of things that are counted.

Each is a pattern with named groups; the outermost group names the kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from pipelines.extract.narrative.lexicon import any_of, budgets, counted_phrases, lexicon

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
UNIT = r"(?:(?:百万元|万元|千元|亿元|元)(?!旦|宵|/)|\((?:万元|千元|亿元|元)\))"
_FRAME_OPENINGS = "占完预执为是达相"
"""What the patterns of `_frames` begin with."""
_SIGN = r"(?:(?:(?<![\d)])|(?<=[少降长加]\)))-)?(?<![\d.])"
_SIGNED = rf"{_SIGN}{NUMBER}"
_WHOLE = rf"(?>{NUMBER})"
"""A number with something behind it that is no digit, point or comma: no shorter one can be meant."""
_MEASURED = r"(?=-?[\d.,、和]++[百万千亿元(%余多])"
"""What stands behind an amount or a rate; where it does not, the patterns of these need not be tried."""
_SHARE_OF = r"(?P<share_of>(?:[^,;:。%\d(]|\([^)]{1,6}\)|20\d\d年度?){0,40}?)"
_MONTH = r"\d{1,2}月(?:份)?"
_DATE = rf"(?:20\d\d年)?{_MONTH}(?:-{_MONTH})?(?:\d{{1,2}}日)?|20\d\d\.(?:1[0-2]|0?[1-9])(?![\d万千亿元%])"
_SHARE_END = r"(?=[,;。)、]|\.(?!\d)|$|[^\d.元万亿台辆个人批次])"
_DONE_OF = r"(?P<done_of>(?:[^,;。%\d占]|20\d\d年度?){0,24}?)"
_RATE_TAIL = r":?(?:的)?(?:比例|比重|比率)?(?:约|分别|各)?(?:为|是|达到|达)?"
_MORE_RATES = rf"(?:[、,和及](?:{NUMBER})%)*"


Shape = Callable[[str, int, int], re.Match[str] | None]
"""Matches a shape at a position of a text, up to another."""


class Shapes(dict[str, Shape | None]):
    """The shapes that may begin with a character, None where none may; digits are added as they are met."""

    def __init__(self) -> None:
        super().__init__()
        counts = any_of(lexicon().count_units)
        self._figures = re.compile(_figures(counts)).match
        frames = _frames()
        self.update(dict.fromkeys(_FRAME_OPENINGS, re.compile(frames).match))
        for char in {phrase[0] for phrase in counted_phrases()}:
            things = _things([phrase for phrase in counted_phrases() if phrase[0] == char], counts)
            self[char] = re.compile(f"{frames}|{things}" if char in _FRAME_OPENINGS else things).match

    def __missing__(self, char: str) -> Shape | None:
        self[char] = self._figures if char == "-" or char.isdecimal() else None
        return self[char]


@cache
def shapes_by_opening() -> Shapes:
    """The shapes by their first characters."""
    return Shapes()


def _figures(counts: str) -> str:
    """Dates, years, amounts, percentages, counts, codes, plain numbers: what a digit or a minus may begin."""
    return "|".join(
        [
            rf"(?P<date>{_DATE})",
            r"(?P<year>20\d\d)(?:(?=年初(?:预算|批复|部门|支出))|年(?:度|底|末|初)?)",
            rf"{_MEASURED}(?:(?P<limit>{_WHOLE}{UNIT}(?:\(含\)|\(不含\))?(?:以上|以下|以内))",
            rf"(?P<about>{_WHOLE}[余多]{UNIT})",
            rf"(?P<amount>{_SIGNED}(?:[,、和]{NUMBER})*{UNIT}(?:[、和,]{NUMBER}{UNIT})*)",
            rf"(?P<percent>{_SIGN}{_WHOLE}%(?:[、,和]{NUMBER}%)*)(?!点))",
            rf"(?P<count>(?<![\d.])\d[\d,]*+(?:{counts}))(?!百分点|月|科室)",
            r"(?P<code>(?<!\d)2\d\d(?:\d\d){0,2}(?=[-—_]?[\u4e00-\u9fff])(?!年|万|千|亿|元|个|人|次|台|辆|批|套|家|项))",
            r"(?P<item>(?<=[;:。,])\d{1,2}[.、)](?!\d))",
            rf"(?P<short>{_SIGN}{_WHOLE}[万亿](?=[,;。、()]|$))",
            rf"(?P<number>{_SIGNED})",
        ]
    )


def _frames() -> str:
    """Shares and completions: the words around a rate belong to it."""
    return "|".join(
        [
            rf"(?P<share>占(?![有用地据])(?:比|比例|比重)?{_SHARE_OF}{_RATE_TAIL}(?P<share_rate>{NUMBER})(?P<share_sign>%?)(?P<share_more>{_MORE_RATES})){_SHARE_END}",
            rf"(?P<done>完成(?:了)?{_DONE_OF}(?:的)?(?P<done_rate>{NUMBER})%(?P<done_more>{_MORE_RATES}))",
            rf"(?P<done_as>(?:[为是]|达到|相当于)(?P<done_as_of>{any_of(budgets())})的?(?P<done_as_rate>{NUMBER})%(?!点))",
            rf"(?P<done_word>(?P<done_word_of>预算)?(?:完成率|执行率|(?:完成|执行)(?:比例|比率|进度))(?:为|达到|达)?(?P<done_word_rate>{NUMBER})%)",
        ]
    )


def _things(phrases: list[str], counts: str) -> str:
    """Things with a number and a unit of count close behind them."""
    return rf"(?P<counted>{any_of(phrases)}(?=(?:数量?|量|共|共计|累计|为|约)?[^,;。:]{{0,6}}?\d[\d,]*(?:{counts})))"
