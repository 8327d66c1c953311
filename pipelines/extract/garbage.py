"""How often the collector of cyclic garbage runs while a document is read.

Reading makes hundreds of thousands of small objects and hardly a cycle: looking for cycles after every 700 new objects
took one twentieth of the time. What a document makes is freed by reference counts; the few cycles are found later.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS = 50_000


@contextmanager
def collected_rarely() -> Iterator[None]:
    """Look for cycles only after every 50,000 new objects; the caller's setting holds again afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _NEW_OBJECTS) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
