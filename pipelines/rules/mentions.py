"""The text of one document as the rules ask for it: each claim with its printed precision, by what it is about.

A mention's step is the finest digit that its sentence prints in its unit (138 万元 beside 2405.79 万元 is 138.00): text
drops closing zeros, and a lone round amount may be rounded to its last digit.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

import msgspec

from pipelines.extract import money
from pipelines.extract.records import Claim, FundType, Phase, Place
from pipelines.rules.exhibit import Exhibit

_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)((?:亿|百万|万|千)?元)")
_BLANKS = re.compile(r"\s+")
_QUOTE = 160
_LEVELS = 3

SentenceKey = tuple[str | None, tuple[tuple[int, int], ...]]
Steps = dict[str, Decimal]


class Key(msgspec.Struct, frozen=True):
    """What an amount is about: whose, which money, which subject."""

    entity: str | None
    scope: FundType | None
    subject: str
    path: tuple[str | None, ...] = ()

    @property
    def name(self) -> str:
        """The subject as a reader knows it, with the unit it is about."""
        what = next((part for part in reversed(self.path) if part), self.subject)
        return f"{self.entity or ''}{what}"

    @property
    def is_named(self) -> bool:
        """Whether all levels above a functional item are named: 行政运行 alone may be of any class."""
        return None not in self.path[: self.level] if self.path else True

    @property
    def level(self) -> int:
        """How deep the path of a functional class goes: 1 类, 2 款, 3 项; 0 for other subjects."""
        return max((depth for depth, part in enumerate(self.path, 1) if part is not None), default=0)


class Mention(msgspec.Struct, frozen=True):
    """One claim, its place in the order of the document, its printed step in yuan, and what it is about."""

    claim: Claim
    order: int
    step: Decimal
    key: Key

    @property
    def phase(self) -> Phase:
        """Final or one of the budgets."""
        return self.claim.phase

    @property
    def amount(self) -> Decimal | None:
        """The stated amount in yuan."""
        return self.claim.amount_yuan

    @property
    def sentence(self) -> SentenceKey:
        """Equal for the claims of one sentence about one unit."""
        return self.claim.entity, tuple((span.page, span.char_start) for span in self.claim.spans)

    def exhibit(self, name: str = "", value: Decimal | None = None, unit: str = "元") -> Exhibit:
        """The mention as a side of a finding: by default its amount under its subject."""
        shown = self.amount if value is None else value
        return Exhibit(name or self.key.name, shown, quote(self.claim.sentence), self.places(), unit)

    def places(self) -> list[Place]:
        """Where its sentence stands."""
        return [Place(page=s.page, char_start=s.char_start, char_end=s.char_end) for s in self.claim.spans]


class Narrative:
    """All mentions of a document in reading order, found by what they are about and by sentence."""

    def __init__(self, claims: Sequence[Claim], fiscal_year: int | None) -> None:
        self.fiscal_year = fiscal_year
        steps = _Steps(claims)
        self.mentions = [Mention(claim, order, steps.of(claim), _key(claim)) for order, claim in enumerate(claims)]

    @cached_property
    def by_key(self) -> dict[Key, list[Mention]]:
        """The mentions of each subject, in order."""
        found: dict[Key, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            found[mention.key].append(mention)
        return found

    @cached_property
    def by_subject(self) -> dict[str, list[Mention]]:
        """The mentions of each subject, whatever unit or money they are about, in order."""
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            found[mention.claim.subject].append(mention)
        return found

    @cached_property
    def by_sentence(self) -> dict[SentenceKey, list[Mention]]:
        """The mentions of each sentence, in order."""
        found: dict[SentenceKey, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            found[mention.sentence].append(mention)
        return found

    def amounts(self, key: Key, phase: Phase, year: int | None) -> list[Mention]:
        """Every amount stated for a subject, a phase and a year."""
        return [
            m
            for m in self.by_key.get(key, [])
            if m.amount is not None and m.phase == phase and m.claim.fiscal_year == year
        ]

    def stated(self, mention: Mention, phase: Phase | None = None) -> Mention | None:
        """The amount a mention speaks of: its own, or the nearest before it of the same subject, year and phase."""
        wanted = phase or mention.phase
        if mention.amount is not None and wanted == mention.phase:
            return mention
        known = self.amounts(mention.key, wanted, mention.claim.fiscal_year)
        same = [m for m in known if m.sentence == mention.sentence]
        before = [m for m in known if m.order < mention.order and mention.key.is_named]
        return same[0] if len(same) == 1 else before[-1] if before and not same else None


def _key(claim: Claim) -> Key:
    return Key(claim.entity, claim.scope, claim.subject, tuple(claim.subject_path or ())[:_LEVELS])


@lru_cache(maxsize=1024)
def quote(sentence: str) -> str:
    """A sentence without the breaks of its layout, cut where it runs on."""
    text = _BLANKS.sub(" ", sentence).strip()
    return text if len(text) <= _QUOTE else f"{text[:_QUOTE]}…"


def total(mentions: Iterable[Mention]) -> Decimal:
    """The sum of the stated amounts."""
    return sum((m.amount for m in mentions if m.amount is not None), Decimal(0))


class _Steps:
    """The printed step of each sentence by unit."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._by_sentence: dict[str, Steps] = {}
        self._finest: Steps = {}
        for sentence in {claim.sentence for claim in claims}:
            steps = self._by_sentence[sentence] = _sentence_steps(sentence)
            for unit, step in steps.items():
                self._finest[unit] = min(step, self._finest.get(unit, step))

    def of(self, claim: Claim) -> Decimal:
        found = _AMOUNT.search(_compact(claim.printed))
        steps = self._by_sentence[claim.sentence]
        unit = found.group(2) if found else next(iter(steps), "万元")
        factor = money.unit_factor(unit) or Decimal(1)
        return steps.get(unit) or self._finest.get(unit) or factor.scaleb(-2)


def _sentence_steps(sentence: str) -> Steps:
    """The finest digit by unit; none where a sentence prints only zeros, which do not show their precision."""
    steps: Steps = {}
    for number, unit in _AMOUNT.findall(_compact(sentence)):
        factor = money.unit_factor(unit)
        if factor is not None and (number.strip("0.,") or "." in number):
            step = factor.scaleb(-len(number.partition(".")[2]))
            steps[unit] = min(step, steps.get(unit, step))
    return steps


def _compact(text: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))
