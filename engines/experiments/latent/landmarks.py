"""What stands in a plane of codes: known codes, straight ways, the handle, and how far is too far."""

from __future__ import annotations

import numpy as np

from engines.instruments.latent.contact_sheet import COLUMNS, REACH
from engines.layers.frame import Layer, Trust
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.learned.latent.pictured import Pictured
from engines.learned.latent.straight import CodePlane
from engines.protocols.capabilities import Flat

LIMIT = 3.0  # standard deviations of the prior that still count as inside the data


def path_of(plane: Flat) -> tuple[str, str]:
    """Where pictures come from, for the status bar."""
    return "CPU, float32", f"decoder of {plane.whole.dimension} codes"


def landmarks(model: Pictured, plane: CodePlane, step: float, coloured: str) -> dict[str, Layer]:
    """Layers over the plane, lowest first.

    Args:
        model: Gives the codes of known pictures.
        plane: Where they are seen; its start is the handle.
        step: How far the walk along the chosen way has come.
        coloured: Factor that colours the codes, or "none".
    """
    steps = np.linspace(-REACH, REACH, COLUMNS)
    start = np.array(plane.whole.box.start)
    codes = plane.whole.traversed(start, steps)
    ways = plane.seen(codes.reshape(-1, codes.shape[-1])).reshape(*codes.shape[:2], 2)
    way = plane.whole.way
    done = np.linspace(0.0, step, COLUMNS)
    walk = plane.seen(plane.whole.traversed(start, done)[way])
    values, scale = coloured_by(model.factors, model.named, coloured)
    return {
        "codes": Points(plane.seen(model.codes), "cloud", values=values, scale=scale),
        "ways": Tracks(np.delete(ways, way, axis=0), steps, role="before"),
        "walk": Tracks(walk[None], done),
        "handle": Points(np.array([plane.box.start]), "handle"),
    }


def coloured_by(
    factors: np.ndarray, named: tuple[str, ...], factor: str
) -> tuple[np.ndarray | None, str]:
    """Values, shape (n,), and their scale, for codes coloured by a factor; None for "none".

    Args:
        factors: What is known of the codes, shape (n, f).
        named: Names of these factors.
        factor: One of them, or "none".
    """
    if factor == "none":
        return None, "amount"
    scale = {"shape": "kinds", "turn": "cyclic", "hue": "cyclic"}.get(factor, "amount")
    return factors[:, named.index(factor)], scale


def within_data(plane: CodePlane, step: float) -> Trust:
    """Whether handle and walk stay where the network has seen data."""
    here = np.array(plane.whole.box.start)
    end = plane.whole.traversed(here, np.array([step]))[plane.whole.way, 0]
    farthest = max(float(np.abs(code).max()) for code in (here, end))
    if farthest > LIMIT:
        return Trust("warn", f"Outside the data: a code is {farthest:.1f} from 0.", path_of(plane))
    return Trust("good", f"Inside the data: every code is within {LIMIT:g} of 0.", path_of(plane))
