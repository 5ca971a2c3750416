"""Potentials in NumPy: their heights, slopes and curvatures in closed form."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from engines.learned.latent.potentials.layout import frequencies

ROOT = math.sqrt(2.0 / math.pi)
CUBIC = 0.044715


def gelu(x: np.ndarray) -> np.ndarray:
    """A smooth ramp, x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2.

    Source:
        Hendrycks & Gimpel (2016), arXiv:1606.08415, the formula with tanh.
    """
    return 0.5 * x * (1.0 + np.tanh(ROOT * (x + CUBIC * x**3)))


class Landscapes:
    """K potentials that are asked together; codes have shape (K, n, d), one batch for each.

    Everything is computed in float64.

    Attributes:
        count: Number K of potentials.
        speeds: Constant c of the equation each has learned to obey, shape (K,).
    """

    def __init__(
        self, arrays: Mapping[str, np.ndarray], stem: str = "", *, bounded: bool = True
    ) -> None:
        """Read the arrays of `Layout.shapes` whose names begin with `stem`."""

        def read(name: str) -> np.ndarray:
            return np.asarray(arrays[f"{stem}{name}"], dtype=np.float64)

        self._bounded = bounded
        self._place = read("place.weight")
        self._offset = read("place.bias")[:, None]
        self._inner, self._inner_offset = read("time_in.weight"), read("time_in.bias")
        self._outer, self._outer_offset = read("time_out.weight"), read("time_out.bias")
        self._join, self._join_offset = read("join.weight"), read("join.bias")[:, None]
        self._read, self._shift = read("read.weight"), read("read.bias")
        self._amplitude = np.exp(read("log_amplitude"))[:, None]
        self.speeds = read("speed")
        self.count = len(self._place)
        self._waves = frequencies(self._place.shape[1])
        self._lift = self._place.transpose(0, 2, 1).copy()
        self._mix = self._join.transpose(0, 2, 1).copy()

    def only(self, k: int) -> Landscapes:
        """The potential number `k`, counted from 0, by itself."""
        found = object.__new__(Landscapes)
        for name, value in vars(self).items():
            part = value[k : k + 1] if isinstance(value, np.ndarray) and name != "_waves" else value
            setattr(found, name, part)
        found.count = 1
        return found

    def _of_time(self, time: float) -> np.ndarray:
        """F b(t) + f, shape (K, 1, h)."""
        angles = time * self._waves
        features = np.concatenate([np.sin(angles), np.cos(angles)])
        hidden = gelu(self._inner @ features + self._inner_offset)
        b = np.matmul(self._outer, hidden[..., None])[..., 0] + self._outer_offset
        return np.matmul(self._join, b[..., None])[..., 0][:, None] + self._join_offset

    def _units(self, codes: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
        """Units a and c = tanh(F (a + b) + f), both (K, n, h)."""
        a = np.tanh(codes @ self._lift + self._offset)
        return a, np.tanh(a @ self._mix + self._of_time(time))

    def _last(self, c: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """T and its first two derivatives, times the amplitude, shape (K, n)."""
        o = (c @ self._read.transpose(0, 2, 1))[..., 0] + self._shift
        if not self._bounded:
            one = np.broadcast_to(self._amplitude, o.shape)
            return self._amplitude * o, one, np.zeros_like(o)
        top = np.tanh(o)
        slope = 1.0 - top**2
        return self._amplitude * top, self._amplitude * slope, -2.0 * self._amplitude * top * slope

    def heights(self, codes: np.ndarray, time: float) -> np.ndarray:
        """u, shape (K, n), at `codes`, shape (K, n, d)."""
        return self._last(self._units(codes, time)[1])[0]

    def slopes(self, codes: np.ndarray, time: float) -> np.ndarray:
        """Slopes grad u, shape (K, n, d), at `codes`, shape (K, n, d)."""
        a, c = self._units(codes, time)
        carried = ((1.0 - c**2) * self._read) @ self._join
        inner = ((1.0 - a**2) * carried) @ self._place
        return self._last(c)[1][..., None] * inner

    def curvatures(self, codes: np.ndarray, time: float) -> np.ndarray:
        """Second derivatives of u, shape (K, n, d, d), at `codes`, shape (K, n, d).

        D^2 u = A (T'' g g^T + T' D^2 o),
        D^2 o = J^T diag(w c'') J + W^T diag(a'' F^T (w c')) W,   J = F diag(a') W,   g = J^T (w c')
        """
        a, c = self._units(codes, time)
        _, first, second = self._last(c)
        a1, c1 = 1.0 - a**2, 1.0 - c**2
        pull = (c1 * self._read) @ self._join
        g = (a1 * pull) @ self._place
        # J^T, shape (K, n, d, h)
        turned = (self._lift[:, None] * a1[:, :, None, :]) @ self._mix[:, None]
        bend = -2.0 * c * c1 * self._read
        outer = (turned * bend[:, :, None, :]) @ turned.swapaxes(-1, -2)
        bent = -2.0 * a * a1 * pull
        outer += (self._lift[:, None] * bent[:, :, None, :]) @ self._place[:, None]
        return (
            first[..., None, None] * outer
            + second[..., None, None] * g[..., :, None] * g[..., None, :]
        )
