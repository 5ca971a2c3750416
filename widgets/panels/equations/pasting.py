"""What comes from a clipboard, written with the characters that equations are typed with."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 20_000  # characters of a whole text

_SIGNS = {
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{MIDDLE DOT}": "*",
    "\N{DOT OPERATOR}": "*",
    "\N{BULLET OPERATOR}": "*",
    "\N{MULTIPLICATION SIGN}": "*",
    "\N{DIVISION SIGN}": "/",
    "\N{DIVISION SLASH}": "/",
    "\N{FRACTION SLASH}": "/",
    "\N{SUPERSCRIPT TWO}": "^2",
    "\N{SUPERSCRIPT THREE}": "^3",
    "\N{PRIME}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{MODIFIER LETTER PRIME}": "'",
    "\N{NO-BREAK SPACE}": " ",
    "\N{THIN SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{LINE SEPARATOR}": "\n",
    "\N{PARAGRAPH SEPARATOR}": "\n",
    "\t": " ",
}
_GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (FINAL )?([A-Z]+)(?: SYMBOL)?")


def pasted(text: str) -> str:
    """`text` with signs and letters that only look like those of a keyboard exchanged for them.

    Greek letters are written out, control characters are left out; whatever else cannot be read
    stays, and is underlined.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_written(character) for character in lines)


def _written(character: str) -> str:
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isascii():
        return character if character.isprintable() or character == "\n" else ""
    if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return ""
    found = _GREEK.fullmatch(unicodedata.name(character, ""))
    if not found:
        return character
    word = found[3].replace("LAMDA", "lam")  # `lambda` is a word of Python
    return word.lower() if found[1] == "SMALL" else word.capitalize()
