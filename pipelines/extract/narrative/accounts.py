"""Claims of a file that holds several accounts: those behind a further title are that department's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pipelines.extract.content import Page, TextLine
from pipelines.extract.disclosers import Titles, same_department
from pipelines.extract.records import Claim
from pipelines.extract.tables.side_lines import running_lines, without_digits


def attributed(claims: Sequence[Claim], pages: list[Page], department: str | None) -> list[Claim]:
    """The claims, those behind the title of another department's account with its name as `entity`.

    Args:
        claims: in reading order; those that name a unit themselves stay as they are.
        pages: the pages of the document.
        department: the department that the document is about, if that is known.
    """
    titles = list(_titles(pages))
    if len({name for _, name in titles}) < 2:
        return list(claims)
    first = next((_discloser_at(titles, claim) for claim in claims), None)
    own = [name for name in (first or titles[0][1], department) if name]
    found = []
    for claim in claims:
        name = _discloser_at(titles, claim)
        is_other = name is not None and claim.entity is None and not any(same_department(name, each) for each in own)
        found.append(msgspec.structs.replace(claim, entity=name) if is_other else claim)
    return found


def _titles(pages: list[Page]) -> Iterator[tuple[tuple[int, int], str]]:
    """Place (page, offset) and department of each title."""
    running = running_lines(pages)
    titles = Titles()
    for page in pages:
        for block in page.blocks:
            if isinstance(block, TextLine) and not (running and without_digits(block.text) in running):
                before = titles.discloser
                if (name := titles.take(block.text)) and name != before:
                    yield (page.number, block.start), name


def _discloser_at(titles: list[tuple[tuple[int, int], str]], claim: Claim) -> str | None:
    """The department of the last title before a claim."""
    place = (claim.spans[0].page, claim.spans[0].char_start)
    return next((name for at, name in reversed(titles) if at <= place), None)
