from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.latent.marks import NAMES, Ways
from engines.experiments.latent.starting import Starting
from engines.parameters.declare import parameters_model


@pytest.fixture
def plane(untrained):
    subject = Starting(untrained)
    values = parameters_model("p", subject.declared)
    return lambda **about: subject.flow(values(**about))


def test_the_walk_begins_at_the_start_and_ends_where_the_flow_leads(plane):
    flow = plane(way=2)
    ways = Ways(flow, 3.3)
    start = np.array(flow.whole.box.start)
    np.testing.assert_allclose(ways.walk[0], start)
    np.testing.assert_allclose(ways.here, flow.whole.advance(start[None], 0.0, 3.3)[0], atol=1e-4)
    assert np.all(np.diff(ways.moments) > 0.0)


def test_against_the_way_the_walk_is_the_mirror_image(plane):
    flow = plane()
    forth, back = (Ways(flow, t).here for t in (2.5, -2.5))
    np.testing.assert_allclose(forth + back, 2.0 * np.array(flow.whole.box.start), atol=1e-9)
    assert np.all(np.diff(Ways(flow, -2.5).moments) < 0.0)


def test_a_hasty_walk_ends_near_the_careful_one(plane):
    flow = plane()
    np.testing.assert_allclose(Ways(flow, 4.0, hasty=True).here, Ways(flow, 4.0).here, atol=2e-3)


@pytest.mark.parametrize("scheme", ["Euler", "RK4"])
@pytest.mark.parametrize("arm", ["wave", "linear"])
@pytest.mark.parametrize("hasty", [False, True])
def test_another_step_is_where_the_whole_way_leads(plane, scheme, arm, hasty):
    flow = plane(scheme=scheme, arm=arm, way=3)
    ways = Ways(flow, 0.0, hasty)
    whole = flow.whole.hasty() if hasty and arm == "wave" else flow.whole
    start = np.array(flow.whole.box.start)
    for step in (0.4, 2.5, 3.9, 5.0, -0.2, -3.3, -5.0, 0.0):
        known = whole.traversed(start, np.append(ways.steps, step))[2, -1]
        moved = ways.at(step)
        np.testing.assert_allclose(moved.here, known, atol=1e-12)
        np.testing.assert_allclose(moved.walk, Ways(flow, step, hasty).walk, atol=1e-12)
        assert moved.codes is ways.codes


def test_the_point_is_the_handle_and_every_whole_step_has_its_ring(plane, untrained):
    flow = plane()
    ways = Ways(flow, 1.2)
    marks = ways.marks(untrained, "shape")
    assert tuple(marks) == NAMES
    np.testing.assert_allclose(marks["handle"].positions[0], flow.seen(ways.here[None])[0])
    np.testing.assert_allclose(marks["steps"].positions[5], flow.box.start, atol=1e-9)
    assert len(marks["steps"].positions) == 11
    assert len(marks["ways"].positions) == 6
    assert marks["codes"].scale == "kinds"


def test_ways_out_of_the_data_are_counted(plane):
    assert Ways(plane(speed=0.1), 0.0).trust().level == "good"
    far = Ways(plane(handle=((3.9, 3.9),), arm="principal", speed=3.0), 0.0).trust()
    assert far.level == "warn"
    assert "of 6 ways leave the data" in far.sentence
