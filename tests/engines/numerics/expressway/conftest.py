import numpy as np
import pytest

from engines.numerics.diffusion.path import VarianceExploding
from engines.numerics.expressway.flow import Expressway
from engines.numerics.expressway.modes import Modes
from engines.numerics.expressway.solving import Solving
from engines.numerics.expressway.tail import Tail, levels
from engines.numerics.semidiscrete.sources import Source
from engines.protocols.capabilities import Box
from engines.systems.clouds.gaussian_mixture import mixture

CORNERS = np.array([[2.0, 0.0], [0.0, 2.0], [-2.0, 0.0], [0.0, -2.0]])


@pytest.fixture(scope="session")
def box():
    return Box(
        low=(-3.0, -3.0),
        high=(3.0, 3.0),
        periodic=(False, False),
        labels=("x", "y"),
        symbols=("x", "y"),
        units=("", ""),
        start=(0.5, 0.2),
    )


@pytest.fixture(scope="session")
def field():
    """Exact scores of four narrow clouds, from 6 deviations of noise to none."""
    return mixture(CORNERS, 0.01).field(VarianceExploding(0.0, 6.0))


@pytest.fixture(scope="session")
def express(field, box):
    """One latent in each of the four clouds: cells are quadrants turned by 45 degrees."""
    latents = CORNERS + np.array([[0.01, 0.0], [0.0, 0.02], [0.0, 0.01], [0.02, 0.0]])
    solving = Solving(latents, Source(), "Newton")
    tail = Tail(field, levels(6, 0.04, 0.02, "Langevin"))
    found = Expressway(solving, tail, box, Modes(CORNERS, 0.1, np.arange(4)))
    solving.finish()
    return found
