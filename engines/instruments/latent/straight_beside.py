"""The chosen way beside the straight line that begins like it: which of them stays with the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.disentanglement.purity import purities
from engines.instruments.latent.contact_sheet import COLUMNS, reach_of
from engines.instruments.latent.factor_curves import departures, refusal
from engines.layers.frame import Frame, Reading
from engines.layers.image_grid import ImageGrid
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.capabilities import Sliced
from engines.protocols.flow import Flow
from engines.protocols.landscape import Telling
from engines.running.ticket import Ticket

FINE = 81  # places at which a way is measured
BEGINNING = 0.1  # of its length: so much of a way gives the straight line its direction
NEAREST = 5  # known codes to which a distance is taken


def beyond(codes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Distance of codes to the data, 1 where it is as usual among the data themselves.

        D(z) = mean distance to the 5 nearest known codes / median of the same over known codes

    Args:
        codes: Shape (n, d).
        known: Shape (m, d), more than 5.

    Returns:
        Shape (n,).
    """
    own = np.sort(np.linalg.norm(known[:, None] - known[None], axis=2), axis=1)
    usual = float(np.median(own[:, 1 : NEAREST + 1].mean(axis=1)))
    far = np.sort(np.linalg.norm(codes[:, None] - known[None], axis=2), axis=1)
    found: np.ndarray = far[:, :NEAREST].mean(axis=1) / usual
    return found


def at_equal_lengths(path: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Places on a polyline, shape (count, d), at equal lengths of arc, and the lengths there."""
    pieces = np.linalg.norm(np.diff(path, axis=0), axis=1)
    length = np.concatenate([[0.0], np.cumsum(pieces)])
    wanted = np.linspace(0.0, length[-1], count)
    places = np.stack([np.interp(wanted, length, path[:, i]) for i in range(path.shape[1])], axis=1)
    return places, wanted


def straightened(path: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Places after `lengths` on the straight line that leaves the start as the path does."""
    first, last = path[0], path[-1]
    for place in path[1:]:
        last = place
        if np.linalg.norm(place - first) >= BEGINNING * lengths[-1]:
            break
    way = last - first
    size = float(np.linalg.norm(way))
    found: np.ndarray = first + lengths[:, None] * (way / size if size > 0.0 else way)
    return found


class StraightBeside:
    """Two rows of pictures at equal lengths of arc, each with its distance to the data at the end."""

    name: ClassVar[str] = "straight_beside"
    title: ClassVar[str] = "Straight beside bent"
    view: ClassVar[str] = "sheet"
    draws: ClassVar[tuple[str, ...]] = ("straight_beside",)
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        whole = flow.whole if isinstance(flow, Sliced) else flow
        if reason := refusal(flow):
            return reason
        enough = isinstance(whole, Telling) and len(whole.known) > NEAREST
        return "" if enough else "needs codes of true pictures"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return ()

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        ticket.check()
        whole: Any = self.flow.whole if isinstance(self.flow, Sliced) else self.flow
        steps = np.linspace(0.0, reach_of(self.flow), FINE)
        path = whole.traversed(np.array(whole.box.start), steps)[whole.way]
        bent, lengths = at_equal_lengths(path, COLUMNS)
        both = np.stack([bent, straightened(path, lengths)])
        ticket.check()
        pictures = whole.decode(both.reshape(-1, both.shape[-1]))
        words, far = [], []
        for name, codes in zip((whole.ways[whole.way], "straight"), both, strict=True):
            ticket.check()
            far.append(float(beyond(codes[-1:], whole.known)[0]))
            squares = departures(whole, codes)[1].mean(axis=0)
            words.append(f"{name}: {far[-1]:.2f}, pure {float(purities(squares[None])[0]):.2f}")
        grid = ImageGrid(
            np.asarray(pictures).reshape(2, COLUMNS, *pictures.shape[1:]),
            row_labels=tuple(words),
            column_labels=tuple(f"{length:.1f}" for length in lengths),
        )
        reading = Reading(far[1] - far[0], "farther, straight")
        yield Frame({"straight_beside": grid}, readings={"straight_beside": reading})


INSTRUMENT = StraightBeside
