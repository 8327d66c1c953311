"""A worker process of the parse pool: frames with jobs on standard input, frames with results on standard output.

A frame is four bytes of length (big-endian) and MessagePack. Whatever a library prints goes to standard error.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec

READY = b"ready"
_HEADER = struct.Struct(">I")
_OUT_OF_MEMORY = 128 + signal.SIGKILL
_GRACE_SECONDS = 10


def frame(content: bytes) -> bytes:
    """The content with its length before it."""
    return _HEADER.pack(len(content)) + content


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame's content; None at the end of the stream, also in the middle of a frame."""
    header = _read(stream, _HEADER.size)
    return _read(stream, _HEADER.unpack(header)[0]) if header else None


def _read(stream: IO[bytes], size: int) -> bytes | None:
    parts = []
    while size:
        part = stream.read(size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def main() -> None:
    """Serve jobs until standard input ends: `python -m pipelines.pool_worker SECONDS MEMORY_MB`."""
    seconds, memory_mb = float(sys.argv[1]), int(sys.argv[2])
    results = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answer = _answerer()
    _limit_memory(memory_mb)
    results.write(frame(READY))
    while (content := read_frame(sys.stdin.buffer)) is not None:
        signal.alarm(int(seconds) + _GRACE_SECONDS)
        try:
            result = answer(content)
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        signal.alarm(0)
        _write(results, frame(result))


def _answerer() -> Callable[[bytes], bytes]:
    """The function from an encoded job to an encoded result; its imports are what makes a worker slow to start."""
    from pipelines.pool import Job, read_job  # noqa: PLC0415 - the parent imports this module for its frames only

    jobs = msgspec.msgpack.Decoder(Job)
    results = msgspec.msgpack.Encoder()
    return lambda content: results.encode(read_job(jobs.decode(content)))


def _write(stream: IO[bytes], content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[stream.write(view) :]


def _limit_memory(memory_mb: int) -> None:
    """Allow this much address space above what the idle worker has; systems without such a limit go without."""
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main()
