"""What pictures in an office document mean: beside text they may be tables, alone they are the document."""

from __future__ import annotations

import msgspec

from pipelines.extract.content import Content
from pipelines.extract.issues import flaw


def judged(content: Content, pictures: int) -> Content:
    """The content with its status: as it is where it has text, `needs_ocr` where only pictures, `empty` without both.

    Args:
        content: what was read.
        pictures: how many pictures and drawings the file holds, seals, logos and text boxes included.
    """
    has_text = any(page.text.strip() for page in content.pages)
    if not pictures:
        return content if has_text else msgspec.structs.replace(content, status="empty", status_reason="no text")
    message = f"{pictures} pictures or drawings{' beside the text' if has_text else ', no text'}"
    content = msgspec.structs.replace(content, flaws=[*content.flaws, flaw("image_content", message)])
    if has_text:
        return content
    return msgspec.structs.replace(content, status="needs_ocr", status_reason="content is pictures")
