"""Which characters the bytes of an RTF document are: by the font they are set in, else by the document's code page."""

from __future__ import annotations

from pipelines.extract.readers.rtf.words import words_of

_CHARSETS, _PAGES = words_of("charset"), words_of("page")
_LATIN_PAGES = range(1250, 1259)


class CharacterSets:
    """What the head of a document says about its fonts and its code page."""

    def __init__(self) -> None:
        self._page = "cp1252"
        self._fonts: dict[int, str] = {}

    def set_page(self, number: int) -> None:
        """The document's code page, as Windows counts them."""
        self._page = _PAGES.get(str(number), f"cp{number}" if number in _LATIN_PAGES else self._page)

    def set_font(self, font: int, charset: int) -> None:
        """The character set of a font, as Windows counts them; those of Latin letters follow the code page."""
        self._fonts[font] = _CHARSETS.get(str(charset), "")

    def decode(self, raw: bytes, font: int | None) -> str:
        """The text; Chinese programs do not always set Chinese in a Chinese font, then the code page decides."""
        named = self._fonts.get(font, "") if font is not None else ""
        for encoding in dict.fromkeys(name for name in (named, self._page) if name):
            try:
                return raw.decode(encoding)
            except UnicodeError:
                continue
        return raw.decode(named or self._page, "replace")
