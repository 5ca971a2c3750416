"""What lies over a landscape of codes: known codes, all ways from the start, and the point itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.experiments.latent.landmarks import LIMIT, coloured_by, path_of
from engines.layers.frame import Layer, Trust
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.learned.latent.pictured import Pictured
from engines.learned.latent.potentials.space import PotentialSpace
from engines.protocols.capabilities import Flat

FINE = 41  # places of a way from end to end
NAMES = ("codes", "ways", "walk", "steps", "handle")


class Ways:
    """All ways from the start of a plane, walked once for everything that shows them.

    Attributes:
        steps: From the largest step against each way to the largest along it, shape (41,).
        codes: Codes after `steps` on each way, shape (K, 41, d).
        walk: Codes from the start to the step now, on the chosen way, shape (k, d).
        moments: The steps of `walk`, shape (k,).
    """

    def __init__(self, plane: Flat, step: float, hasty: bool = False) -> None:
        whole: Any = plane.whole
        if hasty and isinstance(whole, PotentialSpace):
            whole = whole.hasty()
        self.plane, self.way = plane, whole.way
        self.steps = np.linspace(-whole.reach, whole.reach, FINE)
        start = np.array(whole.box.start)
        both = whole.traversed(start, np.append(self.steps, step))
        self.codes, here = both[:, :-1], both[self.way, -1]
        between = (self.steps * np.sign(step) > 0.0) & (np.abs(self.steps) < abs(step))
        inner = self.codes[self.way, between]
        moments = self.steps[between]
        if step < 0.0:
            inner, moments = inner[::-1], moments[::-1]
        self.walk = np.concatenate([start[None], inner, here[None]])
        self.moments = np.concatenate([[0.0], moments, [step]])

    @property
    def here(self) -> np.ndarray:
        """The code the point stands for, shape (d,)."""
        found: np.ndarray = self.walk[-1]
        return found

    def marks(self, model: Pictured, colour: str) -> dict[str, Layer]:
        """Layers over the plane, lowest first.

        Args:
            model: Gives the codes of known pictures.
            colour: Factor that colours them, or "none".
        """
        seen = self.plane.seen
        values, scale = coloured_by(model.factors, model.named, colour)
        flat = seen(self.codes.reshape(-1, self.codes.shape[-1])).reshape(*self.codes.shape[:2], 2)
        whole = [i for i, s in enumerate(self.steps) if abs(s - round(s)) < 1e-9]
        return {
            "codes": Points(seen(model.codes), "cloud", values=values, scale=scale),
            "ways": Tracks(flat, self.steps, role="before"),
            "walk": Tracks(seen(self.walk)[None], self.moments),
            "steps": Points(flat[self.way, whole], "start"),
            "handle": Points(seen(self.here[None]), "handle"),
        }

    def trust(self) -> Trust:
        """How many of the ways stay where the network has seen data."""
        farthest = np.abs(self.codes).max(axis=(1, 2))
        count, left = len(farthest), int((farthest > LIMIT).sum())
        if left:
            words = f"{left} of {count} ways leave the data: a code is {farthest.max():.1f} from 0."
            return Trust("warn", words, path_of(self.plane))
        words = f"All {count} ways stay in the data, within {LIMIT:g} of 0."
        return Trust("good", words, path_of(self.plane))
