from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.sampling.flow_map import FlowMapView


def test_the_map_of_the_exact_flow_is_where_its_velocity_leads(normal, last):
    frame = last(FlowMapView, normal, map_from=0.2, map_to=0.9)
    assert frame.readings["flow_map"].value < 0.01
    starts, ends = (frame.layers[name].positions for name in ("map_from", "map_to"))
    here, there = (np.hypot(0.8 * t, 1.0 - t) for t in (0.2, 0.9))
    np.testing.assert_allclose(ends, starts * there / here, atol=0.02)


def test_an_equation_leads_back_and_a_map_does_not(normal, shipped_map, last):
    frame = last(FlowMapView, normal, map_from=1.0, map_to=0.0)
    back = frame.layers["map_to"].positions
    assert back.std() == pytest.approx(1.0, abs=0.1)
    with pytest.raises(UnfitError, match="leads from r = 0.8 on"):
        last(FlowMapView, shipped_map, map_from=0.8, map_to=0.2)


def test_a_learned_map_takes_one_jump(shipped_map, last):
    frame = last(FlowMapView, shipped_map, map_states=60)
    ends = frame.layers["map_to"].positions
    assert len(frame.layers["map_segments"].lines) == 60
    angle = np.arctan2(ends[:, 1], ends[:, 0]) / (np.pi / 4)
    assert np.median(np.abs(angle - np.round(angle))) < 0.1  # most lie at one of eight
    assert 0.0 < frame.readings["flow_map"].value < 1.0
