"""All places in view where nothing moves, and what happens beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar
from weakref import ref

import numpy as np

from engines.instruments.portrait.scales import box_of, refusal, shown
from engines.instruments.portrait.tracks import spoken
from engines.instruments.stability.linear import gradients, kind_of, rates_of_growth
from engines.instruments.stability.newton import certain_radii, zeros_in_box
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.points import Points
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

MOST = 60
FEW = 3  # more degenerate rests than this are taken for a line of them
AXIS = 0.02  # length of a drawn eigenvector in world units, where no screen rescales it


_last: tuple[Callable[[], Flow | None], tuple[FixedPoint, ...]] = (lambda: None, ())


@dataclass(frozen=True, slots=True, eq=False)
class FixedPoint:
    """A state that stays.

    Attributes:
        place: Shape (d,).
        values: Eigenvalues of the Jacobian, or multipliers of a map, growing ones first,
            shape (d,), complex.
        vectors: Their eigenvectors as columns, shape (d, d), complex.
        mark: "stable", "unstable", "saddle", "centre" or "dot".
        words: e.g. "stable spiral".
        uncertain: How far the true one may lie from `place` at most; inf if nothing vouches for
            it.
    """

    place: np.ndarray
    values: np.ndarray
    vectors: np.ndarray
    mark: str
    words: str
    uncertain: float = np.inf


def fixed_points(flow: Flow, ticket: Ticket | None = None) -> tuple[FixedPoint, ...]:
    """Every state of the box with v(x) = 0, or F(x) = x for a map.

    Args:
        flow: A steady flow that knows its box.
        ticket: Looked at between rounds of the search.

    Returns:
        Ordered by place, at most `MOST` of them.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    global _last
    kept, found = _last
    if kept() is flow:
        return found
    found = _classified(flow, zeros_in_box(flow, box_of(flow), ticket)[:MOST])
    _last = ref(flow), found  # manifolds and marks ask for the same points of the same flow
    return found


def _classified(flow: Flow, places: np.ndarray) -> tuple[FixedPoint, ...]:
    if not len(places):
        return ()
    slopes = gradients(flow, places)
    radii = certain_radii(flow, places, slopes)
    if flow.discrete:
        slopes = slopes + np.eye(flow.dimension)
    found = []
    for place, slope, radius in zip(places, slopes, radii.tolist(), strict=True):
        values, vectors = np.linalg.eig(slope.astype(complex))
        order = np.argsort(-rates_of_growth(values, flow.discrete), kind="stable")
        values, vectors = values[order], vectors[:, order]
        mark, words = kind_of(values, flow.discrete)
        found.append(FixedPoint(place, values, vectors, mark, words, radius))
    return tuple(found)


def _trust(found: tuple[FixedPoint, ...]) -> Trust | None:
    if not found:
        return None
    worst = max(f.uncertain for f in found)
    if not np.isfinite(worst):
        loose = sum(not np.isfinite(f.uncertain) for f in found)
        which = "1 fixed point" if loose == 1 else f"{loose} fixed points"
        return Trust("warn", f"Newton's method cannot vouch for {which}: nearly degenerate.")
    those = "The fixed point lies" if len(found) == 1 else f"All {len(found)} fixed points lie"
    return Trust("good", f"{those} within {spoken(worst)} of the mark (Newton-Kantorovich).")


class FixedPointInstrument:
    """Marks each fixed point with its kind and its eigenvectors."""

    name: ClassVar[str] = "fixed_points"
    title: ClassVar[str] = "Fixed points"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("eigenvectors", "fixed_points")
    depth: ClassVar[int] = 4

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow, steady=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return ()

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        found = fixed_points(self.flow, ticket)
        notes: tuple[str, ...] = ()
        if len(found) == MOST:
            notes = (f"More than {MOST} fixed points: only some are shown.",)
        if sum(f.mark == "dot" for f in found) > FEW:
            found = tuple(f for f in found if f.mark != "dot")
            notes = ("The flow rests along whole lines, which are not marked.",)
        yield Frame(
            layers_of(found, shown(self.flow), self.flow.discrete),
            readings={"fixed_points": Reading(float(len(found)), "in view")},
            notes=notes,
            trust=_trust(found),
        )


def layers_of(found: tuple[FixedPoint, ...], m: int, discrete: bool) -> dict[str, Layer]:
    """Marks, real eigenvectors, and `eigenvalues`: points (Re, Im), labelled with the index of
    their fixed point, which panels read and no view draws.
    """
    places = np.array([f.place[:m] for f in found]).reshape(-1, m)
    lines: list[np.ndarray] = []
    roles: list[str] = []
    for f in found:
        growth = rates_of_growth(f.values, discrete)
        for value, rate, vector in zip(f.values, growth, f.vectors.T, strict=True):
            if abs(value.imag) > 1e-9 * abs(value) or f.mark in ("centre", "dot"):
                continue
            along = np.real(vector[:m] / vector[np.argmax(np.abs(vector))])
            along = AXIS * along / max(float(np.linalg.norm(along)), 1e-300)
            for way in (1.0, -1.0):
                lines.append(np.array([f.place[:m], f.place[:m] + way * along]))
                roles.append("repel_axis" if rate > 0.0 else "attract_axis")
    values = np.array([[v.real, v.imag] for f in found for v in f.values]).reshape(-1, 2)
    owners = tuple(str(i) for i, f in enumerate(found) for _ in f.values)
    return {
        "eigenvectors": Curves(tuple(lines), tuple(roles)),
        "fixed_points": Points(places, tuple(f.mark for f in found), tuple(f.words for f in found)),
        "eigenvalues": Points(values, "dot", owners),
    }


INSTRUMENT = FixedPointInstrument
