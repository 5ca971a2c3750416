"""How probable each place is while noise becomes data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.instruments.distance.transported import MOMENT
from engines.instruments.portrait.scales import box_of
from engines.instruments.transport.nodes.following import TOLERANCE, with_guesses
from engines.instruments.transport.nodes.sparse import SparsePicture
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Costly, Probable
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

COARSE = 48
SOME = 256  # nodes of a coarse grid after which others have their turn, where each takes long
FEW = 4096  # nodes that are followed between two signs of life where each takes long
TASK = "Probability density"
FAINT = 0.999  # quantile of the density that is the end of the colours


class Probability:
    """The density p_t of what noise has become at t, over the plane."""

    name: ClassVar[str] = "probability"
    title: ClassVar[str] = "Probability density"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("probability",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not isinstance(flow, Probable):
            return "needs a flow that knows how probable its states are"
        return "" if flow.dimension == 2 else "needs a planar flow"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            MOMENT,
            whole(
                "probability_columns", 160, 20, 800, title="Columns", help="As many rows.",
                logarithmic=True,
            ),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """A coarse grid first."""
        p: Any = parameters
        flow, box = self.flow, box_of(self.flow)
        if not isinstance(flow, Probable):
            raise UnfitError("Probability density needs a flow that knows it")
        most = int(p.probability_columns)
        sizes = sorted({min(COARSE, most), most})

        def measure(x: np.ndarray, y: np.ndarray) -> np.ndarray:
            return np.exp(flow.log_density(np.stack([x, y], axis=-1), float(p.t), ticket))

        for level, size in enumerate(sizes):
            x, y = (np.linspace(box.low[k], box.high[k], size) for k in range(2))
            picture = None
            if level > 0 and isinstance(flow, Costly):
                picture = SparsePicture(x, y, TOLERANCE)
                for done in picture.filled(measure, FEW):
                    yield Frame({}, progress=(level + done) / len(sizes), level=level, task=TASK)
                density = np.maximum(picture.values, 0.0)
            else:
                across, along = (side.ravel() for side in np.meshgrid(x, y))
                piece, found = SOME if isinstance(flow, Costly) else len(across), []
                for first in range(0, len(across), piece):
                    if first:
                        done = first / len(across)
                        yield Frame({}, progress=(level + done) / len(sizes), task=TASK)
                    part = slice(first, first + piece)
                    found.append(measure(across[part], along[part]))
                density = np.concatenate(found).reshape(size, size)
            inside = float(np.trapezoid(np.trapezoid(density, x, axis=1), y))
            top = float(np.nanquantile(density, FAINT))
            trust = Trust(
                "good" if abs(inside - 1.0) < 0.05 else "warn",
                f"{100.0 * inside:.1f} % of all probability lies in the picture",
            )
            if picture is not None and picture.followed.any():
                trust = with_guesses(trust, picture, x, y, measure)
            yield Frame(
                {
                    "probability": ScalarField(
                        x, y, density, scale="amount", limits=(0.0, max(top, 1e-12)), quantity="p"
                    )
                },
                progress=(level + 1) / len(sizes),
                level=level,
                readings={self.name: Reading(100.0 * inside, "% in view")},
                trust=trust,
                task=TASK,
            )


INSTRUMENT = Probability
