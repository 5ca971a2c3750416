from pathlib import Path

import numpy as np
import pytest

from engines.protocols.capabilities import Completing
from engines.systems.system_file import read_system

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def heiles():
    (path,) = (ROOT / "presets" / "systems").rglob("henon-heiles.toml")
    system = read_system(path)
    return lambda energy: system.flow_at({"E": energy})


def energy(states):
    x, y, px, py = states.T
    return (px**2 + py**2 + x**2 + y**2) / 2 + x**2 * y - y**3 / 3


def test_two_coordinates_give_the_state_of_that_energy(heiles):
    flow = heiles(0.1)
    assert isinstance(flow, Completing)
    assert [flow.states[i] for i in flow.axes] == ["y", "p_y"]
    given = np.array([[9.0, 0.2, 9.0, 0.1], [0.0, -0.1, 0.0, -0.3]])
    found = flow.completed(given)
    np.testing.assert_array_equal(found[:, [1, 3]], given[:, [1, 3]])
    np.testing.assert_array_equal(found[:, 0], 0.0)
    np.testing.assert_allclose(energy(found), 0.1, rtol=1e-14)
    np.testing.assert_array_equal(given[0], [9.0, 0.2, 9.0, 0.1])


def test_where_there_is_no_such_state_all_is_nan(heiles):
    assert np.isnan(heiles(0.1).completed(np.array([[0.0, 0.7, 0.0, 0.0]]))).all()


def test_a_more_careful_flow_is_on_the_same_level(heiles):
    finer = heiles(0.1).refined()
    assert isinstance(finer, Completing)
    assert finer.axes == heiles(0.1).axes
    path = finer.record(finer.completed(np.array([[0.0, 0.2, 0.0, 0.1]])), np.linspace(0, 50, 20))
    np.testing.assert_allclose(energy(path[0]), 0.1, rtol=1e-7)
