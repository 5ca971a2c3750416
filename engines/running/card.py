"""Whether a graphics card is there for what is too dear for a processor that plays one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Card:
    """What the program knows of the machine it draws on.

    Attributes:
        there: Whether a card follows what `Costly` flows write as GLSL; a processor in its place
            would take longer than the engine takes itself.
    """

    there: bool = False


CARD = Card()
