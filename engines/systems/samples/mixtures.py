"""The exact rectified flow from a standard normal cloud to Gaussians on a circle."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engines.numerics.marching import RK4, SCHEMES, carried, recorded
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Described,
    Differentiable,
    Generating,
    Refinable,
    Shaded,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

MODES, RADIUS, SPREAD = 8, 4.0, 0.3
TANGENT_STEPS = 40
REACH = 5.5

GLSL = """
uniform float modes;
uniform float radius;
uniform float spread;

// Shares w of the clouds at x and t, then m = sum w n and C = sum w n n^T - m m^T.
void clouds(vec2 x, float t, out float a, out vec2 m, out vec3 c, out float variance) {
    float noise = (1.0 - t) * (1.0 - t);
    variance = noise + t * t * spread * spread;
    a = (t * spread * spread - (1.0 - t)) / variance;
    float highest = -1.0e30;
    for (int j = 0; j < 16; j++) {
        if (float(j) >= modes) break;
        float angle = 6.28318530718 * float(j) / modes;
        highest = max(highest, dot(x, vec2(cos(angle), sin(angle))));
    }
    float total = 0.0;
    m = vec2(0.0);
    c = vec3(0.0);
    for (int j = 0; j < 16; j++) {
        if (float(j) >= modes) break;
        float angle = 6.28318530718 * float(j) / modes;
        vec2 n = vec2(cos(angle), sin(angle));
        float w = exp((dot(x, n) - highest) * t * radius / variance);
        total += w;
        m += w * n;
        c += w * vec3(n.x * n.x, n.x * n.y, n.y * n.y);
    }
    m *= radius / total;
    c = c * radius * radius / total - vec3(m.x * m.x, m.x * m.y, m.y * m.y);
}

vec2 velocity(vec2 x, float t) {
    float a; vec2 m; vec3 c; float variance;
    clouds(x, clamp(t, 0.0, 1.0), a, m, c, variance);
    return a * x + (1.0 - clamp(t, 0.0, 1.0) * a) * m;
}

mat2 gradient(vec2 x, float t) {
    float a; vec2 m; vec3 c; float variance;
    float s = clamp(t, 0.0, 1.0);
    clouds(x, s, a, m, c, variance);
    float b = (1.0 - s * a) * s / variance;
    return mat2(a + b * c.x, b * c.y, b * c.y, a + b * c.z);
}
"""


class CircleOfGaussians(
    Flow, Differentiable, Tangent, Refinable, Bounded, Generating, Shaded, Described
):
    r"""The velocity that training would find with all the data and patience in the world.

    For x_0 ~ N(0, I), x_1 ~ (1/J) sum_j N(n_j, s^2 I), independent, and x_t = (1-t) x_0 + t x_1,

        v(x, t) = E[x_1 - x_0 | x_t = x] = a x + (1 - t a) m,
        V = (1-t)^2 + t^2 s^2,   a = (t s^2 - (1-t)) / V,   m = sum_j w_j n_j,
        w_j proportional to exp(t x . n_j / V)

    because all n_j lie equally far from the origin. States are carried between t = 0 and 1 only;
    the velocity outside is that at the nearer end.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, section 2.1; the sum is elementary.
    """

    dimension = 2
    states = ("x_1", "x_2")
    steady = False
    time_unit = ""
    duration = 1.0
    box = Box(
        low=(-REACH, -REACH),
        high=(REACH, REACH),
        periodic=(False, False),
        labels=("first coordinate", "second coordinate"),
        symbols=("x_1", "x_2"),
        units=("", ""),
        start=(0.7, 1.05),
    )

    def __init__(
        self,
        modes: int = MODES,
        radius: float = RADIUS,
        spread: float = SPREAD,
        scheme: str = "RK4",
        sampling_steps: int = 100,
        tangent_steps: int = TANGENT_STEPS,
    ) -> None:
        self.modes, self.radius, self.spread = modes, radius, spread
        self.scheme, self.sampling_steps = SCHEMES[scheme], sampling_steps
        self._tangent_steps = tangent_steps
        self.centres = centres(modes, radius)

    @property
    def integrator(self) -> str:
        paths = f"{self.scheme.name}, {self.sampling_steps} steps"
        return f"{paths}, tangents RK4, {self._tangent_steps} steps, float64"

    def refined(self) -> CircleOfGaussians:
        return CircleOfGaussians(
            self.modes,
            self.radius,
            self.spread,
            self.scheme.name,
            2 * self.sampling_steps,
            2 * self._tangent_steps,
        )

    def noise(self, count: int, draw: np.random.Generator) -> np.ndarray:
        return draw.standard_normal((count, 2))

    def velocity(self, states: np.ndarray, time: float) -> np.ndarray:
        t, a, _, shares = self._clouds(states, time)
        return a * states + (1.0 - t * a) * (shares @ self.centres)

    def jacobian(self, states: np.ndarray, time: float) -> np.ndarray:
        t, a, variance, shares = self._clouds(states, time)
        mean = shares @ self.centres
        pairs = self.centres[:, :, None] * self.centres[:, None, :]
        spreads = np.tensordot(shares, pairs, axes=1) - mean[:, :, None] * mean[:, None, :]
        return a * np.eye(2) + ((1.0 - t * a) * t / variance) * spreads

    def _clouds(self, states: np.ndarray, time: float) -> tuple[float, float, float, np.ndarray]:
        t = min(max(float(time), 0.0), 1.0)
        variance = (1.0 - t) ** 2 + (t * self.spread) ** 2
        a = (t * self.spread**2 - (1.0 - t)) / variance
        powers = (t / variance) * (np.asarray(states) @ self.centres.T)
        powers -= powers.max(axis=1, keepdims=True)
        shares = np.exp(powers)
        return t, a, variance, shares / shares.sum(axis=1, keepdims=True)

    def advance(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> np.ndarray:
        return self.record(states, np.array([start, stop]), ticket)[:, -1]

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        begin = np.asarray(states, dtype=np.float64)
        step, moments = 1.0 / self.sampling_steps, np.clip(times, 0.0, 1.0)
        return recorded(self.velocity, begin, moments, step, self.scheme, ticket)

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        def pushed(x: np.ndarray, m: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
            return self.velocity(x, time), np.einsum("nij,knj->kni", self.jacobian(x, time), m)

        begin = np.asarray(states, dtype=np.float64)
        first, last = np.clip((start, stop), 0.0, 1.0)
        return carried(pushed, begin, first, last, 1.0 / self._tangent_steps, RK4, ticket)

    def glsl(self) -> str:
        return GLSL

    def uniforms(self) -> Mapping[str, float]:
        return {"modes": float(self.modes), "radius": self.radius, "spread": self.spread}

    def tex(self) -> tuple[str, ...]:
        return (
            r"\dot{x} = E[x_1 - x_0 \mid x_t = x]",
            rf"x_1 = \live{{radius}}{{{self.radius:g}}}\, e_j"
            rf" + \live{{spread}}{{{self.spread:g}}}\, \xi",
        )


def centres(modes: int = MODES, radius: float = RADIUS) -> np.ndarray:
    """Centres of the clouds, evenly spaced on a circle, shape (modes, 2)."""
    angles = 2.0 * np.pi * np.arange(modes) / modes
    return radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def sampled(
    count: int,
    draw: np.random.Generator,
    modes: int = MODES,
    radius: float = RADIUS,
    spread: float = SPREAD,
    even: bool = False,
) -> np.ndarray:
    """Random points of the mixture, shape (count, 2); if `even`, as many from each cloud."""
    which = np.arange(count) % modes if even else draw.integers(0, modes, count)
    return centres(modes, radius)[which] + spread * draw.standard_normal((count, 2))
