"""Measured invariants written into the text of a system file."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from engines.systems.catalogued import Invariants

HEAD = "[computed]"
BEFORE = "[published]"  # it stands behind this table, where there is one
_NUMBERS = ("max_lyapunov", "kaplan_yorke", "correlation_dimension", "pesin_entropy")
VALUE, ERROR = 6, 2  # figures that are written


def with_computed(text: str, found: Invariants) -> str:
    """`text`, the text of a system file, with `found` as its table `[computed]`.

    Whatever else stands in it is left as it is; a table `[computed]` that was there is replaced.
    """
    lines = text.rstrip("\n").split("\n")
    first, last = _block(lines, HEAD)
    del lines[first:last]
    _, place = _block(lines, BEFORE)
    while place > 0 and not lines[place - 1].strip():
        place -= 1
    table = ["", *_table(found)]
    rest = lines[place:]
    while rest and not rest[0].strip():
        rest.pop(0)
    return "\n".join([*lines[:place], *table, *(["", *rest] if rest else [])]) + "\n"


def _block(lines: Sequence[str], head: str) -> tuple[int, int]:
    """First line of a table and the line behind it; the end twice if there is none."""
    first = next((i for i, line in enumerate(lines) if line.strip() == head), len(lines))
    after = range(first + 1, len(lines))
    return first, next((i for i in after if re.match(r"\[|#", lines[i])), len(lines))


def _table(found: Invariants) -> list[str]:
    rows = [HEAD]
    if found.lyapunov_spectrum:
        rows.append(f"lyapunov_spectrum = {_list(found.lyapunov_spectrum, VALUE)}")
        rows.append(f"lyapunov_error = {_list(found.lyapunov_error, ERROR)}")
    for name in _NUMBERS:
        value, error = getattr(found, name), found.errors.get(name)
        if value is not None and math.isfinite(value):
            rows.append(f"{name} = {_number(value, VALUE)}")
            if error is not None and math.isfinite(error):
                rows.append(f"{name}_error = {_number(error, ERROR)}")
    if found.mean_divergence is not None:
        rows.append(f"mean_divergence = {_number(found.mean_divergence, VALUE)}")
    rows.append(f'settings = "{found.settings}"')
    return rows


def _list(values: Sequence[float], figures: int) -> str:
    return f"[{', '.join(_number(v, figures) for v in values)}]"


def _number(value: float, figures: int) -> str:
    said = f"{value + 0.0:.{figures}g}"
    return said if re.search(r"[.e]", said) else f"{said}.0"
