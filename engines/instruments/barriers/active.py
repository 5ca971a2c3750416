"""Stretching and turning along barriers: the steady flow of a barrier field in fictitious time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from engines.errors import FlowError
from engines.instruments.barriers.gridded import without_gaps
from engines.numerics.plane_spline import PlaneSpline, evaluate_spline
from engines.numerics.stretching import log_stretch
from engines.running.slices import in_slices
from engines.running.ticket import Ticket

SPEEDS = ("rms", "unit", "none")
STEPS = 60  # of RK4
_PIECE = 512  # nodes between two looks at the ticket


@dataclass(frozen=True, slots=True)
class Active:
    """What is measured along barriers, shape (ny, nx) each.

    Attributes:
        ftle: Largest exponent of the steady flow, 1 over fictitious time.
        rotation: Angle of the polar rotation of its deformation gradient, 0 to pi.
        stretching: ln(|b| at the end / |b| at the start), over fictitious time.
    """

    ftle: np.ndarray
    rotation: np.ndarray
    stretching: np.ndarray


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz"})
def _rate(
    c: np.ndarray, grid: np.ndarray, z: np.ndarray, speed: float, unit: bool, low: float,
    b: np.ndarray, g: np.ndarray, out: np.ndarray,
) -> None:  # fmt: skip
    evaluate_spline(c, grid, z[0], z[1], b, g)
    factor = speed
    if unit:
        # D(b/|b|) = (1 - e e^T) Db / |b|
        size = max(np.sqrt(b[0] * b[0] + b[1] * b[1]), low)
        factor = speed / size
        ex, ey = b[0] / size, b[1] / size
        for j in range(2):
            along = ex * g[0, j] + ey * g[1, j]
            g[0, j] -= ex * along
            g[1, j] -= ey * along
    out[0], out[1] = factor * b[0], factor * b[1]
    for i in range(2):
        for j in range(2):
            out[2 + 2 * i + j] = factor * (g[i, 0] * z[2 + j] + g[i, 1] * z[4 + j])


@njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "nsz"})
def _follow(
    c: np.ndarray, grid: np.ndarray, starts: np.ndarray, sigma: float, steps: int, speed: float,
    unit: bool, low: float, ends: np.ndarray,
) -> None:  # fmt: skip
    """RK4 for the place and the deformation gradient together: ends[n] = (x, y, D row by row)."""
    h = sigma / steps
    b, g = np.empty(2), np.empty((2, 2))
    k, z, total, y = np.empty(6), np.empty(6), np.empty(6), np.empty(6)
    for n in range(len(starts)):
        z[0], z[1], z[2], z[3], z[4], z[5] = starts[n, 0], starts[n, 1], 1.0, 0.0, 0.0, 1.0
        for _ in range(steps):
            total[:] = 0.0
            y[:] = z
            for stage in range(4):
                _rate(c, grid, y, speed, unit, low, b, g, k)
                weight = 1.0 if stage == 0 or stage == 3 else 2.0
                ahead = 0.5 * h if stage < 2 else h
                for i in range(6):
                    total[i] += weight * k[i]
                    y[i] = z[i] + ahead * k[i]
            for i in range(6):
                z[i] += h / 6.0 * total[i]
        ends[n] = z


def active_fields(
    x: np.ndarray,
    y: np.ndarray,
    bx: np.ndarray,
    by: np.ndarray,
    *,
    sigma: float = 1.0,
    speed: str = "rms",
    length: float | None = None,
    steps: int = STEPS,
    periodic: tuple[bool, bool] = (False, False),
    ticket: Ticket | None = None,
) -> Active:
    """What the steady flow of a barrier field does in fictitious time.

        dx/dsigma = s b(x),   s = length / rms(b),  length / |b(x)|,  or 1

    Its deformation gradient D is integrated beside it, the field a cubic spline.

    Args:
        x: Shape (nx,), equally spaced; without the repeated end where it goes round.
        y: Shape (ny,), likewise.
        bx: Shape (ny, nx); NaN where unknown.
        by: Shape (ny, nx).
        sigma: Fictitious time, above zero.
        speed: "rms", "unit" (every barrier at the same speed) or "none".
        length: Way made in one unit of sigma at s |b| = 1; width of the domain over 2 pi if None.
        steps: Of RK4.
        periodic: Whether x and y go round.
        ticket: Looked at every few hundred nodes.

    Raises:
        FlowError: If sigma is not above zero, the speed unknown, or the grid too small.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Haller et al. (2020), J. Fluid Mech. 905, A17, section 5.
    """
    if not (np.isfinite(sigma) and sigma > 0.0):
        raise FlowError(f"sigma = {sigma:g}, allowed finite numbers above 0")
    if speed not in SPEEDS:
        raise FlowError(f"speed = '{speed}', allowed {', '.join(SPEEDS)}")
    if min(len(x), len(y)) < 4:
        raise FlowError(f"the grid has {len(x)} x {len(y)} nodes, allowed from 4 x 4")
    (first, lost_x), (second, lost_y) = without_gaps(bx), without_gaps(by)
    lost = lost_x | lost_y
    size = np.hypot(first, second)
    rms = float(np.sqrt(np.mean(size[~lost] ** 2))) if not lost.all() else 0.0
    if length is None:
        step = float(x[-1] - x[0]) / (len(x) - 1)
        length = step * (len(x) - (0 if periodic[0] else 1)) / (2.0 * np.pi)
    if rms == 0.0:  # no force anywhere: nothing is stretched
        still = np.where(lost, np.nan, 0.0)
        return Active(still, still, still)
    factor = {"rms": length / rms, "unit": length, "none": 1.0}[speed]
    spline = PlaneSpline(x, y, np.stack([first, second], axis=-1), periodic)
    starts = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1).astype(float)
    ends = np.empty((len(starts), 6))

    def work(a: int, b: int) -> None:
        _follow(spline.coefficients, spline.grid, starts[a:b], sigma, steps, factor,
                speed == "unit", 1e-9 * rms, ends[a:b])  # fmt: skip

    in_slices(work, len(starts), _PIECE, ticket)
    d = ends[:, 2:].reshape(*size.shape, 2, 2)
    reached, _ = spline.evaluate(ends[:, :2])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log(np.hypot(*reached.T).reshape(size.shape) / size) / sigma
    ratio[~np.isfinite(ratio)] = np.nan
    turned = np.abs(np.arctan2(d[..., 1, 0] - d[..., 0, 1], d[..., 0, 0] + d[..., 1, 1]))
    fields = (log_stretch(d) / sigma, turned, ratio)
    return Active(*(np.where(lost, np.nan, field) for field in fields))


def active_ftle(
    x: np.ndarray,
    y: np.ndarray,
    bx: np.ndarray,
    by: np.ndarray,
    *,
    sigma: float = 1.0,
    speed: str = "rms",
    length: float | None = None,
    steps: int = STEPS,
    periodic: tuple[bool, bool] = (False, False),
    ticket: Ticket | None = None,
) -> np.ndarray:
    """Active FTLE of a barrier field on a grid, shape (ny, nx); see `active_fields`.

    aftle = ln(largest singular value of D) / sigma
    """
    found = active_fields(
        x, y, bx, by, sigma=sigma, speed=speed, length=length, steps=steps, periodic=periodic,
        ticket=ticket,
    )  # fmt: skip
    return found.ftle
