"""The objects that a page, or a form on it, is drawn with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.extract.readers.pdf import library as lib

MAX_FORM_DEPTH = 5
"""Forms in forms beyond it are not followed: a file may hold itself."""

Handles = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects in the order of drawing: PDFium's `handles` (n,), and of what `kinds` they are (`lib.OBJECT_TEXT`, …)."""

    handles: Handles
    kinds: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.handles)

    def of_kind(self, kind: int) -> Handles:
        """The objects of one kind."""
        chosen: Handles = self.handles[self.kinds == kind]
        return chosen

    def each(self) -> Iterator[tuple[int, int]]:
        """Handle and kind of one object after the other."""
        return zip(self.handles.tolist(), self.kinds.tolist(), strict=True)


def objects_on(page: int) -> Objects:
    """The objects of a loaded page; those of its forms are not among them."""
    return _of(lib.page_objects(page, np.arange(lib.count_objects(page))))


def objects_in(form: int) -> Objects:
    """The objects of a form; those of its forms are not among them."""
    return _of(lib.form_objects(form, np.arange(lib.count_form_objects(form))))


def _of(handles: Handles) -> Objects:
    return Objects(handles, lib.object_types(handles))
