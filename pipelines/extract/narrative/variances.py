"""How far a final amount is from its budget (预决算差异率): a change whose direction the words may not say."""

from __future__ import annotations

from pipelines.extract.narrative.changes import Changes
from pipelines.extract.narrative.drafts import Base, Draft, rate_of, yuan
from pipelines.extract.narrative.lexer import Token
from pipelines.extract.records import Direction


class Variances(Changes):
    """The handler of 差异率 and 差异."""

    def on_variance(self, token: Token) -> None:
        """“年初预算9万元，决算8万元，预决算差异率-11.11%”: the amounts say the direction, else the minus does."""
        at = self._at
        while at < len(self.tokens) and self.tokens[at].kind == "FILL":
            at += 1
        figure = self.tokens[at] if at < len(self.tokens) else None
        is_doubtful = self._cause or self._aside or self._ignored or self._dirty
        if (
            figure is None
            or figure.kind not in {"PERCENT", "AMOUNT"}
            or len(figure.numbers) != 1
            or is_doubtful
            or not self.topics
        ):
            self._foreign()
            return
        self._at = at + 1
        if len(self.topics) == 1:
            self._vary(token, figure)

    def _vary(self, token: Token, figure: Token) -> None:
        budget = next((d for d in reversed(self.drafts) if d.topic == self.topics[0] and d.phase != "final"), None)
        base = self._base or self.setting.base
        if budget is not None and budget.phase != "final":
            base = Base(budget.phase, budget.year)
        elif base is None or (base.baseline == "prior_year" and "预" in self.text[token.start : token.end]):
            base = Base("budget_unspecified", self._own_year())
        draft = self._current(self.topics[0], base.baseline)
        direction = _direction(draft, budget, figure)
        if direction == "unclear" and all(change.base.baseline != base.baseline for change in draft.changes):
            self.unread.append(("direction_unclear", token))
        change = draft.change(base, direction)
        if figure.kind == "PERCENT":
            change.rate = change.rate if change.rate is not None else rate_of(figure)
        elif change.change_abs is None:
            change.change_abs = yuan(figure.numbers[0].lstrip("-"), figure.unit)
        self._valued = True


def _direction(draft: Draft, budget: Draft | None, figure: Token) -> Direction:
    if budget is not None and budget.amount is not None and draft.amount is not None:
        if draft.amount == budget.amount:
            return "flat"
        return "increase" if draft.amount > budget.amount else "decrease"
    return "decrease" if figure.numbers[0].startswith("-") else "unclear"
