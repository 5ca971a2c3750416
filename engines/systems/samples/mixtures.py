"""The exact rectified flow from a standard normal cloud to Gaussians on a circle."""

from __future__ import annotations

import numpy as np

from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear
from engines.numerics.marching import RK4, SCHEMES, carried, recorded
from engines.running.ticket import Ticket
from engines.systems.clouds.gaussian_mixture import circle
from engines.systems.clouds.probability_flow import PlanarProbabilityFlow, box_around
from engines.systems.clouds.shading import circle_placing

MODES, RADIUS, SPREAD = 8, 4.0, 0.3
TANGENT_STEPS = 40
REACH = 5.5


class CircleOfGaussians(PlanarProbabilityFlow):
    r"""The velocity that training would find with all the data and patience in the world.

    For x_0 ~ N(0, I), x_1 ~ (1/J) sum_j N(n_j, s^2 I), independent, and x_t = (1-t) x_0 + t x_1,

        v(x, t) = E[x_1 - x_0 | x_t = x] = a x + (1 - t a) m,
        V = (1-t)^2 + t^2 s^2,   a = (t s^2 - (1-t)) / V,   m = sum_j w_j n_j,
        w_j proportional to exp(t x . n_j / V)

    because all n_j lie equally far from the origin: the probability flow of the linear path. States are carried between t = 0 and 1 only;
    the velocity outside is that at the nearer end.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, section 2.1; the sum is elementary.
    """

    box = box_around(REACH)

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
        super().__init__(
            circle(modes, radius, spread),
            Linear(),
            Sampler(scheme, min(sampling_steps, 1000), "time"),
            box_around(REACH),
            placed=circle_placing(modes, radius, spread),
        )
        self.centres = self.mixture.means

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

    def followed_by(self, sampler: Sampler) -> CircleOfGaussians:
        """The same field by one of the schemes it knows."""
        return CircleOfGaussians(
            self.modes, self.radius, self.spread, sampler.solver, sampler.steps, self._tangent_steps
        )

    def record(
        self, states: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
    ) -> np.ndarray:
        """As an ordinary scheme walks, which at t = 1 asks for the velocity like anywhere."""
        begin = np.asarray(states, dtype=np.float64)
        step, moments = 1.0 / self.sampling_steps, np.clip(times, 0.0, 1.0)
        return recorded(self.velocity, begin, moments, step, self.scheme, ticket)

    def advance_tangent(
        self, states: np.ndarray, start: float, stop: float, ticket: Ticket | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        begin = np.asarray(states, dtype=np.float64)
        first, last = np.clip((start, stop), 0.0, 1.0)
        return carried(self.pushed, begin, first, last, 1.0 / self._tangent_steps, RK4, ticket)

    def tex(self) -> tuple[str, ...]:
        return (
            r"\dot{x} = E[x_1 - x_0 \mid x_t = x]",
            rf"x_1 = \live{{radius}}{{{self.radius:g}}}\, e_j"
            rf" + \live{{spread}}{{{self.spread:g}}}\, \xi",
        )


def centres(modes: int = MODES, radius: float = RADIUS) -> np.ndarray:
    """Centres of the clouds, evenly spaced on a circle, shape (modes, 2)."""
    return circle(modes, radius).means


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
