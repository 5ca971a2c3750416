"""Random noise on its way through the flow: the cloud at this moment and a few whole paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import numpy as np

from engines.errors import UnfitError
from engines.instruments.distance.carried_cloud import cloud_of
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.points import Points
from engines.layers.tracks import Tracks
from engines.parameters.declare import Declaration, Parameters, choice, real, whole
from engines.protocols.capabilities import Flat, Generating
from engines.protocols.flow import Flow
from engines.running.randomness import stream
from engines.running.ticket import Ticket

TIMES = 41
FIRST = 200
COLOURS = ("time", "bend")
MOMENT = real(
    "t",
    1.0,
    0.0,
    1.0,
    title="Moment",
    symbol="t",
    group="Noise to data",
    help="0 is noise, 1 is data.",
)


class Transported:
    """Where noise released at t = 0 is now, and the ways from there to the time of arrival."""

    name: ClassVar[str] = "transported"
    title: ClassVar[str] = "Noise to data"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("paths", "samples")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not isinstance(flow, Generating):
            return "needs a flow from noise to data"
        return "" if flow.dimension == 2 else "needs a planar flow"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole(
                "samples",
                1200,
                10,
                50000,
                title="Samples",
                group="Noise to data",
                logarithmic=True,
                help="Number of random points that are carried.",
            ),
            whole(
                "paths",
                160,
                0,
                2000,
                title="Paths",
                group="Noise to data",
                help="Number of points whose whole way is drawn, coloured by t.",
            ),
            choice(
                "paths_by",
                "time",
                COLOURS,
                title="Paths coloured by",
                group="Noise to data",
                help="The time, or how far the velocity is from the chord of the whole path.",
            ),
            MOMENT,
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """A few points first, then all of them."""
        p: Any = parameters
        flow = self.flow
        if not isinstance(flow, Generating):
            raise UnfitError("Noise to data needs a flow from noise to data")
        # what leaves a plane is moved by the whole, if that has noise of its own
        mover: Any = flow.whole if isinstance(flow, Flat) else flow
        seen = flow.seen if isinstance(flow, Flat) else np.asarray
        noise = mover.noise(max(p.samples, p.paths), stream(p.seed, "noise"))
        cloud = cloud_of(mover, noise, p.seed, flow.arrival)
        layers: dict[str, Layer] = {}
        if p.paths:
            layers["paths"] = _ways(flow, mover, noise, p, ticket)
        sizes = sorted({min(FIRST, p.samples), p.samples})
        for level, size in enumerate(sizes):
            cloud.carry(size, ticket)
            places = seen(cloud.at(p.t, size))
            places = places[np.isfinite(places).all(axis=1)]
            layers["samples"] = Points(places, "cloud")
            yield Frame(
                layers,
                progress=(level + 1) / len(sizes),
                level=level,
                readings={"transported": Reading(float(len(places)), "points")},
                task="Noise to data",
            )


# The ways drawn last of each flow: they are the same at every moment of the clock.
_drawn: WeakKeyDictionary[Flow, tuple[tuple[object, ...], Tracks]] = WeakKeyDictionary()


def _ways(flow: Any, mover: Any, noise: np.ndarray, p: Any, ticket: Ticket) -> Tracks:
    """Whole ways of the first states of noise, with the colour that is asked for."""
    key = (p.seed, len(noise), p.paths, p.paths_by, flow.arrival)
    kept = _drawn.get(flow)
    if kept is not None and kept[0] == key:
        return kept[1]
    times = np.linspace(0.0, flow.arrival, TIMES)
    ways = mover.sampled(noise[: p.paths], times, ticket)
    if isinstance(flow, Flat):
        ways = flow.seen(ways)
    if p.paths_by == "bend" and not isinstance(flow, Flat):
        values, unit = _bends(flow, ways, times, ticket), "bend"
    else:
        values, unit = np.broadcast_to(times, ways.shape[:2]), "t"
    made = Tracks(ways, times, "swarm", values=values, scale="amount", unit=unit)
    _drawn[flow] = (key, made)
    return made


def _bends(flow: Flow, ways: np.ndarray, times: np.ndarray, ticket: Ticket) -> np.ndarray:
    """Distance between velocity and chord along each way, shape (n, k); the last where unknown."""
    chords = (ways[:, -1] - ways[:, 0]) / (times[-1] - times[0])
    found = np.zeros(ways.shape[:2])
    for k, time in enumerate(times):
        ticket.check()
        with np.errstate(all="ignore"):
            off = np.linalg.norm(chords - flow.velocity(ways[:, k], float(time)), axis=1)
        found[:, k] = np.where(np.isfinite(off), off, found[:, k - 1])
    return found


INSTRUMENT = Transported
