"""FTLE on a sphere and in four dimensions, against what is known exactly and other ways."""

from __future__ import annotations

import numpy as np

from engines.evidence.shipped import flow
from engines.instruments.transport.deformation import Seeds, by_tangent
from engines.instruments.transport.ftle import ftle
from engines.protocols.capabilities import Refinable, Spherical
from engines.protocols.check import Claim
from engines.protocols.flow import Flow
from engines.systems.system_file import system_from_text

_LON, _LAT = np.linspace(-180.0, 180.0, 37), np.linspace(-90.0, 90.0, 19)
_AXES = ((0.0, 0.0, 1.0), (0.48, 0.6, 0.64), (1.0, 0.0, 0.0))
_TURN = """
title = "Rigid turn"
step = 0.01
[rates]
x = "b*z - c*y"
y = "c*x - a*z"
z = "a*y - b*x"
[sphere]
[states]
x = { low = -1.0, high = 1.0 }
y = { low = -1.0, high = 1.0 }
z = { low = -1.0, high = 1.0 }
[parameters]
a = { value = 0.0, low = -1.0, high = 1.0 }
b = { value = 0.0, low = -1.0, high = 1.0 }
c = { value = 1.0, low = -1.0, high = 1.0 }
"""
_WAVE_SPEED = np.degrees(86400.0 * (28.0 * 7.848e-6 - 2.0 * 7.292e-5) / 30.0)  # degrees a day
_LEVEL = np.array([[0.2, 0.1], [0.0, 0.25], [-0.1, -0.2], [0.45, 0.0]])  # y and p_y


def _careful(id: str) -> Flow:
    found = flow(id)
    return found.refined() if isinstance(found, Refinable) else found


def _turn() -> tuple[str, bool, bool]:
    system = system_from_text(_TURN, "turn")
    worst = 0.0
    for axis in _AXES:
        turning = system.flow_at(dict(zip("abc", axis, strict=True)))
        found = ftle(turning, _LON, _LAT, start=0.0, horizon=5.0)
        worst = max(worst, float(np.abs(found).max()))
    return f"{worst:.1e}", worst <= 1e-10, False


def _frames() -> tuple[str, bool, bool]:
    wave, moved = _careful("rossby-haurwitz"), 2.0
    found = ftle(wave, _LON, _LAT, start=0.0, horizon=4.0)
    later = ftle(wave, _LON + moved * _WAVE_SPEED, _LAT, start=moved, horizon=4.0)
    off = float(np.abs(later - found).max())
    return f"{off:.1e} 1/d", off <= 1e-6, False


def _poles() -> tuple[str, bool, bool]:
    found = ftle(_careful("rossby-haurwitz"), _LON, _LAT, start=0.0, horizon=4.0)
    spread = float(np.ptp(found[[0, -1]], axis=1).max())
    seam = float(np.abs(found[:, 0] - found[:, -1]).max())
    return f"{max(spread, seam):.1e} 1/d", max(spread, seam) <= 1e-9, False


def _map() -> tuple[str, bool, bool]:
    """Differences of longitude and latitude, with the metric of the sphere, off the poles."""
    wave, h = _careful("rossby-haurwitz"), 1e-4
    lon, lat = np.meshgrid(_LON[::3], _LAT[4:-4:2])
    nodes = np.stack([lon.ravel(), lat.ravel()], axis=1)
    end = wave.advance(nodes, 0.0, 1.0)
    d = np.empty((len(nodes), 2, 2))
    for axis, metric in enumerate((np.cos(np.radians(nodes[:, 1])), np.ones(len(nodes)))):
        aside = np.eye(2)[axis] * h
        apart = wave.advance(nodes + aside, 0.0, 1.0) - wave.advance(nodes - aside, 0.0, 1.0)
        apart[:, 0] = (apart[:, 0] + 180.0) % 360.0 - 180.0
        apart[:, 0] *= np.cos(np.radians(end[:, 1]))
        d[:, :, axis] = apart / (2.0 * h * metric[:, None])
    found = ftle(wave, _LON[::3], _LAT[4:-4:2], start=0.0, horizon=1.0).ravel()
    off = float(np.abs(found - np.log(np.linalg.norm(d, 2, axis=(1, 2)))).max())
    return f"{off:.1e} 1/d", off <= 1e-5, False


def _grown() -> tuple[np.ndarray, np.ndarray]:
    """States of one energy after 20 units of time by another integrator, and their tangents."""
    from scipy.integrate import solve_ivp

    starts = np.zeros((len(_LEVEL), 4))
    y, p_y = _LEVEL.T
    starts[:, 1], starts[:, 3] = y, p_y
    starts[:, 2] = np.sqrt(2.0 * 0.125 - p_y**2 - y**2 + 2.0 * y**3 / 3.0)

    def rate(time: float, both: np.ndarray) -> np.ndarray:
        x, y, p_x, p_y = both[:4]
        j = np.zeros((4, 4))
        j[0, 2] = j[1, 3] = 1.0
        j[2, :2] = -1.0 - 2.0 * y, -2.0 * x
        j[3, :2] = -2.0 * x, -1.0 + 2.0 * y
        turned = (j @ both[4:].reshape(4, 4)).ravel()
        return np.concatenate([[p_x, p_y, -x - 2.0 * x * y, -y - x * x + y * y], turned])

    ends = [
        solve_ivp(rate, (0.0, 20.0), np.concatenate([state, np.eye(4).ravel()]), method="DOP853",
                  rtol=1e-12, atol=1e-12).y[:, -1]
        for state in starts
    ]  # fmt: skip
    return starts, np.array(ends)[:, 4:].reshape(-1, 4, 4)


def _largest() -> tuple[str, bool, bool]:
    _, tangents = _grown()
    wanted = np.log(np.linalg.norm(tangents, 2, axis=(1, 2))) / 20.0
    found = [
        ftle(_careful("henon-heiles"), np.array([y]), np.array([p_y]), start=0.0, horizon=20.0,
             rest=(0.0, 0.0), plane=(1, 3), full=True)[0, 0]
        for y, p_y in _LEVEL
    ]  # fmt: skip
    off = float(np.abs(np.array(found) - wanted).max())
    return f"{off:.1e}", off <= 1e-6, False


def _volume() -> tuple[str, bool, bool]:
    seeds = Seeds(_LEVEL[:, 0], _LEVEL[:, 1], (0.0, 0.0), 0.0, 20.0, (1, 3))
    d = by_tangent(_careful("henon-heiles"), seeds, None, full=True)
    off = float(np.nanmax(np.abs(np.linalg.det(d) - 1.0)))
    return f"{off:.1e}", off <= 1e-6, False


def _is_round() -> tuple[str, bool, bool]:
    """Unit vectors stay unit vectors."""
    wave = _careful("rossby-haurwitz")
    if not isinstance(wave, Spherical):
        return "no sphere", False, False
    lon, lat = np.meshgrid(_LON, _LAT)
    begin = wave.lifted(np.stack([lon.ravel(), lat.ravel()], axis=1))
    end = wave.whole.advance(begin, 0.0, 20.0)
    off = float(np.abs(np.linalg.norm(end, axis=1) - 1.0).max())
    return f"{off:.1e}", off <= 1e-7, False


_GLOBE, _STAR = "rossby-haurwitz", "henon-heiles"
CLAIMS: tuple[Claim, ...] = (
    Claim(_GLOBE, "rigid turns about three axes stretch nothing", "law", "at most 1e-10", "exact",
          _turn),
    Claim(_GLOBE, "the wave seen later, from where it has travelled to", "law",
          "equal within 1e-6 1/d", "exact: the FTLE does not depend on the frame", _frames),
    Claim(_GLOBE, "one value at each pole, and both sides of the date line", "law",
          "equal within 1e-9 1/d", "exact", _poles),
    Claim(_GLOBE, "away from the poles, differences on the map", "law", "equal within 1e-5 1/d",
          "longitude and latitude with the metric of the sphere", _map),
    Claim(_GLOBE, "parcels stay on the sphere for 20 days", "law", "within 1e-7 of its radius",
          "exact", _is_round),
    Claim(_STAR, "largest exponent of all four directions, T = 20", "law", "within 1e-6",
          "computed independently: variational equation, DOP853, tolerance 1e-12", _largest),
    Claim(_STAR, "volume is kept: det D = 1", "law", "within 1e-6", "exact: Liouville", _volume),
)  # fmt: skip
