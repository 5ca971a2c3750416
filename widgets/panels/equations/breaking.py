"""Where a line of TeX may go on in the next row: between two terms outside of all brackets."""

from __future__ import annotations

from collections.abc import Callable

_OPENING, _CLOSING = "{([", "})]"
INDENT = "\\quad "


def terms(tex: str) -> list[str]:
    """`tex` cut before every sum and difference that stands outside of brackets.

    The pieces put together are the line again; one behind "=" stays with it.
    """
    pieces, depth, start = [], 0, 0
    i = 0
    while i < len(tex):
        letter = tex[i]
        if letter == "\\" and i + 1 < len(tex):
            i += 2  # a backslash and what it makes of the next character, e.g. "\\{"
            continue
        if letter in _OPENING:
            depth += 1
        elif letter in _CLOSING:
            depth -= 1
        elif letter in "+-" and depth == 0 and i > start:
            before = tex[start:i].rstrip()
            if before and before[-1] not in "=+-(,":
                pieces.append(tex[start:i])
                start = i
        i += 1
    pieces.append(tex[start:])
    return pieces


def rows(tex: str, fits: Callable[[str], bool]) -> list[str]:
    """`tex` in as few rows as fit; a term that is too wide by itself has a row of its own.

    Args:
        tex: One equation.
        fits: Whether a piece of TeX is narrow enough.
    """
    if fits(tex):
        return [tex]
    found: list[str] = []
    for term in terms(tex):
        if found and fits(found[-1] + term):
            found[-1] += term
        else:
            found.append((INDENT if found else "") + term)
    return found
