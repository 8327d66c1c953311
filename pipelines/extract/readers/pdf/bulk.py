"""C functions called for many items in one go: arrays in, arrays out.

A page has thousands of characters and objects, and PDFium tells of each by a call of its own. Made from Python, such a
call takes ten times as long as the work behind it. LuaJIT compiles a loop of calls to machine code; where `lupa` comes
without LuaJIT (macOS), ctypes makes the same calls one by one. Both are made from one declaration per function.

LuaJIT runs without the interpreter's lock, and PDFium is not thread-safe: one thread of a process reads PDFs.
"""

from __future__ import annotations

import ctypes as ct
from collections import deque
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Given = int | Array
_Loop = Callable[[Array, tuple[Given, ...]], None]
"""Fills an array with the values for what is given."""


class Taken(NamedTuple):
    """An argument of a function: the C type of what is given for all items, and that of the parameter."""

    given: str
    parameter: str


ONE = Taken("void *", "void *")
"""The same handle for all items."""
HANDLES = Taken("void **", "void *")
"""An array (uint64) with a handle for each item."""
INDICES, LONG_INDICES = Taken("int64_t *", "int"), Taken("int64_t *", "unsigned long")
"""An array (int64) with an index for each item."""
_ITEM = 8
"""Bytes of a handle or an index in an array."""

_NUMPY = {"void *": np.uint64, "int": np.int32, "unsigned int": np.uint32, "float": np.float32, "double": np.float64}
_CTYPES = {
    "void *": ct.c_size_t,
    "int": ct.c_int,
    "unsigned int": ct.c_uint,
    "float": ct.c_float,
    "double": ct.c_double,
}
_PASSED: dict[str, Callable[[int], Any]] = {"void *": ct.c_void_p.from_param, "unsigned long": ct.c_ulong, "int": int}
"""What ctypes makes of an argument whose type it is not told. Telling it the types takes twice the time."""


def _lua() -> Any:
    """LuaJIT, or None on a platform without it."""
    try:
        return import_module("lupa.luajit21").LuaRuntime()
    except ImportError:
        return None


_LUA = _lua()


class Declaration(NamedTuple):
    """A C function of the library at `path`.

    It is given what `takes` names. Its values, of the C type `value`, are what it returns; or else what it writes:
    `width` of them, through as many `pointers`, to the first of them, the second, …
    """

    path: Path
    name: str
    takes: tuple[Taken, ...]
    value: str
    width: int = 0
    pointers: int = 0


class Bulk:
    """A declared function that answers for many items at once."""

    __slots__ = ("_kind", "_loop", "_width", "declaration")

    def __init__(self, declaration: Declaration) -> None:
        """Make the loop over the function's calls."""
        self.declaration = declaration
        self._kind, self._width = _NUMPY[declaration.value], declaration.width
        self._loop = by_luajit(declaration) if _LUA else by_ctypes(declaration)

    def __call__(self, *given: Given) -> Array:
        """The values for each item: (n,), or (n, width) where the function writes them; 0 where it writes nothing.

        Args:
            given: as declared, a handle or an array each; the last is an array and has n items.
        """
        last = given[-1]
        if isinstance(last, int):
            raise TypeError(f"{self.declaration.name}: the last argument is an array")
        count = len(last)
        values = np.zeros((count, self._width) if self._width else count, self._kind)
        if count:
            self._loop(values, given)
        return values


def by_luajit(asked: Declaration) -> _Loop:
    """A loop of the function's calls that LuaJIT compiles."""
    names = [f"given{place}" for place in range(len(asked.takes))]
    given = [name if taken == ONE else f"{name}[at]" for name, taken in zip(names, asked.takes, strict=True)]
    written = [f"values + {asked.width} * at + {place}" for place in range(asked.pointers)]
    call = f"library.{asked.name}({', '.join(given + written)})"
    parameters = [taken.parameter for taken in asked.takes] + [f"{asked.value} *"] * asked.pointers
    casts = [f"{name} = ffi.cast('{taken.given}', {name})" for name, taken in zip(names, asked.takes, strict=True)]
    loop = _LUA.execute(
        f"""
        local ffi = require 'ffi'
        ffi.cdef[[{"int" if asked.width else asked.value} {asked.name}({", ".join(parameters)});]]
        local library = ffi.load(...)
        return function(count, values, {", ".join(names)})
            values = ffi.cast('{asked.value} *', values)
            {" ".join(casts)}
            for at = 0, count - 1 do
                {call if asked.width else f"values[at] = {call}"}
            end
        end
        """,
        str(asked.path),
    )

    def run(values: Array, given: tuple[Given, ...]) -> None:
        loop(len(values), address_of(values), *map(_address, given))

    return run


def by_ctypes(asked: Declaration) -> _Loop:
    """The function called for one item after the other."""
    function = ct.PyDLL(str(asked.path))[asked.name]
    function.restype = ct.c_int if asked.width else _CTYPES[asked.value]

    def arguments(given: tuple[Given, ...]) -> Iterator[Iterator[Any]]:
        for one, taken in zip(given, asked.takes, strict=True):
            passed = _PASSED[taken.parameter]
            yield repeat(passed(one)) if isinstance(one, int) else map(passed, one.tolist())

    def run(values: Array, given: tuple[Given, ...]) -> None:
        if not asked.width:
            values[:] = np.fromiter(map(function, *arguments(given)), values.dtype, len(values))
            return
        begin, size = address_of(values), values.nbytes
        firsts = [begin + place * values.itemsize for place in range(asked.pointers)]
        written = [map(_PASSED["void *"], range(first, begin + size, values.strides[0])) for first in firsts]
        deque(map(function, *arguments(given), *written), maxlen=0)

    return run


def _address(given: Given) -> int:
    """Where C finds a handle's object, or an array of items."""
    if isinstance(given, int):
        return given
    if given.itemsize != _ITEM or not given.flags.c_contiguous:
        raise ValueError(f"items of {given.dtype} are not handles or indices that lie side by side in memory")
    return address_of(given)


def address_of(array: Array) -> int:
    """Where the values of a writable array begin, in a fifth of the time that NumPy takes to tell."""
    return ct.addressof(ct.c_char.from_buffer(array.data))
