"""The first look at a formula: characters, words, numbers and brackets, before any syntax."""

from __future__ import annotations

import keyword
import math
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import NoReturn

from engines.equations.functions import FUNCTIONS
from engines.errors import EquationError

LONGEST = 2000
DEEPEST = 50
LONGEST_WORD = 40

_ALLOWED = re.compile(r"[A-Za-z0-9_+\-*/^(),.@ ]")
_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<word>[A-Za-z_]\w*)|(?P<sign>\*\*|.)",
    re.ASCII,
)
_LOOKALIKES = {
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{MIDDLE DOT}": "*",
    "\N{MULTIPLICATION SIGN}": "*",
    "\N{DIVISION SIGN}": "/",
    "\N{SUPERSCRIPT TWO}": "^2",
    "\N{SUPERSCRIPT THREE}": "^3",
    "%": "mod(a, b)",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
}


def _greek(character: str) -> str:
    """How a Greek letter is written out; "" for anything else."""
    name = unicodedata.name(character, "")
    found = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER ([A-Z]+)", name)
    if not found:
        return ""
    word = found[2].replace("LAMDA", "LAM")  # `lambda` is a word of Python
    return word.lower() if found[1] == "SMALL" else word.capitalize()


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign.

    Attributes:
        kind: "word", "number" or "sign".
        text: As written.
        start: Position of its first character, from 0.
    """

    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Source:
    """A formula and what it is, e.g. "lorenz.toml: equation for x"."""

    text: str
    where: str

    def refuse(self, reason: str, start: int = 0, length: int = 1) -> NoReturn:
        """Raise the one sentence; `start` is the position of what is wrong, from 0."""
        place = f"{self.where or 'equation'}, column {start + 1}: "
        raise EquationError(
            place + reason, where=self.where, column=start + 1, length=max(1, length)
        )


def tokens(source: Source) -> list[Token]:
    """Words, numbers and signs of a formula that may go on to be read.

    Raises:
        EquationError: If a character, a length, a number or a bracket is not acceptable.
    """
    text = source.text
    if len(text) > LONGEST:
        source.refuse(f"the formula has {len(text)} characters, allowed {LONGEST}", LONGEST)
    if not text.strip():
        source.refuse("nothing is written, expected a formula")
    for start, character in enumerate(text):
        if not _ALLOWED.fullmatch(character) and character not in "\t\n":
            shown = character if character.isprintable() else f"\\x{ord(character):02x}"
            hint = _LOOKALIKES.get(character) or _greek(character)
            allowed = "allowed are letters, digits and + - * / ^ ( ) , ."
            end = f"write {hint}" if hint else allowed
            source.refuse(f"character '{shown}' cannot be read, {end}", start)
    found = [
        Token(m.lastgroup or "", m.group(), m.start())
        for m in _TOKEN.finditer(text)
        if not m.group().isspace()
    ]
    _check_words(source, found)
    _check_brackets(source, found)
    _check_neighbours(source, found)
    return found


def _check_words(source: Source, found: list[Token]) -> None:
    for token in found:
        size = len(token.text)
        if token.kind == "sign":
            if token.text == ".":
                source.refuse("'.' can only stand in a number", token.start)
        elif size > LONGEST_WORD:
            shown = token.text[:12] + "\N{HORIZONTAL ELLIPSIS}"
            source.refuse(
                f"'{shown}' has {size} characters, allowed {LONGEST_WORD}", token.start, size
            )
        elif token.kind == "number":
            if not math.isfinite(float(token.text)):
                source.refuse(
                    f"number {token.text} is too large, allowed up to 1.79e308", token.start, size
                )
        elif keyword.iskeyword(token.text):
            source.refuse(
                f"'{token.text}' cannot be used in a formula, allowed are known names",
                token.start,
                size,
            )


def _check_brackets(source: Source, found: list[Token]) -> None:
    opened: list[int] = []
    run = 0
    for token in found:
        if token.text == "(":
            opened.append(token.start)
        elif token.text == ")":
            if not opened:
                source.refuse("bracket ')' closes nothing", token.start)
            opened.pop()
        run = run + 1 if token.kind == "sign" and token.text not in "()," else 0
        if len(opened) > DEEPEST or run > DEEPEST:
            source.refuse(
                f"the formula is nested too deeply, allowed {DEEPEST} levels", token.start
            )
    if opened:
        source.refuse("bracket '(' is never closed", opened[-1])


def _check_neighbours(source: Source, found: list[Token]) -> None:
    for left, right in pairwise(found):
        ends = left.kind != "sign" or left.text == ")"
        begins = right.kind != "sign" or (right.text == "(" and left.kind == "number")
        if ends and begins:
            if left.text in FUNCTIONS:
                source.refuse(
                    f"function '{left.text}' needs brackets, as in {left.text}({right.text})",
                    left.start,
                    len(left.text),
                )
            shown = f"{left.text}*{right.text}" + ("b)" if right.text == "(" else "")
            source.refuse(
                f"a sign is missing between '{left.text}' and '{right.text}', a product is {shown}",
                left.start,
                right.start + len(right.text) - left.start,
            )
    last = found[-1]
    if last.kind == "sign" and last.text != ")":
        source.refuse(f"ends too early, after '{last.text}'", last.start, len(last.text))
