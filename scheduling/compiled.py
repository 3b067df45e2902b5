"""The one door to Numba: functions over numbers, compiled to machine code on first use.

Only modules of kernels import this one, because importing Numba alone takes about half a second.
A compiled function releases the GIL while it runs, so that ordinary threads share the cores, and is kept
on disk between processes. Two habits of Numba to know when writing kernels:

* The cache of a function notices changes of its own file only: compiled functions that call each other
  belong into one file, or the `__pycache__` of the caller goes after a change of the called.
* With `NUMBA_DISABLE_JIT=1` in the environment every function stays plain Python. That is how the tests
  count the lines of kernels, and how to step through one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast, overload

import numba
from numba.core import event

_seen: list[str] = []
"""Names of the functions that were decorated in this process."""

Function = TypeVar("Function", bound=Callable[..., object])


@overload
def compiled(function: Function, /) -> Function: ...


@overload
def compiled(*, inline: bool = False, fastmath: bool = False) -> Callable[[Function], Function]: ...


def compiled(
    function: Function | None = None, /, *, inline: bool = False, fastmath: bool = False
) -> Function | Callable[[Function], Function]:
    """Compile a function, as `@compiled` or `@compiled(fastmath=True)`, and keep its type.

    Args:
        function: takes and gives numbers, NumPy arrays and tuples of them.
        inline: its machine code is put into every compiled caller (LLVM's `alwaysinline`), for a few lines
            inside a hot loop.
        fastmath: floating point may be reordered (sums by vector) and must hold no NaN or infinity. Results
            may differ in the last bits between processors, so not where an answer must be the same anywhere.
    """

    def compile_one(plain: Function) -> Function:
        _seen.append(plain.__name__)
        try:
            return _njit(plain, cache=True, inline=inline, fastmath=fastmath)
        except RuntimeError:  # nowhere to write (a read-only image): compiled anew in every process
            return _njit(plain, cache=False, inline=inline, fastmath=fastmath)

    return compile_one if function is None else compile_one(function)


def _njit(plain: Function, *, cache: bool, inline: bool, fastmath: bool) -> Function:
    """Numba's decorator; what it gives is called like the plain function, so it keeps that type."""
    made: object = numba.njit(plain, nogil=True, cache=cache, forceinline=inline, fastmath=fastmath)
    return cast("Function", made)


def keep_kernels_in(folder: str) -> None:
    """Keep compiled code in this folder from now on instead of beside its source.

    Numba chooses the place when a function is decorated, so this comes before any module of kernels is imported.

    Raises:
        RuntimeError: one was imported already.
    """
    if _seen:
        raise RuntimeError(f"Kernels were loaded before their folder was named: {_seen[0]}.")
    numba.config.CACHE_DIR = folder  # type: ignore[attr-defined] # Numba makes its names at run time


@contextmanager
def compiler_watched(on_compile: Callable[[], None]) -> Iterator[None]:
    """Call `on_compile` whenever a function is really compiled, and not found in the cache, while the block lasts."""
    with event.install_listener("numba:compile", _Listener(on_compile)):
        yield


class _Listener(event.Listener):
    """Hears when compiling begins."""

    def __init__(self, on_compile: Callable[[], None]) -> None:
        self._on_compile = on_compile

    def on_start(self, event: object) -> None:  # noqa: ARG002 - the listener's signature
        self._on_compile()

    def on_end(self, event: object) -> None:
        """Nothing more to say."""
