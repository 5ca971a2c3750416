import sys

import numpy as np

from app.cli.benches.parts.sampled import Sampled


def test_the_data_are_the_formula_at_its_nodes_and_moments():
    data = Sampled(10.0)
    flow = data.flow()
    assert flow.span == (0.0, 10.0)
    places = np.array([[data.x[40], data.y[30]], [data.x[111], data.y[77]]])
    found = flow.velocity(places, float(data.times[7]))
    exact = [[data.u[7, 30, 40], data.v[7, 30, 40]], [data.u[7, 77, 111], data.v[7, 77, 111]]]
    np.testing.assert_allclose(found, exact, atol=1e-12)


def test_an_absent_peer_is_none(monkeypatch):
    monkeypatch.setitem(sys.modules, "numbacs.flows", None)
    monkeypatch.setitem(sys.modules, "numbacs.diagnostics", None)
    assert Sampled(1.0).numbacs() is None
