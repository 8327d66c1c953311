"""How a JSON interface is asked, step by step: what a district file says to the family json_tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, model_validator

from crawlers.model_types import Strict

VARIABLE = re.compile(r"\{([\w.]+)\}")
YEAR = "fiscal_year"
"""What every step knows: the listing's own."""
PAGE = "page"


class TreeStep(Strict):
    """One question: GET `url`, or POST `form` to it. In both, `{name}` is what an earlier step kept.

    `items` is where the list stands in the answer (`data.rows`; empty: the answer is the list), `total` where the site
    says how many there are. `{page}` in url or form asks page by page, from `first_page`, and needs `total`. `keep`
    remembers of each item what later steps need: name -> where it stands in the item.
    """

    url: str | None = None
    form: dict[str, str] | None = None
    items: str = ""
    total: str | None = None
    first_page: Annotated[int, Field(ge=0, le=1)] = 1
    keep: dict[str, str] = Field(default={})

    def variables(self) -> set[str]:
        """The names that url and form need."""
        return _variables([self.url or "", *(self.form or {}).values()])

    @property
    def is_paged(self) -> bool:
        """Whether it is asked page by page."""
        return PAGE in self.variables()


class TreeRow(Strict):
    """A row of the list: templates over an item of the last step (`{t_oldname}`) and over what was kept."""

    url: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    date: str | None = None
    """Where the item's date stands."""


class Tree(Strict):
    """The steps from the first question to the items that are rows."""

    steps: Annotated[list[TreeStep], Field(min_length=1, max_length=5)]
    row: TreeRow

    @property
    def needs_year(self) -> bool:
        """Whether a template asks for the listing's fiscal year."""
        return YEAR in _variables([self.row.url, self.row.title]).union(*(step.variables() for step in self.steps))

    @model_validator(mode="after")
    def _every_name_is_known(self) -> Self:
        known = {YEAR}
        for number, step in enumerate(self.steps, start=1):
            if number > 1 and step.url is None:
                raise ValueError(f"step {number} needs a url; only the first has the listing's")
            if number == 1 and step.url is not None:
                raise ValueError("step 1 is asked at the listing's url; it has none of its own")
            if unknown := step.variables() - known - {PAGE}:
                raise ValueError(f"step {number} uses {sorted(unknown)}, which no earlier step keeps")
            if step.is_paged and step.total is None:
                raise ValueError(f"step {number} asks page by page and needs `total` to know how many there are")
            known |= set(step.keep)
        return self


def _variables(templates: Iterable[str]) -> set[str]:
    return {name for template in templates for name in VARIABLE.findall(template)}
