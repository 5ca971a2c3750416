import numpy as np
import pytest

from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.path import VarianceExploding
from engines.numerics.expressway.flow import Expressway
from engines.numerics.expressway.modes import Modes
from engines.numerics.expressway.solving import Solving
from engines.numerics.expressway.tail import Tail, levels
from engines.numerics.semidiscrete.sources import Source
from engines.protocols.capabilities import Box

CENTRES = np.array([[2.0, 0.0], [0.0, 2.0], [-2.0, 0.0], [0.0, -2.0]])
PATH = VarianceExploding(0.0, 6.0)


def score(x, t):
    """Of the nearest of four narrow clouds, as if there were no other."""
    which = ((x[:, None] - CENTRES) ** 2).sum(axis=2).argmin(axis=1)
    return -(x - CENTRES[which]) / (0.01 + PATH.at(t).s ** 2)


@pytest.fixture
def jump():
    """A jump to 24 latents in four clouds, its heights not begun."""

    def make(modes=True, **search):
        draw = np.random.default_rng(2)
        points = np.repeat(CENTRES, 6, axis=0) + 0.1 * draw.standard_normal((24, 2))
        solving = Solving(points, Source(), **({"iterations": 40, "draws": 1000} | search))
        box = Box(
            low=(-3.0, -3.0),
            high=(3.0, 3.0),
            periodic=(False, False),
            labels=("x", "y"),
            symbols=("x", "y"),
            units=("", ""),
            start=(0.5, 0.2),
        )
        known = Modes(CENTRES, 0.1, np.arange(4)) if modes else None
        field = Field(PATH, "score", score)
        return Expressway(solving, Tail(field, levels(5, 0.04, 0.02, "Langevin")), box, known)

    return make


@pytest.fixture
def values():
    from engines.parameters.declare import parameters_model

    def of(one, flow, **given):
        return parameters_model(one.name, one.declared(flow))(**given)

    return of
