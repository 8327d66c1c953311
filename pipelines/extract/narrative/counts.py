"""Counts of things beside the amounts: 团组, 批次, 人次, 辆, 台（套）, 人.

In the chapters of 三公 a count belongs to the thing named before it (narrative.yml `counted`). In the chapters of
state assets and staff it belongs to the words that stand before the number.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from weakref import proxy

from pipelines.extract.narrative.drafts import Draft, Topic, yuan
from pipelines.extract.narrative.lexer import Token
from pipelines.extract.narrative.lexicon import Counted, any_of, counted_phrases, lexicon, subjects
from pipelines.extract.records import FundType, Quantity

if TYPE_CHECKING:
    from pipelines.extract.narrative.walk import Walk

_BATCHES = frozenset({"批次", "批", "次"})
_PERSONS = frozenset({"人次", "人", "名"})
_BARE = frozenset({"接待", "共接待", "来宾", "接待来宾"})
_GUESTS = frozenset({"接待批次", "接待人次", "接待人数"})
_EVENTS = _BATCHES | _PERSONS
_FOREIGN = frozenset({"外事接待{}", "国（境）外接待{}"})
"""Two words for one thing: the account that is spoken of says which of them its guests are."""
_FREE_OF_NOISE = re.compile(
    r"^(?:截至|截止|到)?(?:(?:20\d\d年)?(?:\d{1,2}月\d{1,2}日|年末|年底|底|末|度)?)?[,:]?(?:其中|含|包括)?[,:]?"
    r"(?:(?:本|我|全|该)(?:部门|单位|办|局|委|院|校|中心|系统|街道|镇|馆|所|站)(?:及(?:所属|二级)单位)?)?"
    r"(?:本级)?(?:共有|共|实有|拥有|现有|有)?"
)
_FREE_OF_TAIL = re.compile(r"(?:共计|合计|共|为|(?<![人总])数|:|约)+$")
_SPENT = re.compile(r"[,(]?(?:共计|合计|总计|金额|共|总额|为|(?:公务)?接待(?:费用?|经费|支出)|支出|费用|开支)*")
_WORTH = re.compile(r"[,(]?(?:共计|合计|总计|金额|价值|共|原值|账面原值|总价值|总额|为)*")
"""What stands between a count and the amount that was spent on the things, or that they are worth."""
_ESCORT = re.compile(r"陪[同餐](?:人员|人数)?(?:共|为)?$")
"""陪同5人: those who keep guests company are no guests."""
_VEHICLE_UNITS = frozenset({"辆", "台", "部"})
_DISPOSED = frozenset({"处置", "报废"})
_BOUGHT, _RUN = "公务用车购置费", "公务用车运行维护费"
_OF_VEHICLES = {_BOUGHT: _BOUGHT, _RUN: _RUN, "公务用车购置及运行维护费": _RUN, "三公经费": _RUN}
"""Whose counts vehicles are, by the subject that is spoken of."""
_ALL_VEHICLES = {_BOUGHT: "公务用车购置数", _RUN: "公务用车保有量"}
_CLAUSE_START = re.compile(r"[,;:。、](?![^(]*\))")


@cache
def _bought() -> re.Pattern[str]:
    """Words for what came or went in the year (购置, 报废), not for what is owned."""
    return re.compile(any_of(lexicon().purchases))


@cache
def _vehicle() -> re.Pattern[str]:
    """Words that name vehicles, behind what says nothing of them: 本年购置轿车, 其中:执法执勤用车(含囚车)."""
    words = lexicon()
    before = any_of([*words.fillers, *words.this_year, *words.among])
    return re.compile(
        rf"(?:{before}|[,:]|20\d\d年度?)*(?P<bought>{any_of(words.purchases)})?"
        rf"(?:(?P<kind>{any_of(words.vehicle_kinds)})|(?P<all>{any_of(words.vehicles)}))(?:\([^)]*\))?"
    )


def named_quantity(thing: Counted, number: str, unit: str) -> Quantity:
    """A count with its printed unit; what is counted in batches and in persons is named by the unit."""
    kind = "批次" if unit in _BATCHES or unit == "个" else "人次"
    of = thing.of.replace("{}", kind).replace("(", "（").replace(")", "）")
    return Quantity(of=of, value=int(number.replace(",", "")), unit=unit.replace("(", "（").replace(")", "）"))


def _quantity(of: str, token: Token) -> Quantity:
    return named_quantity(Counted("", of, []), token.numbers[0], token.unit or "")


class Counter:
    """Takes the counts of one sentence for its walk."""

    def __init__(self, sentence: Walk) -> None:
        # The sentence owns its counter: without the circle both go when the sentence does.
        self._sentence: Walk = proxy(sentence)
        self._thing: Counted | None = None
        self._draft: Draft | None = None
        self._last_of = ""
        self._named_to = 0
        self._since = sentence.start
        self._outside: list[Counted | None] = []

    def enter(self) -> None:
        """A bracket opens: what was counted before it is counted on behind it."""
        self._outside.append(self._thing)

    def leave(self) -> None:
        """A bracket closes."""
        self._thing = self._outside.pop()

    def forget(self) -> None:
        """A new subject of money stands before the next count."""
        self._thing = None
        self._draft = None

    def name(self, token: Token) -> None:
        """A counted thing is named; in chapters of free counts the words themselves serve."""
        thing = counted_phrases()[token.value]
        if self._free():
            return
        if self._thing is not None and (token.value in _BARE or self._goes_on(token.value)):
            self._named_to = token.end
            return
        after = lexicon().counted_after
        topic = self._sentence.topics[0].subject if self._sentence.topics else ""
        is_open = thing.of == "公务接待{}" and "公务" not in token.value
        if topic in after and (is_open or {thing.of, after[topic]} == _FOREIGN):
            thing = Counted(thing.subject, after[topic], thing.phrases, thing.units)
        self._thing, self._named_to = thing, token.end

    def _goes_on(self, words: str) -> bool:
        """“国内公务接待批次9个，接待人次90人”: the guests of the same receptions."""
        of = self._thing.of if self._thing else ""
        return words in _GUESTS and of.startswith(("国内公务接待", "国（境）外接待"))

    def count(self, token: Token) -> None:
        """A number with a unit of count; behind 增加 or 减少 it is a change of the count, not the count."""
        before = self._sentence.tokens[self._sentence.index - 1] if self._sentence.index else None
        if before is not None and before.kind == "DIR":
            return
        if _ESCORT.search(self._sentence.text[: token.start]):
            return
        if self._thing is not None and "{}" in self._thing.of and token.unit in _VEHICLE_UNITS:
            self._thing = None  # 接待用车2辆
        if self._thing is not None and "分别" in self._sentence.text[self._named_to : token.start]:
            self._thing = None  # 购置数和保有量分别为1辆和9辆
            return
        if self._free():
            self._free_count(token)
        elif self._thing is not None:
            self._add(self._suited(self._thing, token), token)
            if token.unit not in _EVENTS and token.unit != "个":
                self._thing = None
        elif not self._vehicles(token):
            self._after_subject(token)
        self._since = token.end

    def money_subject(self) -> str | None:
        """The subject of an amount behind a counted thing (“国内公务接待15批次，共计支出1万元”); "" for unknown."""
        if self._thing is None:
            return None
        of = self._thing.of
        kinds = lexicon().counted_after.items()
        return next((subject for subject, name in kinds if of.startswith(name.removesuffix("{}"))), "")

    def is_spent_on(self, token: Token) -> bool:
        """Whether an amount stands right behind the last count: “接待国内来宾12批次,90人次,共支出1万元”."""
        return bool(_SPENT.fullmatch(self._sentence.text[self._since : token.start]))

    def takes(self, token: Token) -> bool:
        """Whether an amount is that of the vehicles or equipment just counted (…0台，共计0万元)."""
        draft, self._draft = self._draft, None
        if draft is None or len(draft.quantities) != 1 or draft.amount is not None or len(token.numbers) != 1:
            return False
        between = self._sentence.text[self._since : token.start]
        is_money = draft.topic.subject in subjects()
        if not (_SPENT if is_money else _WORTH).fullmatch(between):
            return False
        draft.amount, draft.printed = yuan(token.numbers[0], token.unit), token.value
        return True

    def _free(self) -> str | None:
        """What the words before a number are of, whatever they are: assets, staff, or None.

        In a chapter that says of neither what it is about, the sentence itself must.
        """
        chapter = self._sentence.setting.chapter
        if chapter.read == "open":
            text = self._sentence.text
            marks = lexicon().open_counts
            return next((kind for kind, words in marks.items() if any(word in text for word in words)), None)
        return "assets" if chapter.kind == "assets" else "staff" if chapter.read == "staff" else None

    def _suited(self, thing: Counted, token: Token) -> Counted | None:
        """The thing, or its sister with this unit (团组 0个、2人次)."""
        if not thing.units or token.unit in thing.units or "{}" in thing.of:
            return thing
        return next((c for c in lexicon().counted if c.subject == thing.subject and token.unit in c.units), None)

    def _vehicles(self, token: Token) -> bool:
        """“公务用车保有量3辆,其中:轿车1辆、越野车2辆”: of what was counted before, bought or kept."""
        if token.unit not in _VEHICLE_UNITS or self._sentence.setting.chapter.kind != "three_public":
            return False
        named = _vehicle().fullmatch(self._words_before(token))
        if named is None or named.group("bought") in _DISPOSED:
            return False
        subject = _BOUGHT if named.group("bought") else self._subject_of_vehicles()
        if subject is None:
            return False
        self._add(Counted(subject, named.group("kind") or _ALL_VEHICLES[subject], []), token)
        return True

    def _subject_of_vehicles(self) -> str | None:
        counted = [draft.topic.subject for draft in reversed(self._sentence.drafts) if draft.quantities]
        spoken = [topic.subject for topic in self._sentence.topics[:1]]
        return next((_OF_VEHICLES[name] for name in (*counted, *spoken) if name in _OF_VEHICLES), None)

    def _after_subject(self, token: Token) -> None:
        """“国内接待费9.91万元，共60批次”: a subject of money says what its counts are of."""
        topics = self._sentence.topics
        name = lexicon().counted_after.get(topics[0].subject) if topics else None
        if name is None or token.unit not in _EVENTS or self._sentence.is_doubtful():
            return
        subject = "出国团组" if "出国" in name else "公务接待"
        if "出国" in name:
            name = name.replace("{}", "团组" if token.unit in _BATCHES else "人次")
        self._add(Counted(subject, name, []), token)

    def _add(self, thing: Counted | None, token: Token) -> None:
        if thing is None:
            return
        quantity = named_quantity(thing, token.numbers[0], token.unit or "")
        self._put(Topic(thing.subject, self._scope_of(thing.subject)), quantity)

    def _scope_of(self, subject: str) -> FundType | None:
        known = subjects().get(subject)
        return self._sentence.setting.scope if known and known.inherits else None

    def _put(self, topic: Topic, quantity: Quantity) -> Draft:
        draft = self._sentence.draft_for(topic)
        if any((known.of, known.unit) == (quantity.of, quantity.unit) for known in draft.quantities):
            return draft
        self._draft = draft if topic.subject in subjects() and draft.amount is None else None
        draft.quantities.append(quantity)
        return draft

    def _free_count(self, token: Token) -> None:
        of = self._words_before(token)
        if of.endswith("各") or any(word in of for word in lexicon().count_changes):
            return
        if self._free() == "staff":
            if token.unit in _PERSONS:
                self._staff(of, token)
        else:
            self._asset(of, token)

    def _words_before(self, token: Token) -> str:
        text = self._sentence.text[self._since : token.start]
        start = max((m.end() for m in _CLAUSE_START.finditer(text)), default=0)
        of = _FREE_OF_NOISE.sub("", text[start:].lstrip("(),;。").rstrip("(,;。"))
        named = _FREE_OF_TAIL.sub("", re.split(r"共有|实有|拥有|现有", of)[-1])
        is_staff = self._free() == "staff"
        whole = text[start:].strip("(),;。")
        return whole if is_staff and "实有" in whole and named in {"", "人", "人数"} else named

    def _asset(self, of: str, token: Token) -> None:
        found = (s for s, words in lexicon().assets.items() if any(word in of for word in words))
        subject = next(found, "车辆" if token.unit == "辆" and of else None)
        if subject is None:
            return
        bought = _bought().match(of)
        self._draft = self._put(Topic(subject, variant=bought.group() if bought else ""), _quantity(of, token))

    def _staff(self, of: str, token: Token) -> None:
        words = lexicon().staff_actual
        if of in lexicon().staff_suffixes and self._last_of:
            of = self._last_of + of
        elif of:
            self._last_of = of
        if any(word in of for word in words):
            self._put(Topic("实有人数"), _quantity(of, token))
        elif "编制" in of:
            self._put(Topic("人员编制"), _quantity(of, token))
