"""Progress on stderr, when somebody looks at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Report = Callable[[str, float], None]  # takes words and a share from 0 to 1


def _silent(words: str, share: float) -> None:
    return None


@contextmanager
def shown(words: str) -> Iterator[Report]:
    """A bar on stderr while the block runs, if stderr is a terminal; otherwise nothing.

    Args:
        words: What is being done.

    Yields:
        A function to be called with new words and the share done.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        row = bar.add_task(words, total=1.0)

        def report(now: str, share: float) -> None:
            bar.update(row, description=now or words, completed=min(max(share, 0.0), 1.0))

        yield report
