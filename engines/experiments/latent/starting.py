"""Where traversals begin: a known picture, a draw from the prior, or a picture of one's own."""

from __future__ import annotations

from typing import Any

import numpy as np

from engines.errors import ParameterError
from engines.learned.latent.pictured import Startable
from engines.parameters.declare import Declaration, Parameters, choice, places, whole
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.running.randomness import stream

SIDE = 32  # of a drawing


def declared(picture: Declaration) -> tuple[Declaration, ...]:
    """Declarations of where a traversal begins.

    Args:
        picture: Of the number of a known picture; its name says what the pictures are of.
    """
    return (
        choice(
            "start_from",
            picture.name,
            (picture.name, "prior", "drawing"),
            title="Start from",
            group="Point",
            help="A known picture, a draw from the prior, or a picture of your own (Tools, Draw).",
        ),
        picture,
        whole("prior_seed", 0, 0, 99999, title="Draw number", group="Point"),
        places("drawing"),
    )


def picture_of(rows: tuple[tuple[float, ...], ...]) -> np.ndarray:
    """The drawing as an array of ink from 0 to 1, shape (32, 32), the top row first.

    Raises:
        ParameterError: If it has another size, or ink beyond 0 to 1.
    """
    widths = {len(row) for row in rows}
    if len(rows) != SIDE or widths != {SIDE}:
        wide = next(iter(widths)) if len(widths) == 1 else 0
        size = f"{wide} x {len(rows)} pixels" if wide else "rows of unequal length"
        raise ParameterError(f"drawing has {size}, allowed {SIDE} x {SIDE}")
    found = np.array(rows)
    if not (np.isfinite(found).all() and found.min() >= 0.0 and found.max() <= 1.0):
        raise ParameterError("drawing has ink beyond 0 to 1, allowed 0 (ground) to 1 (ink)")
    return found


class Starting(Subject):
    """The model, whose plane may go through a code that none of its known pictures has.

    Attributes:
        model: What makes the flow.
    """

    def __init__(self, model: Startable) -> None:
        self.model = model
        self.id, self.title, self.source, self.notes = (
            model.id, model.title, model.source, model.notes,
        )  # fmt: skip
        picture, *others = model.declared
        self._picture = picture.name
        self.declared = (*declared(picture), *others)

    def flow(self, parameters: Parameters) -> Flow:
        """The plane through the start.

        Raises:
            ParameterError: As the model's own, or if there is no drawing of the right size.
        """
        return self.model.flow(parameters, self.start(parameters))

    def unfit(self, parameters: Parameters) -> dict[str, str]:
        """Which of its parameters say nothing now, with the reason."""
        p: Any = parameters
        reasons = {}
        if p.start_from == "prior" or (p.start_from == "drawing" and p.drawing):
            reasons[self._picture] = (
                f"starts from {'a draw' if p.start_from == 'prior' else 'a drawing'}"
            )
        if p.start_from != "prior":
            reasons["prior_seed"] = f"starts from a {p.start_from}"
        return reasons

    def start(self, parameters: Parameters) -> np.ndarray:
        """The code it begins with, shape (d,).

        Raises:
            ParameterError: If a drawing is asked for and there is none of the right size.
        """
        p: Any = parameters
        if p.start_from == "prior":
            return np.asarray(
                stream(p.prior_seed, "prior").standard_normal(self.model.codes[0].size)
            )
        if p.start_from == "drawing" and p.drawing:
            return self.model.encoded(picture_of(p.drawing))
        found: np.ndarray = self.model.codes[getattr(p, self._picture)]
        return found
