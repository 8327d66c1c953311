"""From a compact sentence to tokens: amounts, percentages, counts, years, shares, completions and phrases.

Phrases come from narrative.yml, longest first; the few shapes that are numbers or frames around numbers are below.
What is neither becomes TEXT: the assembler distrusts an amount that TEXT parts from its subject.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import msgspec

from pipelines.extract.narrative.lexicon import any_of, budgets, counted_phrases, lexicon, meanings

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SIGNED = rf"(?:(?<![\d)])-)?(?<![\d.]){_NUMBER}"
_UNIT = r"(?:百万元|万元|千元|亿元|元)(?!旦|宵|/)"
_SHARE_OF = r"(?P<share_of>(?:[^,;:。%\d(]|\([^)]{1,6}\)|20\d\d年度?){0,40}?)"
_MONTH = r"\d{1,2}月(?:份)?"
_DATE = rf"(?:20\d\d年)?{_MONTH}(?:-{_MONTH})?(?:\d{{1,2}}日)?|20\d\d\.(?:1[0-2]|0?[1-9])(?![\d万千亿元%])"
_SHARE_END = r"(?=[,;。)、]|$|[^\d.元万亿台辆个人批次])"
_DONE_OF = r"(?P<done_of>(?:[^,;。%\d占]|20\d\d年度?){0,24}?)"
_RATE_TAIL = r":?(?:的)?(?:比例|比重|比率)?(?:约|分别|各)?(?:为|是|达到|达)?"
_MORE_RATES = rf"(?:[、,和及](?:{_NUMBER})%)*"


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
        r"(?P<year>20\d\d)年(?:度|底|末|初(?!预算))?",
        rf"(?P<limit>{_NUMBER}{_UNIT}(?:\(含\)|\(不含\))?(?:以上|以下|以内))",
        rf"(?P<about>{_NUMBER}[余多]{_UNIT})",
        rf"(?P<amount>{_SIGNED}(?:[,、和]{_NUMBER})*{_UNIT}(?:[、和,]{_NUMBER}{_UNIT})*)",
        rf"(?P<percent>{_SIGNED}%(?:[、,和]{_NUMBER}%)*)(?!点)",
        rf"(?P<count>(?<![\d.])\d[\d,]*(?:{counts}))(?!百分点|月|科室)",
        r"(?P<code>(?<!\d)2\d\d(?:\d\d){0,2}(?=[-—_]?[\u4e00-\u9fff])(?!年|万|千|亿|元|个|人|次|台|辆|批|套|家|项))",
        r"(?P<item>(?<=[;:。,])\d{1,2}[.、)](?!\d))",
        rf"(?P<number>{_SIGNED})",
    ]
    frames = [
        rf"(?P<share>占(?![有用地据])(?:比|比例|比重)?{_SHARE_OF}{_RATE_TAIL}(?P<share_rate>{_NUMBER})(?P<share_sign>%?)(?P<share_more>{_MORE_RATES})){_SHARE_END}",
        rf"(?P<done>完成(?:了)?{_DONE_OF}(?:的)?(?P<done_rate>{_NUMBER})%(?P<done_more>{_MORE_RATES}))",
        rf"(?P<done_as>(?:[为是]|达到|相当于)(?P<done_as_of>{any_of(budgets())})的?(?P<done_as_rate>{_NUMBER})%(?!点))",
        rf"(?P<done_word>(?P<done_word_of>预算)?(?:完成率|执行率)(?:为|达到|达)?(?P<done_word_rate>{_NUMBER})%)",
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


_NUMBERS_IN = re.compile(rf"-?{_NUMBER}")
_UNIT_IN = re.compile(_UNIT)
_COUNT_UNIT = re.compile(r"[^\d,].*")
_PATH_MARK = re.compile(r"\((类|款|项)\)(?:\"|”)?")
_CODE_BEHIND = re.compile(r"\((2\d\d(?:\d\d){0,2})\)")
_PATH_BREAK = re.compile(r"[,;。:\"%]|\d(?:[万亿千]?元[、和及]?)?|年初预算|支出决算|主要用于|其中")
_QUOTED = re.compile(r'"([^",;。:]{2,40})"(?=(?:支出)?(?:20\d\d年|年初|决算|支出决算|全年|预算|\d))')
_NAME_NOISE = re.compile(r"^[、.)\]-]+|^(?:支出|用于|包括|主要|方面|按|在|以下)(?=[\u4e00-\u9fff]{4})")


def tokens(text: str, *, functional: bool, start: int = 0) -> list[Token]:
    """The tokens of a compact sentence from `start` on; unmarked names of classes only where `functional`."""
    found: list[Token] = []
    at = start
    for path in _paths(text, start, functional=functional):
        _add_plain(found, text, at, path.start, functional=functional)
        found.append(path)
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
    unit = _UNIT_IN.findall(words)[-1]
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


def _paths(text: str, start: int, *, functional: bool) -> list[Token]:
    """The names of functional classes that carry marks or quotation marks, in order, without overlaps."""
    marked = list(_marked(text, start)) if "类)" in text or "款)" in text or "项)" in text else []
    if not functional:  # without a mark a quoted name may be anything
        return marked
    for other in (*_quoted(text, start), *_coded(text, start)):
        if all(other.end <= known.start or other.start >= known.end for known in marked):
            marked.append(other)
    return sorted(marked, key=lambda token: token.start)


def _coded(text: str, start: int) -> Iterator[Token]:
    """行政运行(2010301): a name before its code, whose length is its level."""
    for found in _CODE_BEHIND.finditer(text, start):
        begin, name = _name_before(text, start, found.start())
        levels: list[str | None] = [None, None, None]
        levels[(len(found.group(1)) - 3) // 2] = name
        if name:
            yield Token("PATH", begin, found.end(), levels, unit=found.group(1))
        start = found.end()


def _quoted(text: str, start: int) -> Iterator[Token]:
    """“组织事务”2024年度决算…: a quoted name before a figure; a class where it is one, else a section (款)."""
    for found in _QUOTED.finditer(text, start):
        name = found.group(1)
        is_class = name.removesuffix("支出") in lexicon().classes
        yield Token("PATH", found.start(), found.end(), [name, None, None] if is_class else [None, name, None])


def _marked(text: str, start: int) -> Iterator[Token]:
    """Chains 名称(类)名称(款)名称(项), any of them missing, with the quotation marks and marks taken off."""
    chain: Token | None = None
    for mark in _PATH_MARK.finditer(text, start):
        floor = chain.end if chain else start
        start, name = _name_before(text, floor, mark.start())
        end = mark.end()
        level = "类款项".index(mark.group(1))
        if level == 0 and text.startswith("支出", end) and not name.endswith("支出"):
            name, end = name + "支出", end + 2
        if not name:
            continue
        if chain is not None and start == chain.end and chain.value[level:] == [None] * (3 - level):
            chain.value[level], chain.end = name, end
            continue
        if chain is not None:
            yield chain
        levels: list[str | None] = [None, None, None]
        levels[level] = name
        chain = Token("PATH", start, end, levels)
    if chain is not None:
        yield chain


def _name_before(text: str, floor: int, end: int) -> tuple[int, str]:
    """The name that ends at `end`: in its quotation marks, or back to the last break."""
    if text[:end].endswith('"'):
        opening = text.rfind('"', floor, end - 1)
        if opening >= floor:
            return opening, text[opening + 1 : end - 1]
    start = max((m.end() for m in _PATH_BREAK.finditer(text, floor, end)), default=floor)
    name = text[start:end]
    known = next((stem for stem in _stems() if name.removesuffix("支出").endswith(stem)), None)
    if known and not text[:floor].endswith(")"):
        cut = name.rfind(known)
        return start + cut, name[cut:]
    cleaned = _NAME_NOISE.sub("", name)
    return (start if start == floor else start + len(name) - len(cleaned)), cleaned


@cache
def _stems() -> list[str]:
    """Stems of class names that are long enough to be told apart inside other words, longest first."""
    return sorted((stem for stem in lexicon().classes if stem not in {"其他", "教育", "金融"}), key=len, reverse=True)
