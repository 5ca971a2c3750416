"""Typed or pasted text cut into numbers, words and signs; TeX and letters of other alphabets too."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NoReturn

from engines.errors import EquationError, near_miss

LONGEST = 20_000
GREEK = frozenset(
    [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lam",
        "mu",
        "nu",
        "xi",
        "omicron",
        "rho",
        "sigma",
        "tau",
        "upsilon",
        "phi",
        "chi",
        "psi",
        "omega",
        "varepsilon",
        "vartheta",
        "varphi",
        "Gamma",
        "Delta",
        "Theta",
        "Lam",
        "Xi",
        "Sigma",
        "Upsilon",
        "Phi",
        "Psi",
        "Omega",
    ]
)

_MARK = re.compile(
    r"(?P<comment>(?:\#|%|//).*)|(?P<newline>\n|;|\\\\(?:\[[^\]\n]*\])?)|(?P<blank>[ \t\r]+)"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<command>\\(?:[A-Za-z]+|.))|(?P<word>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|->|:=|<=|.)"
)
_WORDS = {
    "lambda": "lam",
    "Lambda": "Lam",
    "ln": "log",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "sgn": "sign",
    "Heaviside": "heaviside",
}
_SIGNS = {
    "**": "^",
    ":=": "=",
    "{": "(",
    "}": ")",
    "[": "(",
    "]": ")",
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{MIDDLE DOT}": "*",
    "\N{DOT OPERATOR}": "*",
    "\N{MULTIPLICATION SIGN}": "*",
    "\N{DIVISION SIGN}": "/",
    "\N{PRIME}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{RIGHTWARDS ARROW FROM BAR}": "->",
}
_POWERS = {"\N{SUPERSCRIPT TWO}": "2", "\N{SUPERSCRIPT THREE}": "3"}
_SIGNS_OF_COMMANDS = {
    "cdot": "*",
    "times": "*",
    "to": "->",
    "mapsto": "->",
    "le": "<=",
    "leq": "<=",
    "{": "(",
    "}": ")",
    "prime": "'",
}
# What only says how it looks.
_LOOKS = frozenset(
    [
        "left",
        "right",
        "big",
        "Big",
        "bigl",
        "bigr",
        "Bigl",
        "Bigr",
        ",",
        ";",
        "!",
        ":",
        "quad",
        "qquad",
        "displaystyle",
        "textstyle",
        "limits",
        "nonumber",
    ]
) | {" "}
_FRAMES = frozenset({"mathrm", "text", "operatorname", "mathit", "rm"})
FRACTIONS = frozenset({"frac", "dfrac", "tfrac"})
_KNOWN = frozenset(
    [
        "sin",
        "cos",
        "tan",
        "sinh",
        "cosh",
        "tanh",
        "exp",
        "log",
        "ln",
        "arcsin",
        "arccos",
        "arctan",
        "min",
        "max",
        "sqrt",
        "pi",
    ]
)
_DOTS = {"dot": "'", "ddot": "''"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One number, word, sign or end of a line.

    Attributes:
        kind: "number", "word", "sign", "newline", or "command" for what `FRACTIONS` holds, "sqrt"
            and the dots of a derivative.
        text: As a formula has it.
        start: Position of its first character in the whole text, from 0.
        end: Position after its last.
    """

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """The whole text, to find places in."""

    text: str

    def refuse(self, reason: str, start: int = 0, end: int = 0) -> NoReturn:
        """Raise the one sentence; `start` and `end` are positions from 0."""
        before = self.text[:start]
        line = before.count("\n") + 1
        column = start - (before.rfind("\n") + 1) + 1
        length = max(1, min(end, (self.text + "\n").index("\n", start)) - start)
        raise EquationError(
            f"line {line}, column {column}: {reason}",
            where=f"line {line}",
            column=column,
            length=length,
            line=line,
        )


def _letter(character: str) -> str:
    """How a Greek letter is written out; "" for anything else."""
    name = unicodedata.name(character, "")
    found = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER ([A-Z]+)", name)
    if not found:
        return ""
    word = found[2].replace("LAMDA", "LAM").replace("FINAL ", "")
    return word.lower() if found[1] == "SMALL" else word.capitalize()


def marks(page: Page) -> list[Mark]:
    """The text cut into marks; comments, blanks and what only says how it looks are left out.

    Raises:
        EquationError: If a character or a command of TeX means nothing here.
    """
    text = page.text
    if len(text) > LONGEST:
        page.refuse(f"the text has {len(text)} characters, allowed {LONGEST}", LONGEST)
    found: list[Mark] = []
    skipped = False  # the name in the brackets of \begin{...}
    for match in _MARK.finditer(text):
        kind, piece = match.lastgroup or "sign", match.group()
        start, end = match.span()
        if skipped:
            skipped = piece != "}"
        elif kind in ("comment", "blank") or piece in ("&", "$", "\ufeff"):
            continue
        elif kind == "number":
            found.append(Mark("number", piece, start, end))
        elif kind == "newline":
            found.append(Mark("newline", "", start, end))
        elif kind == "word":
            found.append(Mark("word", _WORDS.get(piece, piece), start, end))
        elif kind == "command":
            skipped = piece in ("\\begin", "\\end")
            if not skipped:
                _command(page, piece[1:], start, end, found)
        else:
            _sign(page, piece, start, end, found)
    return _subscripts(_unframed(found))


def _command(page: Page, name: str, start: int, end: int, found: list[Mark]) -> None:
    if name in _LOOKS:
        return
    if name in _SIGNS_OF_COMMANDS:
        found.append(Mark("sign", _SIGNS_OF_COMMANDS[name], start, end))
        return
    word = _WORDS.get(name, name)
    if word in GREEK or name in _KNOWN - {"sqrt"}:
        found.append(Mark("word", word, start, end))
        return
    if name in FRACTIONS or name in _FRAMES or name in _DOTS or name == "sqrt":
        found.append(Mark("command", name, start, end))
        return
    known = sorted(_KNOWN | FRACTIONS | _DOTS.keys() | {"sigma", "cdot", "left", "right"})
    page.refuse(f"unknown command '\\{name[:20]}', {near_miss(name, known)}", start, end)


def _sign(page: Page, piece: str, start: int, end: int, found: list[Mark]) -> None:
    if piece in _POWERS:
        found.append(Mark("sign", "^", start, end))
        found.append(Mark("number", _POWERS[piece], start, end))
        return
    if letter := _letter(piece) if len(piece) == 1 else "":
        found.append(Mark("word", letter, start, end))
        return
    sign = _SIGNS.get(piece, piece)
    if sign not in "+-*/^(),@='_<>" and sign not in ("->", "<="):
        shown = piece if piece.isprintable() else f"\\x{ord(piece):02x}"
        page.refuse(
            f"character '{shown}' cannot be read, "
            "allowed are letters, digits and + - * / ^ ( ) , = @ '",
            start,
            end,
        )
    found.append(Mark("sign", sign, start, end))


def _unframed(found: list[Mark]) -> list[Mark]:
    r"""\mathrm{d}x, \text{max} and the like as plain words."""
    plain: list[Mark] = []
    i = 0
    while i < len(found):
        mark = found[i]
        if mark.kind == "command" and mark.text in _FRAMES:
            inner = found[i + 1 : i + 4]
            if [m.text for m in inner[::2]] == ["(", ")"] and inner[1].kind == "word":
                plain.append(Mark("word", inner[1].text, mark.start, inner[2].end))
                i += 4
                continue
            i += 1
            continue
        plain.append(mark)
        i += 1
    return plain


def _subscripts(found: list[Mark]) -> list[Mark]:
    """x_{12}, x_{max}, sigma_0 as one word; x_{n+1} as one word `x_n` and a sign "next"."""
    joined: list[Mark] = []
    i = 0
    while i < len(found):
        mark = found[i]
        word = joined[-1] if joined else None
        # the underscore of `x_{1}` belongs to the word before it
        base = word.text.rstrip("_") if word is not None and word.kind == "word" else ""
        dangling = word is not None and word.kind == "word" and word.text.endswith("_")
        inner = found[i + 1 :] if mark.text == "_" else found[i:]
        touches = word is not None and mark.start == word.end
        if not (base and touches and (mark.text == "_" or dangling) and inner):
            joined.append(mark)
            i += 1
            continue
        skipped = 1 if mark.text == "_" else 0
        shown = [m.text for m in inner[:5]]
        if shown == ["(", "n", "+", "1", ")"] or shown == ["(", "k", "+", "1", ")"]:
            joined[-1] = Mark("word", f"{base}_{shown[1]}", word.start, inner[4].end)  # type: ignore[union-attr]
            joined.append(Mark("sign", "next", inner[4].end, inner[4].end))
            i += skipped + 5
        elif len(inner) > 2 and shown[0] == "(" and shown[2] == ")" and inner[1].kind != "sign":
            joined[-1] = Mark("word", f"{base}_{shown[1]}", word.start, inner[2].end)  # type: ignore[union-attr]
            i += skipped + 3
        elif inner[0].kind in ("word", "number"):
            joined[-1] = Mark("word", f"{base}_{shown[0]}", word.start, inner[0].end)  # type: ignore[union-attr]
            i += skipped + 1
        else:
            joined.append(mark)
            i += 1
    return joined
