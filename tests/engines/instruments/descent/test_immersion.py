from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.descent.immersion import Immersion, curvature_at, eigenlines


def test_it_says_what_it_needs(descending, pendulum):
    assert Immersion.refuses(pendulum) == "needs a method on a landscape"
    assert "one coordinate" in Immersion.refuses(descending("quadratic-bowl"))
    assert Immersion.refuses(descending("bent-parabola", discrete=True)) == "needs continuous time"


def test_eigenlines_are_eigenvectors():
    d, h, c, bend = 0.4, 3.0, 1.3, 0.7
    flow = np.array([[-h * bend, 1.0], [-(c - d * h) * bend, -d]])
    for rate, slope in eigenlines(d, h, c, bend):
        vector = np.array([1.0, slope])
        np.testing.assert_allclose(flow @ vector, rate * vector, atol=1e-12)
    assert not eigenlines(0.0, 0.0, 1.0, 0.25)


def test_a_path_on_an_eigenline_stays_on_it(descending, put_on):
    flow = descending("single-mode", member="free", d=0.4, h=8.0, c=3.4, lam=0.25)
    (frame,) = put_on(Immersion, flow)
    lines = dict(zip(frame.layers["immersion"].roles, frame.layers["immersion"].lines, strict=True))
    start = lines["attract"][1]
    path = flow.record(start[None], np.linspace(0.0, 5.0, 6))[0]
    np.testing.assert_allclose(path[:, 1] * start[0], path[:, 0] * start[1], atol=1e-9)


@pytest.mark.parametrize(
    ("member", "defect", "words"), [("exact immersion", 0.0, "never left"), ("Nesterov", 0.92, "")]
)
def test_the_defect_tells_whether_the_manifold_is_left(descending, put_on, member, defect, words):
    (frame,) = put_on(Immersion, descending("single-mode", member=member, kappa=100.0))
    assert frame.readings["immersion"].value == pytest.approx(defect, abs=1e-12)
    assert ("never left" in dict(frame.layers["immersion"].labels)["elliptic"]) == bool(words)


def test_curvature_is_that_of_the_double_well(descending):
    flow = descending("double-well")
    assert curvature_at(flow, -1.0) == pytest.approx(2.0, abs=1e-6)
    assert curvature_at(flow, 0.0) == pytest.approx(-1.0, abs=1e-6)
