from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.sections.cut import (
    cut_of,
    declared_cut,
    handle_of,
    idle_rows,
    outline,
    pictured,
    pulled,
    section_through,
)
from engines.parameters.declare import parameters_model
from engines.protocols.gesture import Gesture


@pytest.fixture
def chosen():
    def of(flow, **values):
        return parameters_model("cut", declared_cut(flow))(**values)

    return of


def test_a_plane_of_one_coordinate_is_where_it_was_put(shipped, chosen):
    lorenz = shipped("lorenz-1963")
    p = chosen(lorenz, cut="z", cut_z=27.0, cut_way="falling")
    plane = cut_of(lorenz, p)
    np.testing.assert_array_equal(plane.normal, [0, 0, 1])
    assert (plane.offset, plane.way) == (27.0, -1)
    section = section_through(lorenz, p)
    assert (section.plane, section.rest) == ((0, 1), (27.0,))
    assert section.completed((1.0, 2.0)) == (1.0, 2.0, 27.0)
    assert set(idle_rows(lorenz, p)) == {"cut_x", "cut_y"}


def test_a_leaning_plane_holds_the_states_that_are_clicked_in_it(shipped, chosen):
    lorenz = shipped("lorenz-1963")
    p = chosen(lorenz, cut="z", cut_z=20.0, cut_tilt=0.6)
    plane, section = cut_of(lorenz, p), section_through(lorenz, p)
    for place in ((0.0, 0.0), (-12.0, 7.0), (20.0, -3.0)):
        state = np.array(section.completed(place))
        assert (state[0], state[1]) == place
        assert plane.above(state) == pytest.approx(0.0, abs=1e-12)
    assert np.linalg.norm(plane.normal) > 0.9


def test_the_outline_lies_on_the_plane_and_in_the_box(shipped, chosen):
    lorenz = shipped("lorenz-1963")
    for lean in (0.0, 0.4, -1.2):
        p = chosen(lorenz, cut="y", cut_y=5.0, cut_tilt=lean)
        corners = outline(lorenz, p)
        np.testing.assert_allclose(cut_of(lorenz, p).above(corners), 0.0, atol=1e-9)
        assert (corners >= np.array(lorenz.box.low) - 1e-9).all()
        assert (corners <= np.array(lorenz.box.high) + 1e-9).all()
        np.testing.assert_array_equal(corners[0], corners[-1])


def test_in_the_plane_a_section_is_a_line_across_the_box(shipped, chosen):
    pol = shipped("van-der-pol")
    p = chosen(pol, cut="v", cut_v=1.0)
    np.testing.assert_array_equal(outline(pol, p), [[-4.0, 1.0], [4.0, 1.0]])
    assert section_through(pol, p) is None
    assert "cut_tilt" not in type(p).model_fields


def test_a_level_of_energy_is_cut_where_its_coordinates_are_known(shipped, chosen):
    heiles = shipped("henon-heiles")
    p = chosen(heiles)
    assert (p.cut, p.cut_x) == ("x", 0.0)
    assert pictured(heiles, 0) == heiles.axes == (1, 3)


def test_an_angle_is_cut_once_a_turn(shipped, chosen):
    abc = shipped("abc-flow")
    assert cut_of(abc, chosen(abc, cut="x")).period == pytest.approx(2 * math.pi)
    assert cut_of(abc, chosen(abc, cut="x", cut_tilt=0.3)).period == math.inf


def test_a_plane_in_space_goes_where_the_hand_is_seen(shipped, chosen):
    """The eye looks at the place to which the handle shall come; whatever it sees is the place."""
    lorenz = shipped("lorenz-1963")
    p = chosen(lorenz, cut="z", cut_z=27.0)
    np.testing.assert_allclose(handle_of(lorenz, p), [0.0, 0.0, 27.0])
    eye = np.array([300.0, -200.0, 90.0])
    for value in (30.0, 12.0):
        target = np.array([0.0, 0.0, value])
        place = eye + 0.7 * (target - eye)
        found = pulled(lorenz, p, Gesture("drag", "portrait", tuple(place), eye=tuple(eye)))
        assert found == {"cut_z": pytest.approx(value, abs=1e-9)}
    beyond = eye + 0.7 * (np.array([0.0, 0.0, 80.0]) - eye)
    far = pulled(lorenz, p, Gesture("drag", "portrait", tuple(beyond), eye=tuple(eye)))
    assert far == {"cut_z": 55.0}


def test_without_an_eye_or_along_its_sight_nothing_is_pulled(shipped, chosen):
    lorenz = shipped("lorenz-1963")
    p = chosen(lorenz, cut="z", cut_z=27.0)
    assert pulled(lorenz, p, Gesture("drag", "portrait", (0.0, 0.0, 20.0))) == {}
    above = Gesture("drag", "portrait", (0.0, 0.0, 20.0), eye=(0.0, 0.0, 500.0))
    assert pulled(lorenz, p, above) == {}


def test_in_the_plane_the_line_follows_the_hand(shipped, chosen):
    pol = shipped("van-der-pol")
    p = chosen(pol, cut="x", cut_x=1.0)
    assert pulled(pol, p, Gesture("drag", "portrait", (1.5, 0.3))) == {"cut_x": 1.5}
