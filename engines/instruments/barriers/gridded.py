"""The diffusive force of a velocity that is known on a regular grid."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from engines.numerics.plane_spline import slopes_at_nodes

SMOOTHING = 1.5  # cells


def grid_vorticity(
    x: np.ndarray,
    y: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
    *,
    periodic: tuple[bool, bool] = (False, False),
) -> np.ndarray:
    """Vorticity of a velocity on a grid, by cubic splines.

        w = dv/dx - du/dy

    Args:
        x: Shape (nx,), equally spaced; without the repeated end where it goes round.
        y: Shape (ny,), likewise.
        u: Shape (ny, nx).
        v: Shape (ny, nx).
        periodic: Whether x and y go round.

    Returns:
        Shape (ny, nx).
    """
    dx, dy = _steps(x, y)
    return slopes_at_nodes(v, dx, periodic[0], 1) - slopes_at_nodes(u, dy, periodic[1], 0)


def barrier_field(
    x: np.ndarray,
    y: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
    *,
    viscosity: float = 1.0,
    periodic: tuple[bool, bool] = (False, False),
) -> tuple[np.ndarray, np.ndarray]:
    """Instantaneous barrier field of a velocity on a grid.

        b = nu Laplacian(v)

    Its streamlines are where momentum does not diffuse across. In a plane flow without
    divergence they are level sets of the vorticity.

    Args:
        x: Shape (nx,), equally spaced; without the repeated end where it goes round.
        y: Shape (ny,), likewise.
        u: Shape (ny, nx).
        v: Shape (ny, nx).
        viscosity: nu, length^2 per time.
        periodic: Whether x and y go round.

    Returns:
        Both components, shape (ny, nx) each.

    Source:
        Haller, Katsanoulis, Holzner, Frohnapfel & Gatti (2020), J. Fluid Mech. 905, A17, eq. (3.9).
    """
    dx, dy = _steps(x, y)

    def laplacian(f: np.ndarray) -> np.ndarray:
        fx, fy = slopes_at_nodes(f, dx, periodic[0], 1), slopes_at_nodes(f, dy, periodic[1], 0)
        return slopes_at_nodes(fx, dx, periodic[0], 1) + slopes_at_nodes(fy, dy, periodic[1], 0)

    return viscosity * laplacian(u), viscosity * laplacian(v)


def barrier_of_spin(
    x: np.ndarray,
    y: np.ndarray,
    spin: np.ndarray,
    *,
    viscosity: float = 1.0,
    smoothing: float = SMOOTHING,
    periodic: tuple[bool, bool] = (False, False),
) -> tuple[np.ndarray, np.ndarray]:
    """Barrier field of a plane flow without divergence, from its (path-averaged) vorticity.

        bbar = nu J grad wbar,   J (a, b) = (-b, a)

    Args:
        x: Shape (nx,), equally spaced; without the repeated end where it goes round.
        y: Shape (ny,), likewise.
        spin: wbar, or w itself for the instantaneous field, shape (ny, nx); NaN where unknown.
        viscosity: nu, length^2 per time.
        smoothing: Width of a Gaussian that is laid over wbar first, in cells; 0 for none.
        periodic: Whether x and y go round.

    Returns:
        Both components, shape (ny, nx) each; NaN where wbar is not known.

    Source:
        Haller et al. (2020), J. Fluid Mech. 905, A17, section 6.
    """
    dx, dy = _steps(x, y)
    filled, lost = without_gaps(spin)
    if smoothing > 0.0:
        modes = ["wrap" if around else "nearest" for around in (periodic[1], periodic[0])]
        filled = gaussian_filter(filled, smoothing, mode=modes)
    bx = -viscosity * slopes_at_nodes(filled, dy, periodic[1], 0)
    by = viscosity * slopes_at_nodes(filled, dx, periodic[0], 1)
    bx[lost], by[lost] = np.nan, np.nan
    return bx, by


def without_gaps(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values with the mean of the known ones in the place of NaN, and where that was.

    One NaN would spoil a whole spline; what is filled in is never shown.
    """
    lost = ~np.isfinite(values)
    if not lost.any():
        return np.asarray(values, float), lost
    mean = float(values[~lost].mean()) if not lost.all() else 0.0
    return np.where(lost, mean, values), lost


def _steps(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    return float(x[-1] - x[0]) / (len(x) - 1), float(y[-1] - y[0]) / (len(y) - 1)
