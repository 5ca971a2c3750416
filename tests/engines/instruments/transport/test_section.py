import pytest

from engines.errors import UnfitError
from engines.instruments.transport.section import (
    at,
    declared_section,
    idle_cuts,
    on_level,
    section_of,
)
from engines.parameters.declare import parameters_model


def chosen(flow, **values):
    return parameters_model("section", declared_section(flow, "FTLE"))(**values)


def test_a_plane_needs_no_section(shipped):
    flow = shipped("double-gyre")
    assert declared_section(flow, "FTLE") == ()
    assert section_of(flow, chosen(flow)).rest == ()
    assert idle_cuts(flow, chosen(flow)) == {}


def test_at_rest_the_first_two_coordinates_are_seen_where_a_path_would_start(shipped):
    flow = shipped("lorenz-1963")
    found = section_of(flow, chosen(flow))
    assert (found.plane, found.rest) == ((0, 1), (flow.box.start[2],))
    assert at(flow, 2) == "slice"  # its name where there is one coordinate more
    assert set(idle_cuts(flow, chosen(flow))) == {"at_x", "at_y"}


def test_any_two_coordinates_may_be_chosen(shipped):
    flow = shipped("lorenz-1963")
    found = section_of(flow, chosen(flow, across="z", along="x", at_y=3.0))
    assert (found.plane, found.rest) == ((2, 0), (3.0,))
    assert found.completed((30.0, 1.0)) == (1.0, 3.0, 30.0)
    assert set(idle_cuts(flow, chosen(flow, across="z", along="x"))) == {"slice", "at_x"}


def test_one_coordinate_is_no_plane(shipped):
    flow = shipped("lorenz-1963")
    with pytest.raises(UnfitError, match="along = 'z' is the horizontal axis too, allowed x, y"):
        section_of(flow, chosen(flow, across="z", along="z"))


def test_on_a_level_the_others_follow(shipped):
    flow = shipped("henon-heiles")
    p = chosen(flow)
    assert (p.across, p.along) == ("y", "p_y")
    assert on_level(flow, section_of(flow, p).plane)
    assert idle_cuts(flow, p)["at_x"] == "follows from the others"
    elsewhere = chosen(flow, across="x")
    assert not on_level(flow, section_of(flow, elsewhere).plane)
    assert set(idle_cuts(flow, elsewhere)) == {"at_x", "at_p_y"}
