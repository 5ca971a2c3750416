"""What lies over a landscape of codes: known codes, all ways from the start, and the point itself."""

from __future__ import annotations

from copy import copy
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
        self._whole, self._start = whole, np.array(whole.box.start)
        between = self.steps[1] - self.steps[0]
        slow = isinstance(whole, PotentialSpace) and whole.step > between
        self._stride = round(whole.step / between) if slow else 1  # places between whole steps
        self.codes = whole.traversed(self._start, self.steps)
        self._walk_to(step)

    def at(self, step: float) -> Ways:
        """The same ways after another step: nothing but the end of the walk is found anew."""
        found = copy(self)
        found._walk_to(step)
        return found

    def _walk_to(self, step: float) -> None:
        between = (self.steps * np.sign(step) > 0.0) & (np.abs(self.steps) < abs(step))
        inner = self.codes[self.way, between]
        moments = self.steps[between]
        if step < 0.0:
            inner, moments = inner[::-1], moments[::-1]
        here = self._reached(step)
        self.walk = np.concatenate([self._start[None], inner, here[None]])
        self.moments = np.concatenate([[0.0], moments, [step]])

    def _reached(self, step: float) -> np.ndarray:
        """Where the chosen way has led, on from the last whole step of the integrator before it.

        Against the way it is the mirror image, as in `Traversing.traversed` of potentials.
        """
        middle, stride = FINE // 2, self._stride
        passed = int(abs(step) / (self.steps[middle + stride] - self.steps[middle]) + 1e-9) * stride
        moment = float(self.steps[middle + passed])
        code = self.codes[self.way, middle + passed]
        found: np.ndarray = self._whole.advance(code[None], moment, abs(step))[0]
        return found if step >= 0.0 else 2.0 * self._start - found

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
