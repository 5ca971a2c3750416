"""Files appear under their name complete or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from engines.errors import ExportError, near_miss


def checked_target(path: Path, suffixes: tuple[str, ...]) -> Path:
    """`path`, if a file with this name can be written; asked before hours are spent on it.

    Args:
        path: Where to write.
        suffixes: Endings allowed, with their dot.

    Raises:
        ExportError: One sentence naming the path and what is allowed.
    """
    try:
        return _checked(path.expanduser(), suffixes)
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, too long, NUL
        reason = getattr(error, "strerror", None) or str(error)
        raise ExportError(f"cannot write {str(path)[:200]!r}: {reason}") from None


def _checked(path: Path, suffixes: tuple[str, ...]) -> Path:
    if path.suffix.lower() not in suffixes:
        ending = path.suffix or "no ending"
        hint = near_miss(path.suffix.lower(), suffixes).replace("known:", "allowed")
        raise ExportError(f"cannot write '{path.name}' with {ending}, {hint}")
    folder = path.parent
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise ExportError(f"cannot write {path}: the folder {folder.absolute()} {what}")
    if path.is_dir():
        raise ExportError(f"cannot write {path}: it is a folder")
    probe = _part(path)
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ExportError(
            f"cannot write {path}: the folder {folder.absolute()} refuses ({error.strerror})"
        ) from None
    if path.exists() and not os.access(path, os.W_OK):
        raise ExportError(f"cannot write {path}: the file is read-only")
    return path


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`, renamed to it when the block ends well.

    After a failure the temporary file is removed; after `kill -9` it stays as a hidden ".part"
    until the next one is written, and `path` is what it was before.

    Raises:
        ExportError: If the disk refuses.
    """
    part = _part(path)
    _sweep(path)
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _part(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _sweep(path: Path) -> None:
    """Remove what killed programs have left beside `path`."""
    if sys.platform == "win32":  # where asking for a process ends it
        return
    for old in path.parent.glob(f".{escape(path.name)}.*.part"):
        number = old.name.split(".")[-2]
        try:
            os.kill(int(number), 0)
        except (ProcessLookupError, ValueError, OverflowError):
            old.unlink(missing_ok=True)
        except PermissionError:  # it lives and belongs to somebody else
            continue
