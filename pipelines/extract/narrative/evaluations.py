"""Money that evaluations of performance cover (绩效评价资金): “…开展绩效自评，共涉及项目12个，资金9万元，占…的100%”.

The only sentence of those chapters that speaks of the whole discloser. It is read in a sentence about an evaluation
(自评, 评价, 监控) behind 涉及 or 覆盖, fund by fund where it names several.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from pipelines.extract.narrative.drafts import Draft, Topic, yuan
from pipelines.extract.narrative.lexicon import any_of, lexicon
from pipelines.extract.narrative.shapes import NUMBER, UNIT
from pipelines.extract.records import FundType, Phase, Quantity, Share

SUBJECT = "绩效评价资金"
_ABOUT = re.compile("绩效|评价|自评|监控")
_OPENING = re.compile(
    r"(?:涉及|覆盖)(?:(?:预算)?(?:支出)?项目(?:共|共计)?(?P<count>\d{1,4})个,?)?|(?<=自评|评价),(?=资金)"
)
_IN_OPENING = re.compile("涉及|覆盖|,资金")
"""What no opening is without."""
_SHARE = re.compile(rf"[,(]?占(?P<of>[^,;。%\d()]{{2,30}}?)的?(?P<rate>{NUMBER})%")
_COUNT = re.compile(r"(?<!\d)(\d{1,4})个(?:[^,;。\d]{0,16})?项目|项目(?:共|共计)?(\d{1,4})个")


@cache
def _amount() -> re.Pattern[str]:
    words = any_of(lexicon().evaluation_words)
    funds = any_of(phrase for phrases in lexicon().scopes.values() for phrase in phrases)
    return re.compile(rf"[,、和及]?(?P<fund>{funds})?(?P<words>(?:{words})*)(?P<number>{NUMBER})(?P<unit>{UNIT})")


@cache
def _scopes() -> dict[str, FundType]:
    return {phrase: scope for scope, phrases in lexicon().scopes.items() for phrase in phrases}


def speaks_of_evaluated(text: str) -> bool:
    """Whether a compact text may state what evaluations cover."""
    return bool(_IN_OPENING.search(text) and _OPENING.search(text))


def read_evaluations(text: str, fiscal_year: int | None, printed: Callable[[int, int], str]) -> list[Draft]:
    """The drafts of one compact sentence of a chapter about performance; `printed` gives a stretch as printed."""
    drafts: list[Draft] = []
    since = 0
    for opening in _OPENING.finditer(text) if _ABOUT.search(text) else ():
        found = _from(text, opening, fiscal_year, printed)
        count = _counted(text[since : opening.start()], opening)
        if len(found) == 1 and count is not None:
            found[0].quantities.append(Quantity(of="绩效评价项目", value=count, unit="个"))
        drafts += found
        since = opening.end()
    return drafts


def _from(
    text: str, opening: re.Match[str], fiscal_year: int | None, printed: Callable[[int, int], str]
) -> list[Draft]:
    drafts: list[Draft] = []
    at = opening.end()
    while amount := _amount().match(text, at):
        scope = _scopes()[amount.group("fund")] if amount.group("fund") else None
        phase: Phase = "budget_unspecified" if amount.group("words").startswith("预算") else "final"
        value = yuan(amount.group("number"), amount.group("unit"))
        begin, at = amount.start("number"), amount.end()
        draft = Draft(Topic(SUBJECT, scope), phase, fiscal_year, None, value, printed(begin, at))
        if share := _SHARE.match(text, at):
            draft.shares.append(Share(of=share.group("of"), rate=Decimal(share.group("rate").replace(",", ""))))
            draft.topic = Topic(SUBJECT, scope or _scope_in(share.group("of")))
            at = share.end()
        drafts.append(draft)
    return drafts


def _scope_in(words: str) -> FundType | None:
    """The fund that the words of a whole begin with (一般公共预算项目支出总额)."""
    return next((_scopes()[phrase] for phrase in sorted(_scopes(), key=len)[::-1] if words.startswith(phrase)), None)


def _counted(before: str, opening: re.Match[str]) -> int | None:
    """How many projects, where it is said once: behind 涉及, or in the words before it."""
    if opening.group("count"):
        return int(opening.group("count"))
    counts = [behind or ahead for behind, ahead in _COUNT.findall(before)]
    return int(counts[0]) if len(counts) == 1 else None
