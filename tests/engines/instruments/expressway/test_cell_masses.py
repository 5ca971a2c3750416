import numpy as np
import pytest

from engines.instruments.expressway.cell_masses import INSTRUMENT
from engines.running.ticket import Ticket


def frame(flow, values, **given):
    return list(INSTRUMENT(flow).frames(values(INSTRUMENT, flow, **given), Ticket()))[-1]


def test_solved_cells_scatter_as_chance_makes_them(jump, values):
    found = frame(jump(solver="Newton"), values, mass_draws=20_000)
    counted, chance = found.layers["cell_masses"], found.layers["cell_masses_chance"]
    assert counted.y[::2].sum() == pytest.approx(100.0)
    assert chance.y[::2].sum() == pytest.approx(100.0, abs=0.1)
    middle = np.abs(counted.x[::2] - 1.0) < 0.25
    assert counted.y[::2][middle].sum() == pytest.approx(100.0)
    assert found.readings["cell_masses"].value < 0.03


def test_an_unfinished_search_leaves_unequal_cells_and_says_so(jump, values):
    found = frame(jump(iterations=1), values, mass_draws=20_000)
    assert found.readings["cell_masses"].value > 0.2
    assert found.trust.level == "warn"
    assert "without a draw" in found.trust.sentence


def test_only_a_jump_has_cells(pendulum):
    assert INSTRUMENT.refuses(pendulum()) == "needs a jump of optimal transport"
