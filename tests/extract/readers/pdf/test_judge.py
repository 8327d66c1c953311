"""On ruled, upright pages both readers agree on every amount and code, however the table is drawn."""

from __future__ import annotations

from itertools import count, islice

import pytest

from pipelines.extract.content import Grid
from pipelines.extract.readers.pdf import read_pdf
from pipelines.extract.readers.pdf.fallback import SecondReader, disagreement
from sample_portal.layouts.laid_out import lay_out
from sample_portal.layouts.parameters import draw_parameters

_PAGES = 2


def ruled_numbers() -> list[int]:
    """The first numbers of generated documents with fully ruled tables on upright pages."""
    drawn = ((number, draw_parameters(number)) for number in count(100))
    return list(islice((n for n, made in drawn if made.layout_class == "ruled" and not made.look.turn), 4))


@pytest.mark.parametrize("number", ruled_numbers())
def test_readers_agree_on_drawn_layouts(number: int) -> None:
    made = lay_out(number)
    data = made.data
    grids = {page.number: [b for b in page.blocks if isinstance(b, Grid)] for page in read_pdf(data).pages}
    pages = list(islice((page for page, found in grids.items() if found), _PAGES))
    assert pages
    with SecondReader(data, made.pages) as second:
        for page in pages:
            judged = second.read(page - 1)
            assert judged is not None
            assert (page, *disagreement(grids[page], judged)) == (page, {}, {})
