"""Machine code of generated functions, kept on disk from one start of the program to the next.

numba keeps code beside source files. A generated function has none; it is known by a pseudo file
name `<separatrix-KEY>`, and everything it depends on goes into a stamp.
"""

from __future__ import annotations

import contextlib
import os
import types
from pathlib import Path
from typing import Any

import platformdirs
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator

PREFIX = "<separatrix-"

# About 100 MB. Somebody who types equations all day must not fill a disk.
MOST_FILES = 2000

_stamps: dict[str, str] = {}
_pruned: set[Path] = set()


def pseudo_name(key: str) -> str:
    """File name under which a generated function is known to numba."""
    return f"{PREFIX}{key}>"


def cache_folder() -> Path:
    """Where kernels are kept: `NUMBA_CACHE_DIR` if set, else the cache folder of the user."""
    chosen = os.environ.get("NUMBA_CACHE_DIR", "")
    base = Path(chosen) if chosen else Path(platformdirs.user_cache_dir("separatrix"))
    return base / "kernels"


def prune(folder: Path, most: int = MOST_FILES) -> None:
    """Remove the oldest files of `folder` beyond `most`, with half as many again for headroom."""
    with contextlib.suppress(OSError):
        files = [entry for entry in os.scandir(folder) if entry.is_file()]
        if len(files) <= most:
            return
        files.sort(key=lambda entry: entry.stat().st_mtime)
        for entry in files[: len(files) - most // 2]:
            with contextlib.suppress(OSError):
                os.unlink(entry.path)


class _KernelLocator(_CacheLocator):
    """Finds the place of a function whose file name is one of our pseudo names."""

    def __init__(self, py_file: str) -> None:
        # numba names the file in warnings through this attribute
        self._py_file = py_file

    def get_cache_path(self) -> str:
        return str(cache_folder())

    def get_source_stamp(self) -> str:
        return _stamps[self._py_file]

    def get_disambiguator(self) -> str:
        return "1"

    @classmethod
    def from_function(cls, py_func: types.FunctionType, py_file: str) -> _KernelLocator | None:
        if py_file not in _stamps:
            return None
        locator = cls(py_file)
        try:
            locator.ensure_cache_path()
        except OSError:
            return None
        return locator


class _KernelCacheImpl(CompileResultCacheImpl):
    _locator_classes = (_KernelLocator,)


class _KernelCache(FunctionCache):
    """A cache that can only help: a damaged or unwritable file means compiling again."""

    _impl_class = _KernelCacheImpl

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            return super().load_overload(sig, target_context)
        except Exception:
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        try:
            super().save_overload(sig, data)
        except OSError:
            self.disable()


def keep_on_disk(dispatcher: Any, stamp: str) -> None:
    """Let a dispatcher load its code from disk and store it there.

    Args:
        dispatcher: A numba dispatcher made from a function whose file name is a `pseudo_name`.
        stamp: Text that changes whenever the machine code would.

    Where the folder cannot be written nothing happens: the function is compiled in each process.
    """
    function = dispatcher.py_func
    _stamps[function.__code__.co_filename] = stamp
    folder = cache_folder()
    if folder not in _pruned:
        _pruned.add(folder)
        prune(folder)
    with contextlib.suppress(RuntimeError):  # numba's word for "no place to keep it"
        dispatcher._cache = _KernelCache(function)
