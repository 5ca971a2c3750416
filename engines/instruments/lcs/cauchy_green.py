"""The Cauchy-Green strain C = D^T D on a grid: how lengths have changed in every direction."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from engines.errors import FlowError
from engines.instruments.lcs.lines.chart import PLANE, Chart, chart_of
from engines.instruments.transport.deformation import Seeds, by_auxiliary, by_grid, by_tangent
from engines.protocols.capabilities import Spherical
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

_WAYS = {"variational": by_tangent, "grid": by_grid, "auxiliary": by_auxiliary}
_BLOCK = 1 << 15  # nodes between two looks at the ticket


@dataclass(frozen=True, slots=True, eq=False)
class Eigenfield:
    """Eigenvalues and eigenvectors of a symmetric 2 x 2 tensor on a grid.

    Directions are kept by the double angle of the second eigenvector, which has no sign to flip:
    xi2 = (cos a, sin a), double = (cos 2a, sin 2a), and xi1 is at right angles. Both entries are
    0 where the eigenvalues are equal, NaN where there is no value.

    Attributes:
        x: Shape (nx,), world units.
        y: Shape (ny,), world units.
        low: Smaller eigenvalue, shape (ny, nx).
        high: Larger eigenvalue, shape (ny, nx).
        double: Shape (ny, nx, 2).
    """

    x: np.ndarray
    y: np.ndarray
    low: np.ndarray
    high: np.ndarray
    double: np.ndarray

    def vectors(self) -> tuple[np.ndarray, np.ndarray]:
        """Unit eigenvectors xi1 and xi2, each (ny, nx, 2), of arbitrary sign."""
        half = 0.5 * np.arctan2(self.double[..., 1], self.double[..., 0])
        cosine, sine = np.cos(half), np.sin(half)
        return np.stack([-sine, cosine], axis=-1), np.stack([cosine, sine], axis=-1)


def eigenfield(
    x: np.ndarray,
    y: np.ndarray,
    xx: np.ndarray,
    xy: np.ndarray,
    yy: np.ndarray,
    determinant: np.ndarray | None = None,
) -> Eigenfield:
    """Closed form of the eigenvalues m -+ r, m = (xx + yy) / 2, r = |((xx - yy) / 2, xy)|.

    Args:
        x: Shape (nx,).
        y: Shape (ny,).
        xx: Entries of the tensor, shape (ny, nx).
        xy: Shape (ny, nx).
        yy: Shape (ny, nx).
        determinant: Product of the eigenvalues of a positive tensor, where it is known better
            than by xx yy - xy^2; keeps the digits of a small eigenvalue.
    """
    half = 0.5 * (xx - yy)
    radius = np.hypot(half, xy)
    middle = 0.5 * (xx + yy)
    high = middle + radius
    with np.errstate(divide="ignore", invalid="ignore"):
        low = middle - radius if determinant is None else determinant / high
        double = np.stack([half, xy], axis=-1) / radius[..., None]
    double[radius <= 1e-14 * np.abs(middle)] = 0.0
    lost = ~np.isfinite(high) | ~np.isfinite(low)
    double[lost] = np.nan
    return Eigenfield(x, y, np.where(lost, np.nan, low), np.where(lost, np.nan, high), double)


@dataclass(frozen=True, slots=True, eq=False)
class CauchyGreen:
    """C = D^T D on a grid, in the plane of the seeds.

    Attributes:
        x: Shape (nx,), world units.
        y: Shape (ny,), world units.
        xx: C11, shape (ny, nx), NaN where a state blew up.
        xy: C12.
        yy: C22.
        horizon: Signed travel time.
        eigen: Its eigenvalues, low <= high, and eigenvectors.
        chart: What x and y are. On a sphere vectors have an eastward and a northward part.
    """

    x: np.ndarray
    y: np.ndarray
    xx: np.ndarray
    xy: np.ndarray
    yy: np.ndarray
    horizon: float
    eigen: Eigenfield
    chart: Chart = PLANE

    @property
    def ftle(self) -> np.ndarray:
        """ln(high) / (2 |T|), shape (ny, nx)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found: np.ndarray = np.log(self.eigen.high) / (2.0 * abs(self.horizon))
        return found


def strained(
    x: np.ndarray, y: np.ndarray, d: np.ndarray, horizon: float, ticket: Ticket | None = None,
    chart: Chart = PLANE,
) -> CauchyGreen:  # fmt: skip
    """C of deformation gradients.

        C = D^T D,   det C = |a|^2 |b - (a.b / a.a) a|^2 for the columns a, b of D

    Args:
        x: Shape (nx,), at least 3.
        y: Shape (ny,), at least 3.
        d: Shape (ny, nx, k, 2), k at least 2: of a slice, C holds the stretching within it.
        horizon: Signed travel time.
        ticket: Looked at every few ms.
        chart: What x and y are.

    Raises:
        FlowError: If a side has fewer than 3 nodes or the horizon is 0.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Haller (2015). Annu. Rev. Fluid Mech. 47, 137-162.
    """
    if min(len(x), len(y)) < 3:
        raise FlowError(f"the grid has {len(x)} x {len(y)} nodes, curves need at least 3 x 3")
    if horizon == 0.0:
        raise FlowError("the horizon T is 0, nothing has been stretched yet")
    parts = []
    rows = max(1, _BLOCK // len(x))
    for first in range(0, len(y), rows):
        if ticket is not None:
            ticket.check()
        parts.append(_block(d[first : first + rows]))
    xx, xy, yy, low, high, double = (np.concatenate(field) for field in zip(*parts, strict=True))
    return CauchyGreen(x, y, xx, xy, yy, horizon, Eigenfield(x, y, low, high, double), chart)


def _block(d: np.ndarray) -> tuple[np.ndarray, ...]:
    """Entries of C, its eigenvalues and the double angle, for some rows."""
    a, b = d[..., 0], d[..., 1]
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        xx, xy, yy = (np.sum(p * q, axis=-1) for p, q in ((a, a), (a, b), (b, b)))
        # the longer column first, and the other one without its share of it
        swap = yy > xx
        longer, shorter = np.where(swap[..., None], b, a), np.where(swap[..., None], a, b)
        most = np.maximum(xx, yy)
        aside = shorter - (xy / most)[..., None] * longer
        determinant = most * np.sum(aside**2, axis=-1)
        nowhere = np.zeros(0)
        eigen = eigenfield(nowhere, nowhere, xx, xy, yy, determinant)
    lost = np.isnan(eigen.high)
    xx, xy, yy = (np.where(lost, np.nan, c) for c in (xx, xy, yy))
    return xx, xy, yy, eigen.low, eigen.high, eigen.double


def finitely_stretched(exact: CauchyGreen, coarse: CauchyGreen) -> CauchyGreen:
    """Directions of one strain with the stretching of another.

    Along a crest much thinner than a cell the exact stretching jumps from node to node, and which
    node is hit says nothing; over the width of a cell it is even. Areas are those of the exact
    one: l1 = det C / l2.

    Args:
        exact: From tangents or close helpers.
        coarse: From differences between grid neighbours, on the same grid.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        high = np.maximum(coarse.eigen.high, np.sqrt(exact.eigen.low * exact.eigen.high))
        low = exact.eigen.low * exact.eigen.high / high
    return replace(exact, eigen=replace(exact.eigen, low=low, high=high))


def cauchy_green(
    flow: Flow,
    x: np.ndarray,
    y: np.ndarray,
    *,
    start: float,
    horizon: float,
    method: str = "variational",
    rest: tuple[float, ...] = (),
    ticket: Ticket | None = None,
) -> CauchyGreen:
    """C on a grid of the plane; arguments as of `engines.instruments.transport.ftle.ftle`.

    Raises:
        FlowError: If a side has fewer than 3 nodes or the horizon is 0.
        Withdrawn: If the ticket was withdrawn.
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    if horizon == 0.0 or min(len(x), len(y)) < 3:
        return strained(x, y, np.zeros((len(y), len(x), 2, 2)), horizon)  # which says so
    seeds = Seeds(x, y, rest, start, horizon)
    chart = chart_of(flow) if isinstance(flow, Spherical) else PLANE
    return strained(x, y, _WAYS[method](flow, seeds, ticket), horizon, ticket, chart)
