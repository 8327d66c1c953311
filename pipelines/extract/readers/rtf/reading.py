"""From RTF tokens to paragraphs: what is printed, in which character set, and where tables have their edges."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pipelines.extract.folding import Mark, lowered, raised, struck
from pipelines.extract.readers.marks import DamagedDocumentError, Paragraph, ParagraphShape
from pipelines.extract.readers.rtf.character_sets import CharacterSets
from pipelines.extract.readers.rtf.rows import RowDefinition
from pipelines.extract.readers.rtf.tokens import Token, tokens
from pipelines.extract.readers.rtf.words import words_of

_SYMBOLS = words_of("symbol")
_SKIPPED, _READ = frozenset(words_of("skipped")), frozenset(words_of("read"))
_PARAGRAPH_ENDS = frozenset({"par", "sect", "page"})
_DEEPEST = 2_000


_SWITCHES = {"v": "is_hidden", "deleted": "is_deleted"}
"""The word that switches each state of characters on, or with a 0 off."""
_MARKING: dict[str, Mark | None] = {"super": raised, "sub": lowered, "nosupersub": None}
_STROKES = frozenset({"strike", "striked"})


class _State(msgspec.Struct):
    """What a group inherits and loses again at its end."""

    is_skipped: bool = False
    is_font_list: bool = False
    is_title: bool = False
    is_nested: bool = False
    is_box: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    mark: Mark | None = None
    is_struck: bool = False
    font: int | None = None
    skip_after_unicode: int = 1
    in_table: bool = False
    depth: int | None = None


class Reading:
    """One pass over a document; fills `paragraphs`, `title`, `pictures`, `lost` (characters) and `strays` (bytes)."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.pictures = 0
        self.lost = 0
        self.strays = 0
        self._title: list[str] = []
        self._state = _State()
        self._stack: list[_State] = []
        self._shown: list[str] = []
        self._pending = b""
        self._sets = CharacterSets()
        self._rows = {False: RowDefinition(), True: RowDefinition()}
        self._boxes: list[tuple[list[str], list[Paragraph]]] = []
        self._anchored: list[Paragraph] = []
        self._to_skip = 0
        self._is_optional = False
        self._is_first = False
        self._numbered: dict[str, Callable[[int], None]] = {
            "f": self._font,
            "fcharset": self._charset,
            "ansicpg": self._sets.set_page,
            "u": self._unicode,
            "cellx": self._edge,
        }

    @property
    def title(self) -> str | None:
        """The title in the document's properties."""
        return "".join(self._title).strip() or None

    def read(self, data: bytes) -> None:
        """Read a whole document; raises DamagedDocumentError unless its groups close, and all of them at its end."""
        is_closed = False
        source = tokens(data)
        for token in source:
            if token.kind == "{":
                self._open()
            elif token.kind == "}":
                self._close()
                is_closed = not self._stack
                if is_closed:
                    break
            else:
                self._inside(token)
        if not is_closed:
            raise DamagedDocumentError("the document ends inside a group")
        if any(token.kind == "word" for token in source):
            raise DamagedDocumentError("there is text behind the end of the document")
        self._flush()
        if "".join(self._shown).strip():
            self._end(ParagraphShape(depth=self._depth()))

    def _open(self) -> None:
        self._flush()
        if len(self._stack) >= _DEEPEST:
            raise DamagedDocumentError(f"groups nested deeper than {_DEEPEST}")
        self._stack.append(self._state)
        self._state = msgspec.structs.replace(self._state)
        self._is_first = True
        self._is_optional = False

    def _close(self) -> None:
        self._flush()
        if not self._stack:
            raise DamagedDocumentError("a group ends that never began")
        was_box = self._state.is_box
        self._state = self._stack.pop()
        if was_box and not self._state.is_box:
            self._box_ends()
        self._is_first = False
        self._to_skip = 0

    def _inside(self, token: Token) -> None:
        is_first, self._is_first = self._is_first, False
        if token.kind == "symbol" and token.text == "*":
            self._is_optional = is_first
            self._is_first = is_first
        elif token.kind == "word":
            self._word(token, is_first=is_first)
            self._is_optional = False
        elif token.kind == "symbol":
            self._symbol(token.text)
        elif token.kind == "stray":
            self.strays += len(token.raw)
        else:
            self._bytes(token.raw)

    def _word(self, token: Token, *, is_first: bool) -> None:
        word, number = token.text, token.number
        if is_first and self._destination(word):
            return
        if word in self._numbered and number is not None:
            self._numbered[word](number)
        elif word == "trowd":
            self._rows[self._state.is_nested] = RowDefinition()
        elif word == "trleft":
            self._rows[self._state.is_nested].left = number or 0
        elif word in {"clmrg", "clvmrg"}:
            self._rows[self._state.is_nested].flags.add(word)
        elif word == "uc":
            self._state.skip_after_unicode = number or 0
        elif word in _SYMBOLS:
            self._show(_SYMBOLS[word])
        else:
            self._format(word, number)
            self._mark(word)

    def _destination(self, word: str) -> bool:
        """Whether the word opens a group of its own kind; what cannot be read of those is skipped."""
        state = self._state
        if word == "fonttbl":
            state.is_font_list = True
        elif word == "title":
            state.is_title = True
            self._title.clear()
        elif word == "nesttableprops":
            state.is_nested = True
        elif word == "shptxt":
            self._box()
        elif word in _READ:
            pass
        elif word in _SKIPPED or self._is_optional:
            self.pictures += word == "pict" and not state.is_skipped
            state.is_skipped = True
        else:
            return False
        return True

    def _box(self) -> None:
        """A text box begins: what it holds is kept apart until the paragraph that it is anchored in ends."""
        state = self._state
        if not state.is_skipped:
            state.is_box, state.in_table, state.depth = True, False, None
            self._boxes.append((self._shown, self.paragraphs))
            self._shown, self.paragraphs = [], []

    def _box_ends(self) -> None:
        if self._shown:
            self._end(ParagraphShape())
        inside = self.paragraphs
        self._shown, self.paragraphs = self._boxes.pop()
        self._anchored += inside

    def _format(self, word: str, number: int | None) -> None:
        """Words that switch something for what follows."""
        state, is_on = self._state, number != 0
        if word in _SWITCHES:
            self._flush()
            setattr(state, _SWITCHES[word], is_on)
        elif word in _MARKING:
            self._flush()
            state.mark = _MARKING[word] if is_on else None
        elif word in _STROKES:
            self._flush()
            state.is_struck = is_on
        elif word == "plain":
            self._flush()
            state.is_hidden = state.is_deleted = state.is_struck = False
            state.mark = None
        elif word == "pard":
            state.in_table, state.depth = False, None
        elif word == "intbl":
            state.in_table = is_on
        elif word == "itap":
            state.depth = number

    def _edge(self, right: int) -> None:
        self._rows[self._state.is_nested].edge(right)

    def _depth(self) -> int:
        if self._state.depth is not None:
            return max(0, self._state.depth)
        return int(self._state.in_table)

    def _mark(self, word: str) -> None:
        """Words that end a paragraph, a cell or a row."""
        if self._state.is_skipped:
            return
        depth = self._depth()
        if word in _PARAGRAPH_ENDS:
            self._end(ParagraphShape(depth=depth))
        elif word == "cell":
            self._end(ParagraphShape(depth=1, ends_cell=True))
        elif word == "row":
            self._end(ParagraphShape(depth=1, ends_row=True, row=self._rows[False].shape()))
        elif word == "nestcell":
            self._end(ParagraphShape(depth=max(2, depth), ends_cell=True))
        elif word == "nestrow":
            self._end(ParagraphShape(depth=max(2, depth), ends_row=True, row=self._rows[True].shape()))

    def _end(self, shape: ParagraphShape) -> None:
        self._flush()
        text = "".join(self._shown).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self._shown = []
        if shape.depth:
            self.paragraphs += [Paragraph(box.text, ParagraphShape(depth=shape.depth)) for box in self._anchored]
        self.paragraphs.append(Paragraph(text, shape))
        if not shape.depth:
            self.paragraphs += self._anchored
        self._anchored = []

    # Characters

    def _font(self, number: int) -> None:
        self._flush()
        self._state.font = number

    def _charset(self, number: int) -> None:
        if self._state.is_font_list and self._state.font is not None:
            self._sets.set_font(self._state.font, number)

    def _unicode(self, number: int) -> None:
        self._flush()
        self._show(chr(number % 0x10000))
        self._to_skip = self._state.skip_after_unicode

    def _symbol(self, symbol: str) -> None:
        if symbol in "\\{}":
            self._bytes(symbol.encode("ascii"))
        elif symbol in "\r\n":
            self._mark("par")
        elif symbol in _SYMBOLS:
            self._show(_SYMBOLS[symbol])
        else:
            self.strays += symbol < " " and symbol != "\t"

    def _show(self, text: str) -> None:
        self._flush()
        self._keep(text)

    def _bytes(self, raw: bytes) -> None:
        skipped = min(self._to_skip, len(raw))
        self._to_skip -= skipped
        self._pending += raw[skipped:]

    def _flush(self) -> None:
        """Decode the bytes collected so far; a character may be spread over several tokens."""
        raw, self._pending = self._pending, b""
        if raw:
            self._keep(self._sets.decode(raw, self._state.font))

    def _keep(self, text: str) -> None:
        state = self._state
        if state.is_title:
            self._title.append(text)
        elif not (state.is_skipped or state.is_font_list or state.is_hidden or state.is_deleted):
            self.lost += text.count("\ufffd")
            marked = state.mark(text) if state.mark else text
            self._shown.append(struck(marked) if state.is_struck else marked)
