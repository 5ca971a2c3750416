"""How well typed letters match a title. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """Something one can jump to.

    Attributes:
        title: What is typed for.
        keys: Its shortcut as text, or "".
        run: What happens.
        group: What kind of thing it is, e.g. "preset", "parameter", "command".
    """

    title: str
    keys: str
    run: Callable[[], object]
    group: str = ""


def score(title: str, typed: str) -> float | None:
    """How well `typed` fits, higher is better; None if its letters do not occur in order.

    A start of the title counts most, then starts of words, then letters in a row.
    """
    text, letters = title.casefold(), "".join(typed.casefold().split())
    if not letters:
        return 0.0
    if text.startswith(typed.casefold().strip()):
        return 1000.0 - len(text)
    whole = text.find(typed.casefold().strip())
    if whole >= 0:
        at_word = text[whole - 1] in " -,("
        return (600.0 if at_word else 300.0) - whole - len(text) / 100
    tries = [_in_order(text, letters, prefer) for prefer in (True, False)]
    known = [value for value in tries if value is not None]
    return max(known) - len(text) / 100 if known else None


def _in_order(text: str, letters: str, prefer_starts: bool) -> float | None:
    """Points for letters found one after the other; None if one is missing."""
    starts = [i for i in range(len(text)) if i == 0 or text[i - 1] in " -,("]
    total, at = 0.0, -1
    for letter in letters:
        place = text.find(letter, at + 1)
        if prefer_starts:
            place = next((i for i in starts if i > at and text[i] == letter), place)
        if place < 0:
            return None
        total += 10.0 if place in starts else (6.0 if place == at + 1 else 1.0)
        at = place
    return total


def ranked(entries: Iterable[Entry], typed: str, most: int = 50) -> tuple[Entry, ...]:
    """The entries that fit, the best first; those that fit alike keep their order."""
    scored = []
    for entry in entries:
        value = score(entry.title, typed)
        if value is None and entry.group:
            value = score(f"{entry.group} {entry.title}", typed)
            value = None if value is None else value - 5.0
        if value is not None:
            scored.append((value, entry))
    scored.sort(key=lambda pair: -pair[0])
    return tuple(entry for _, entry in scored[:most])
