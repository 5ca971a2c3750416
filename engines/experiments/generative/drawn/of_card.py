"""What a card says of the cloud of one's own that its networks have learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.errors import SeparatrixError
from engines.systems.clouds.hand_drawn import DIGITS, Places, checked


def of_card(training: Mapping[str, Any]) -> tuple[Places, float] | None:
    """The points, and the spread round each; None if they were not drawn by a hand.

    Args:
        training: What the card tells of the training.
    """
    flat, spread = training.get("points"), training.get("hand_spread")
    if not isinstance(flat, list) or not flat or len(flat) % 2 or not isinstance(spread, float):
        return None
    if not all(isinstance(c, int | float) for c in flat):
        return None
    pairs = np.round(np.reshape(np.array(flat, dtype=float), (-1, 2)), DIGITS)
    points = tuple((float(x), float(y)) for x, y in pairs)
    try:
        checked(points)
    except SeparatrixError:
        return None
    return points, spread
