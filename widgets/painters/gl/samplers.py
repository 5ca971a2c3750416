"""Tables that come with a recipe, put into textures once and bound for each draw."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engines.errors import SeparatrixError
from widgets.painters.gl.facts import current_facts
from widgets.painters.gl.program import Program
from widgets.painters.gl.texture import SCRATCH, Texture

FIRST = 3  # texture unit; those before it are the painters' own


class Samplers:
    """Textures of the newest recipe, by name. An array that is the same object as before is not
    sent to the driver again.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[np.ndarray, Texture]] = {}
        self.sent = 0  # arrays sent so far

    def bind(self, program: Program, textures: Mapping[str, np.ndarray]) -> None:
        """Let the samplers of the program in use read `textures`; others are let go.

        Raises:
            SeparatrixError: If there are too many of them, or one is larger than the driver can hold.
        """
        for name in [*self._kept]:
            if name not in textures or self._kept[name][0] is not textures[name]:
                self._kept.pop(name)[1].release()
        if len(textures) > SCRATCH - FIRST:
            raise SeparatrixError(
                f"A recipe reads {len(textures)} textures, at most {SCRATCH - FIRST} are possible."
            )
        for unit, (name, texels) in enumerate(textures.items(), FIRST):
            if name not in self._kept:
                largest = current_facts().largest_texture
                if max(texels.shape[:2]) > largest:
                    raise SeparatrixError(
                        f"The graphics driver holds textures of {largest} texels along a side, "
                        f"the data need {max(texels.shape[:2])}."
                    )
                self._kept[name] = (texels, Texture.of(texels))
                self.sent += 1
            program.set(**{name: self._kept[name][1].bind(unit)})

    def release(self) -> None:
        """Give everything back to the driver."""
        for _, texture in self._kept.values():
            texture.release()
        self._kept.clear()
