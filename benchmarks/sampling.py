"""Looking at processes a few times a second while something runs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import psutil


@contextmanager
def sampled(look: Callable[[Sequence[psutil.Process]], None], *, seconds: float) -> Iterator[None]:
    """Call `look` with this process and all below it every so many `seconds`, as long as the block runs."""
    stop = threading.Event()

    def watch() -> None:
        me = psutil.Process()
        while not stop.wait(seconds):
            look((me, *me.children(recursive=True)))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
