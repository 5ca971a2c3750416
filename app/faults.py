"""What happens to an exception nobody caught: one sentence, a log file, and the program lives on."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from engines.errors import SeparatrixError

LISTENERS: list[Callable[[str], None]] = []  # the window adds one that shows the sentence in a bar
_KEPT = 20  # log files


def install() -> None:
    """Set the hooks; called before anything else is imported.

    Without a hook PyQt6 aborts the process on the first exception in a slot.
    """
    if sys.stderr is not None:
        try:
            faulthandler.enable()
        except (OSError, ValueError, RuntimeError):  # a stderr without a file behind it
            faulthandler.disable()
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def log_folder() -> Path:
    """Where log files go; SEPARATRIX_LOGS overrides it."""
    if chosen := os.environ.get("SEPARATRIX_LOGS"):
        return Path(chosen)
    from platformdirs import user_log_path

    return user_log_path("separatrix", appauthor=False)


def logged(error: BaseException) -> Path | None:
    """Write the traceback of `error` into a new file.

    Returns:
        The file, or None if none could be written.
    """
    text = "".join(traceback.format_exception(error))
    try:
        folder = log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("fault-*.log"))[: -_KEPT + 1]:
            old.unlink(missing_ok=True)
        stamp = time.strftime("%Y%m%d-%H%M%S")
        path = folder / f"fault-{stamp}-{os.getpid()}-{threading.get_ident() % 10000:04d}.log"
        with path.open("a", encoding="utf-8") as file:
            file.write(f"Python {sys.version}\n{' '.join(sys.argv)}\n{text}")
    except OSError:
        return None
    return path


def sentence(error: BaseException) -> str:
    """One sentence about `error`: its own words if it is ours, else its kind and its log file."""
    words = " ".join(str(error).split())
    if isinstance(error, SeparatrixError):
        return words
    log = logged(error)
    kind = type(error).__name__
    where = f"; details in {log}" if log else ""
    return f"unexpected {kind}: {words[:300]}{where}" if words else f"unexpected {kind}{where}"


def tell(error: BaseException) -> None:
    """Say the sentence about `error` on stderr and to every listener."""
    words = sentence(error)
    if sys.stderr is not None:
        with contextlib.suppress(OSError):  # nobody may be reading any more
            print(f"separatrix: {words}", file=sys.stderr, flush=True)
    for listener in list(LISTENERS):
        listener(words)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    tell(error.with_traceback(trace))


def _uncaught_in_thread(hook: threading.ExceptHookArgs) -> None:
    if hook.exc_value is not None and not isinstance(hook.exc_value, SystemExit):
        tell(hook.exc_value)
