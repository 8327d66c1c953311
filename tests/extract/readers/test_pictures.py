"""Pictures in office documents: beside text they are named, alone they are a document that needs reading by OCR."""

from __future__ import annotations

import pytest

from pipelines.extract.content import Content, Page
from pipelines.extract.readers.pictures import judged


@pytest.mark.parametrize(
    ("text", "pictures", "status", "codes"),
    [
        ("部门决算", 0, "parsed", []),
        ("部门决算", 2, "parsed", ["image_content"]),
        (" \n", 2, "needs_ocr", ["image_content"]),
        ("", 0, "empty", []),
    ],
)
def test_what_pictures_mean(text: str, pictures: int, status: str, codes: list[str]) -> None:
    content = judged(Content(media_type="x", pages=[Page(number=1, text=text, blocks=[])]), pictures)
    assert (content.status, [flaw.code for flaw in content.flaws]) == (status, codes)
