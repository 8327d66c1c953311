"""Drawing in a process of its own: a page that crashes PDFium or never ends costs a picture, not the command."""

from __future__ import annotations

import contextlib
import multiprocessing
import resource
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

_T = TypeVar("_T")
ADDRESS_SPACE = 4 * 1024**3
"""Bytes, the libraries' own share included; systems without such a limit go without."""


class StoppedError(RuntimeError):
    """The process ended or was ended before it gave a result; the message says why."""


def guarded(seconds: float, action: Callable[..., _T], *arguments: object) -> _T:
    """What `action(*arguments)` returns in a child process; both must be picklable.

    Raises:
        StoppedError: it took longer than `seconds`, ran out of memory, or crashed.
        Exception: what the action raised.
    """
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(sending, action, arguments), daemon=True)
    process.start()
    sending.close()
    try:
        if not receiving.poll(seconds):
            raise StoppedError(f"it took longer than {seconds:.0f} s")
        value, error = receiving.recv()
    except EOFError as ended:
        process.join()
        raise StoppedError(f"its process ended with code {process.exitcode}") from ended
    finally:
        process.kill()
        process.join()
        receiving.close()
    if error is not None:
        raise error
    result: _T = value
    return result


def _serve(sending: Connection, action: Callable[..., object], arguments: tuple[object, ...]) -> None:
    # Ctrl-C reaches the whole group; the parent ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    value: object = None
    error: Exception | None = None
    try:
        value = action(*arguments)
    except MemoryError:
        error = StoppedError("it ran out of memory")
    except Exception as raised:  # noqa: BLE001 - it is raised again in the parent
        error = raised
    sending.send((value, error))
