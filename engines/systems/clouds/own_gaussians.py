"""A few Gaussians of one's own: added, dragged, weighed, widened, turned and taken away by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from engines.errors import ParameterError
from engines.parameters.declare import Declaration, places, real, whole
from engines.systems.clouds.gaussian_mixture import GaussianMixture, mixture
from engines.systems.clouds.hand_drawn import BEYOND, DIGITS

GAUSSIANS = "your Gaussians"
MOST = 16  # as many as a graphics card can follow
WIDEST = 5.0
THINNEST = 0.02
GRIP = 0.3  # of the distance to the Gaussian in hand: another one must be so much nearer
DEGREE = math.pi / 180.0
Rows = tuple[tuple[float, ...], ...]


class Gaussian(NamedTuple):
    """One part of a mixture.

    Attributes:
        x: First coordinate of its mean.
        y: Second coordinate.
        weight: How much of the data it is, beside the weights of the others.
        along: Standard deviation along its own axis.
        across: Standard deviation across.
        turn: Angle from the first axis to its own, degrees.
    """

    x: float
    y: float
    weight: float = 0.5
    along: float = 0.5
    across: float = 0.5
    turn: float = 0.0

    def covariance(self) -> np.ndarray:
        """R diag(along^2, across^2) R^T, shape (2, 2)."""
        c, s = math.cos(self.turn * DEGREE), math.sin(self.turn * DEGREE)
        axes = np.array([[c, -s], [s, c]])
        return np.asarray((axes * np.array([self.along**2, self.across**2])) @ axes.T)


START: Rows = (
    (-2.0, -1.2, 0.4, 0.9, 0.35, 35.0),
    (2.2, -0.4, 0.3, 0.4, 0.9, 0.0),
    (0.2, 2.4, 0.3, 0.5, 0.5, 0.0),
)
GROUP = "Gaussian in hand"
HINT = "drag a Gaussian to take it in hand"
_ABOUT = "of the Gaussian in hand"
DECLARED: tuple[Declaration, ...] = (
    places("gaussians", START),
    whole("in_hand", 0, 0, MOST, group="Data", hidden=True),
    real("own_weight", START[0][2], 0.0, 1.0, title="Weight", symbol="p_k", group=GROUP,
         help=f"Share {_ABOUT}, beside those of the others; 0 takes it away."),
    real("own_along", START[0][3], THINNEST, WIDEST, title="Along", symbol="\\sigma_1", group=GROUP,
         logarithmic=True, help=f"Standard deviation along the axis {_ABOUT}."),
    real("own_across", START[0][4], THINNEST, WIDEST, title="Across", symbol="\\sigma_2", group=GROUP,
         logarithmic=True, help=f"Standard deviation across the axis {_ABOUT}."),
    real("own_turn", START[0][5], -90.0, 90.0, title="Turn", unit="°", group=GROUP,
         help=f"Angle of the axis {_ABOUT}."),
)  # fmt: skip
NAMES = ("own_weight", "own_along", "own_across", "own_turn")  # sliders of the one in hand


def number(p: Any) -> int:
    """Which Gaussian is in hand, counted from 0; -1 for none."""
    return min(int(p.in_hand), len(p.gaussians)) - 1


def rows_of(p: Any) -> Rows:
    """All Gaussians, the one in hand as its sliders say."""
    rows: Rows = p.gaussians
    k = number(p)
    if k < 0:
        return rows
    now = (*rows[k][:2], *(float(getattr(p, name)) for name in NAMES))
    return (*rows[:k], now, *rows[k + 1 :])


def checked(rows: Rows) -> tuple[Gaussian, ...]:
    """The Gaussians of these rows, those without weight left out.

    Raises:
        ParameterError: If there is none, there are too many, or a number is not allowed.
    """
    if len(rows) > MOST:
        raise ParameterError(f"gaussians has {len(rows)} rows, allowed at most {MOST}")
    found = []
    for i, row in enumerate(rows, 1):
        if not 2 <= len(row) <= 6:
            raise ParameterError(f"gaussians, row {i} has {len(row)} numbers, allowed 2 to 6")
        if not all(math.isfinite(c) for c in row):
            raise ParameterError(f"gaussians, row {i} = {row}, allowed are finite numbers")
        one = Gaussian(*row)
        if max(abs(one.x), abs(one.y)) > BEYOND:
            raise ParameterError(f"gaussians, row {i} = {row}, allowed up to {BEYOND:g} from 0")
        if one.weight < 0.0:
            raise ParameterError(f"gaussians, row {i}: weight = {one.weight:g}, must be >= 0")
        if min(one.along, one.across) <= 0.0:
            sd = min(one.along, one.across)
            raise ParameterError(
                f"gaussians, row {i}: sd = {sd:g}, covariance must be positive definite"
            )
        if one.weight > 0.0:
            found.append(one)
    if not found:
        raise ParameterError(f"gaussians has {len(rows)} rows with weight, at least 1 is needed")
    return tuple(found)


def own_mixture(rows: Rows) -> tuple[GaussianMixture, str]:
    """The mixture, and what has to be said of its weights: nothing if they sum to 1.

    Raises:
        ParameterError: See `checked`.
    """
    parts = checked(rows)
    weights = np.array([one.weight for one in parts])
    total = float(weights.sum())
    note = "" if abs(total - 1.0) < 1e-6 else f"weights sum to {total:.3g}, normalised to 1"
    covariances = np.stack([one.covariance() for one in parts])
    return mixture([[one.x, one.y] for one in parts], covariances, weights / total), note


def taken(p: Any, place: tuple[float, float]) -> int:
    """Which Gaussian a hand at `place` holds, counted from 0: the one it had, unless another is much
    nearer.
    """
    rows: Rows = p.gaussians
    gaps = [math.dist(row[:2], place) for row in rows]
    nearest = min(range(len(rows)), key=gaps.__getitem__)
    before = number(p)
    return nearest if before < 0 or gaps[nearest] < GRIP * gaps[before] else before


def in_hand(rows: Rows, k: int) -> Mapping[str, object]:
    """Parameters with Gaussian `k` in hand, its numbers on the sliders."""
    one = Gaussian(*rows[k])
    sliders = dict(zip(NAMES, map(float, one[2:]), strict=True))
    return {"gaussians": rows, "in_hand": k + 1, **sliders}


def moved(p: Any, place: tuple[float, float], reach: float) -> Mapping[str, object]:
    """What dragging to `place` gives: beyond `reach` from the middle it is thrown away, unless it
    is the last one.
    """
    k, rows = taken(p, place), rows_of(p)
    if max(map(abs, place)) > reach and len(rows) > 1:
        rest = (*rows[:k], *rows[k + 1 :])
        return in_hand(rest, min(k, len(rest) - 1))
    return in_hand((*rows[:k], (*_rounded(place), *rows[k][2:]), *rows[k + 1 :]), k)


def added(p: Any, place: tuple[float, float]) -> Mapping[str, object]:
    """What a new Gaussian at `place` gives, in hand at once.

    Raises:
        ParameterError: If there are as many as there may be.
    """
    rows = tuple(row for row in rows_of(p) if Gaussian(*row).weight > 0.0)
    if len(rows) >= MOST:
        raise ParameterError(f"gaussians has {MOST} rows, allowed at most {MOST}")
    share = sum(Gaussian(*row).weight for row in rows) / max(len(rows), 1)
    new = Gaussian(*_rounded(place), weight=min(max(share, 0.05), 1.0))
    return in_hand((*rows, tuple(new)), len(rows))


def pulled_out(p: Any, place: tuple[float, float]) -> Mapping[str, object]:
    """What pulling on gives from where one was added: its own axis reaches as far as the hand."""
    rows, k = rows_of(p), number(p)
    one = Gaussian(*rows[k])
    dx, dy = place[0] - one.x, place[1] - one.y
    far = math.hypot(dx, dy)
    if far < 0.3:
        return in_hand(rows, k)
    turn = math.degrees(math.atan2(dy, dx))
    turn = turn - 180.0 if turn > 90.0 else turn + 180.0 if turn < -90.0 else turn
    along = min(max(0.5 * far, THINNEST), WIDEST)
    grown = one._replace(along=along, across=0.5 * along, turn=round(turn, 1))
    return in_hand((*rows[:k], tuple(grown), *rows[k + 1 :]), k)


def _rounded(place: tuple[float, float]) -> tuple[float, float]:
    return round(float(place[0]), DIGITS), round(float(place[1]), DIGITS)
