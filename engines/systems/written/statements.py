"""What each line of a typed text says: a rate, a next state, a number, a window, a history."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engines.systems.written.marks import FRACTIONS, Mark, Page, marks

RATE, NEXT, SHAKEN, SECOND = "rate", "next", "shaken", "second"  # what makes a name a state
VALUE, START, WINDOW, BEFORE = "value", "start", "window", "before"
HISTORY = "a history is written x = 0.5 for t <= 0 or x(t <= 0) = 0.5"
MOST = 400  # statements


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is said about one name.

    Attributes:
        kind: One of the constants above; `VALUE` is a parameter or an abbreviation.
        name: What it is about.
        right: What stands on the right; for `WINDOW` all between the brackets.
        mark: Where the name stands.
    """

    kind: str
    name: str
    right: tuple[Mark, ...]
    mark: Mark


def statements(page: Page) -> list[Statement]:
    """Everything a text says, in the order written.

    Raises:
        EquationError: If a line says nothing that can be understood.
    """
    found: list[Statement] = []
    for row in _rows(marks(page)):
        found += [statement for part in _parts(row) for statement in _said(page, part)]
        if len(found) > MOST:
            page.refuse(f"the text says more than {MOST} things", row[0].start)
    return found


def _rows(found: Sequence[Mark]) -> list[list[Mark]]:
    """Lines that belong together: a sign at an end or a beginning carries on."""
    rows: list[list[Mark]] = []
    row: list[Mark] = []
    for mark in [*found, Mark("newline", "", 0, 0)]:
        if mark.kind != "newline":
            row.append(mark)
            continue
        if not row:
            continue
        texts = {m.text for m in row}
        lone = not texts & {"=", "->", "in"}
        open_before = rows and (
            rows[-1][-1].text in ("+", "-", "*", "/", "^", "(", "=")
            or sum(m.text == "(" for m in rows[-1]) > sum(m.text == ")" for m in rows[-1])
        )
        if rows and lone and (row[0].text in ("+", "-", "*", "/") or open_before):
            rows[-1] += row
        else:
            rows.append(row)
        row = []
    return rows


def _parts(row: list[Mark]) -> list[list[Mark]]:
    """`a = 1, b = 2` as two; a comma inside of brackets parts nothing."""
    if sum(m.text in ("=", "in") for m in row) < 2:
        return [row]
    parts: list[list[Mark]] = [[]]
    depth = 0
    for mark in row:
        depth += {"(": 1, ")": -1}.get(mark.text, 0)
        if mark.text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(mark)
    whole = [part for part in parts if part]
    # a list of names before one equals sign is no list of statements
    return whole if all(any(m.text in ("=", "in") for m in p) for p in whole) else [row]


def _said(page: Page, row: list[Mark]) -> list[Statement]:
    texts = [m.text for m in row]
    at = next((i for i, text in enumerate(texts) if text in ("=", "->")), -1)
    if at < 0:
        if "in" in texts[1:]:
            return [_window(page, row, texts.index("in", 1))]
        page.refuse("nothing is said, expected x' = ..., x_{n+1} = ... or a = 1", *_span(row))
    left, right = row[:at], row[at + 1 :]
    if not left:
        page.refuse("nothing stands before the '='", row[at].start, row[at].end)
    if not right:
        page.refuse(f"nothing stands after the '{texts[at]}'", row[at].start, row[at].end)
    if again := next((m for m in right if m.text in ("=", "->")), None):
        page.refuse("a second '=' in one equation, allowed is one", again.start, again.end)
    right, until = _until(page, right)
    kind, name = _left(page, left, right, arrow=texts[at] == "->")
    if until is not None and kind != BEFORE:
        if kind != VALUE:
            page.refuse(f"here it holds at all times, {HISTORY}", until.start, until.end)
        kind = BEFORE
    mark = Mark("word", name, left[0].start, left[-1].end)
    within = next((i for i, m in enumerate(right) if m.text == "in" and i), 0)
    if kind == VALUE and within:
        window = _window(page, [left[0], *right[within:]], 1)
        return [Statement(VALUE, name, tuple(right[:within]), mark), window]
    return [Statement(kind, name, tuple(right), mark)]


def _until(page: Page, right: list[Mark]) -> tuple[list[Mark], Mark | None]:
    """A right side without `for t <= 0` at its end, and the sign that says until when it holds."""
    sign = next((m for m in right if m.text in ("<", "<=")), None)
    if sign is None:
        return right, None
    end = len(right) - 3
    if [m.text for m in right[end:]] not in (["t", "<=", "0"], ["t", "<", "0"]):
        page.refuse(f"'{sign.text}' says nothing here, {HISTORY}", sign.start, sign.end)
    while end > 0 and right[end - 1].text in (",", "for"):
        end -= 1
    if end == 0:
        page.refuse("nothing stands after the '='", sign.start, sign.end)
    return right[:end], sign


def _span(row: Sequence[Mark]) -> tuple[int, int]:
    return row[0].start, row[-1].end


def _window(page: Page, row: list[Mark], at: int) -> Statement:
    """`x in [-1, 1]`."""
    right = row[at + 1 :]
    texts = [m.text for m in right]
    if len(row[:at]) != 1 or row[0].kind != "word":
        page.refuse("before 'in' stands one name, as in x in [-1, 1]", *_span(row))
    if texts[:1] != ["("] or texts[-1:] != [")"] or texts.count(",") != 1:
        page.refuse("after 'in' stand two numbers, as in x in [-1, 1]", *_span(row[at:]))
    return Statement(WINDOW, row[0].text, tuple(right[1:-1]), row[0])


def _left(
    page: Page, left: Sequence[Mark], right: Sequence[Mark], *, arrow: bool
) -> tuple[str, str]:
    """What the left of an equation makes of which name."""
    texts = [m.text for m in left]
    if texts[-3:] == ["(", "t", ")"]:
        left, texts = left[:-3], texts[:-3]
    names = [m.text for m in left if m.kind == "word"]
    if arrow and len(left) == 1 and left[0].kind == "word":
        return NEXT, _base(texts[0])
    if len(left) == 1 and left[0].kind == "word":
        name = texts[0]
        if re.fullmatch(r"d[A-Za-z]\w*", name) and any(m.text == "dt" for m in right):
            return SHAKEN, name[1:]
        return VALUE, name
    if left and left[0].kind == "word":
        rest = texts[1:]
        if rest == ["'"]:
            return RATE, texts[0]
        if rest == ["'", "'"]:
            return SECOND, texts[0]
        if rest in (["next"], ["(", "n", "+", "1", ")"], ["(", "k", "+", "1", ")"]):
            return NEXT, _base(texts[0])
        if rest == ["+", "1"] and re.search(r"_[nk]$", texts[0]):
            return NEXT, _base(texts[0])
        if len(rest) >= 3 and rest[0] == "(" and rest[-1] == ")" and left[2].text == "0":
            return START, texts[0]
        if rest in (["(", "t", "<=", "0", ")"], ["(", "t", "<", "0", ")"]):
            return BEFORE, texts[0]
        if rest == ["'", "(", "0", ")"]:
            return START, f"{texts[0]}_dot"
    if left and left[0].kind == "command" and texts[0] in ("dot", "ddot") and len(names) == 1:
        return (RATE if texts[0] == "dot" else SECOND), names[0]
    return _quotient(page, left)


def _base(name: str) -> str:
    return re.sub(r"_[nk]$", "", name)


def _quotient(page: Page, left: Sequence[Mark]) -> tuple[str, str]:
    """dx/dt and d^2 x/dt^2, also as a fraction of TeX."""
    fraction = bool(left) and left[0].kind == "command" and left[0].text in FRACTIONS
    texts = [m.text for m in left]
    timed = {
        i + j for i in range(len(texts)) if texts[i : i + 3] == ["(", "t", ")"] for j in range(3)
    }
    pieces = [text for i, text in enumerate(texts) if i not in timed and text not in ("(", ")")]
    text = "".join(pieces[1:] if fraction else pieces)
    if fraction and "/" not in text:
        cut = text.rfind("dt")
        text = f"{text[:cut]}/{text[cut:]}" if cut > 0 else text
    if found := re.fullmatch(r"d([A-Za-z]\w*)/dt", text):
        return RATE, found[1]
    if found := re.fullmatch(r"d\^2([A-Za-z]\w*)/dt\^2", text):
        return SECOND, found[1]
    page.refuse(
        "the left cannot be read, allowed are x', dx/dt, x_{n+1}, dx, x(0), x(t <= 0) and a name",
        *_span(left),
    )
