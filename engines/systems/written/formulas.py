"""Marks of a typed text made into a formula of our own language, every place remembered."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from engines.equations.functions import CONSTANTS, FUNCTIONS, TIME
from engines.errors import EquationError
from engines.systems.written.marks import FRACTIONS, GREEK, Mark, Page

_COUNT = ("n", "k")  # what counts iterations in x_n


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and where its characters come from.

    Attributes:
        text: In our language.
        starts: Position in the whole text of each character.
        ends: Position after it.
        names: Names in it that are no functions.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    names: frozenset[str]

    def span(self, column: int, length: int) -> tuple[int, int]:
        """From where to where `length` characters from `column`, counted from 1, stand."""
        if not self.text:
            return 0, 1
        first = min(max(column - 1, 0), len(self.text) - 1)
        last = min(first + max(length, 1) - 1, len(self.text) - 1)
        return self.starts[first], max(self.ends[last], self.starts[first] + 1)


@dataclass(frozen=True, slots=True)
class Words:
    """What names mean where a formula stands.

    Attributes:
        states: Names of the states.
        given: Names that the text defines.
        discrete: Whether x_n is x.
    """

    states: Collection[str]
    given: Collection[str]
    discrete: bool = False


def formula(page: Page, found: Sequence[Mark], words: Words) -> Formula:
    r"""The formula that marks make.

    Products that nobody writes are put in, `2x`, `a (b + c)`, `x y`; \frac and \sqrt become
    quotients and roots; x_n, x(t) and x' become x and the name of its derivative.

    Raises:
        EquationError: If a command of TeX lacks its brackets.
    """
    plain = _quotients(page, list(found))
    plain = _named(plain, words)
    plain = _applied(plain)
    text, starts, ends = "", [], []
    for mark in _multiplied(plain, words):
        piece = mark.text if not text else f" {mark.text}"
        text += piece
        starts += [mark.start] * len(piece)
        ends += [mark.end] * len(piece)
        if mark.kind == "word" and len(mark.text) == mark.end - mark.start:
            # each letter of a word has its own place
            starts[-len(mark.text) :] = range(mark.start, mark.end)
            ends[-len(mark.text) :] = range(mark.start + 1, mark.end + 1)
    known = {*FUNCTIONS, *CONSTANTS, TIME}
    names = frozenset(m.text for m in plain if m.kind == "word" and m.text not in known)
    return Formula(text, tuple(starts), tuple(ends), names)


def elsewhere(page: Page, error: EquationError, made: Formula) -> NoReturn:
    """Raise the same error at its place in the whole text."""
    reason = str(error).partition(f", column {error.column}: ")[2] or str(error)
    start, end = made.span(error.column, error.length)
    if error.column > len(made.text):
        start = max(end - 1, 0)
    page.refuse(reason, start, end)


def _closing(found: Sequence[Mark], opening: int) -> int:
    """Place of the bracket that closes the one at `opening`; -1 if none does."""
    depth = 0
    for i in range(opening, len(found)):
        depth += {"(": 1, ")": -1}.get(found[i].text, 0)
        if depth == 0:
            return i
    return -1


def _argument(page: Page, found: Sequence[Mark], at: int, command: Mark) -> int:
    """Place after the argument that begins at `at`: one mark, or a bracket and all in it."""
    if at >= len(found):
        page.refuse(f"'\\{command.text}' lacks what it needs", command.start, command.end)
    if found[at].text != "(":
        return at + 1
    end = _closing(found, at)
    if end < 0:
        page.refuse("bracket '(' is never closed", found[at].start, found[at].end)
    return end + 1


def _quotients(page: Page, found: list[Mark]) -> list[Mark]:
    r"""\frac{a}{b} as (a)/(b), \sqrt{a} as sqrt(a); from the right, so that inner ones are first."""
    for i in range(len(found) - 1, -1, -1):
        mark = found[i]
        if mark.kind != "command":
            continue
        first = _argument(page, found, i + 1, mark)
        opening, closing = (Mark("sign", s, mark.start, mark.end) for s in "()")

        above = _bracketed(found[i + 1 : first])
        if mark.text in FRACTIONS:
            second = _argument(page, found, first, mark)
            below = _bracketed(found[first:second])
            over = Mark("sign", "/", mark.start, mark.end)
            found[i:second] = [opening, *above, over, *below, closing]
        elif mark.text == "sqrt":
            found[i:first] = [Mark("word", "sqrt", mark.start, mark.end), *above]
        else:
            prime = [Mark("sign", "'", mark.start, mark.end)] * (2 if mark.text == "ddot" else 1)
            inner = [m for m in found[i + 1 : first] if m.text not in "()"]
            found[i:first] = [*inner, *prime]
    return found


def _bracketed(part: list[Mark]) -> list[Mark]:
    if part[0].text == "(":
        return part
    opening, closing = (Mark("sign", s, part[0].start, part[-1].end) for s in "()")
    return [opening, *part, closing]


def _named(found: list[Mark], words: Words) -> list[Mark]:
    """Names as they are called here: x_n is x, x(t) is x, x' is x_dot, x_tau is x@tau."""
    plain: list[Mark] = []
    i = 0
    while i < len(found):
        mark = found[i]
        texts = [m.text for m in found[i + 1 : i + 4]]
        if mark.kind == "word":
            base, _, index = mark.text.rpartition("_")
            counted = words.discrete and index in _COUNT and base in words.states
            name = base if counted else mark.text
            if name in words.states:
                skip = 0
                if texts == ["(", TIME, ")"] or (
                    words.discrete
                    and len(texts) == 3
                    and texts[0] == "("
                    and texts[1] in _COUNT
                    and texts[2] == ")"
                ):
                    skip = 3
                elif texts[:1] == ["'"] and f"{name}_dot" in words.states:
                    name, skip = f"{name}_dot", 1
                last = found[i + skip]
                plain.append(Mark("word", name, mark.start, last.end))
                i += 1 + skip
                continue
            late = base in words.states and index in words.given and mark.text not in words.given
            if late and not words.discrete and index.startswith("tau"):
                plain += [
                    Mark("word", base, mark.start, mark.start + len(base)),
                    Mark("sign", "@", mark.start, mark.end),
                    Mark("word", index, mark.start, mark.end),
                ]
                i += 1
                continue
            if len(mark.text) > 1 and mark.text not in words.given and _letters(mark.text, words):
                places = range(mark.start, mark.end)
                plain += [Mark("word", c, p, p + 1) for c, p in zip(mark.text, places, strict=True)]
                i += 1
                continue
        plain.append(mark)
        i += 1
    return plain


def _letters(text: str, words: Words) -> bool:
    """Whether `xy` is x*y: every letter is a state."""
    return all(letter in words.states for letter in text)


def _applied(found: list[Mark]) -> list[Mark]:
    """Sin x and sin^2 x as sin(x) and sin(x)^2."""
    plain: list[Mark] = []
    i = 0
    while i < len(found):
        mark = found[i]
        plain.append(mark)
        i += 1
        if mark.kind != "word" or mark.text not in FUNCTIONS or i >= len(found):
            continue
        power: list[Mark] = []
        if found[i].text == "^" and i + 2 < len(found):
            end = _closing(found, i + 1) + 1 if found[i + 1].text == "(" else i + 2
            if end > i + 1:
                power, i = found[i:end], end
        if i < len(found) and found[i].text == "(":
            end = _closing(found, i)
            if power and end > 0:
                inner = _applied(found[i : end + 1])
                plain += [*inner, *power]
                i = end + 1
            continue
        if (
            i < len(found)
            and found[i].kind in ("word", "number")
            and (found[i].text not in FUNCTIONS)
        ):
            one = found[i]
            bracket = [Mark("sign", s, one.start, one.end) for s in "()"]
            plain += [bracket[0], one, bracket[1], *power]
            i += 1
    return plain


def _multiplied(found: Sequence[Mark], words: Words) -> list[Mark]:
    """With the products put in that nobody writes."""
    plain: list[Mark] = []
    for i, mark in enumerate(found):
        before = plain[-1] if plain else None
        if before is not None and _product(before, mark, found[i : i + 3], words):
            plain.append(Mark("sign", "*", mark.start, mark.end))
        plain.append(mark)
    return plain


def _product(left: Mark, right: Mark, ahead: Sequence[Mark], words: Words) -> bool:
    ends = left.kind != "sign" or left.text == ")"
    begins = right.kind == "word" or right.text == "("
    if not (ends and begins):
        return False
    if left.kind != "word" or right.kind == "word":
        return left.text not in FUNCTIONS
    # a word before a bracket
    if left.text in FUNCTIONS:
        return False
    if left.text in words.states and [m.text for m in ahead[1:3]] == [TIME, "-"]:
        return False
    known = left.text in words.given or left.text in CONSTANTS or left.text == TIME
    letter = re.sub(r"_?\d+$", "", left.text)
    symbol = len(letter) == 1 or letter in GREEK
    return known or symbol or right.start > left.end


def differentials(page: Page, right: Sequence[Mark]) -> Mapping[str, tuple[Mark, ...]]:
    """`f dt + g dW` as {"dt": f, "dW": g}.

    Raises:
        EquationError: If something stands behind no differential, or one stands twice.
    """
    found: dict[str, tuple[Mark, ...]] = {}
    part: list[Mark] = []
    depth = 0
    for mark in right:
        depth += {"(": 1, ")": -1}.get(mark.text, 0)
        noise = re.fullmatch(r"d[WB](_?\w+)?", mark.text)
        if depth or mark.kind != "word" or not (mark.text == "dt" or noise):
            part.append(mark)
            continue
        key = "dt" if mark.text == "dt" else "dW"
        if key in found:
            page.refuse(f"a second '{mark.text}', allowed is one of a kind", mark.start, mark.end)
        while part and part[-1].text == "*":
            part.pop()
        if part and part[0].text == "+":
            part.pop(0)
        if not part or part[-1].text in "+-":
            part.append(Mark("number", "1", mark.start, mark.end))
        found[key] = tuple(part)
        part = []
    if part:
        page.refuse(
            "what is left needs dt or dW behind it, as in dx = f dt + g dW",
            part[0].start,
            part[-1].end,
        )
    return found
