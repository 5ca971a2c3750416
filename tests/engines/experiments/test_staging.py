from __future__ import annotations

from engines.experiments.staging import (
    axes_of,
    headings_of,
    main_view,
    section_views,
    sections_of,
    side_views,
)
from engines.instruments.lcs.ftle_ridges import INSTRUMENT as RIDGES
from engines.instruments.portrait.series import INSTRUMENT as SERIES
from engines.instruments.portrait.tracks import INSTRUMENT as TRACKS
from engines.instruments.sections.poincare import INSTRUMENT as CUT
from engines.instruments.transport.ftle import INSTRUMENT as FTLE
from engines.parameters.declare import parameters_model
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis


def test_axes_come_from_the_box_and_angles_tick_in_pi(pendulum):
    angle, speed = axes_of(pendulum())
    assert (angle.label, angle.symbol, angle.unit) == ("angle", r"\theta", "rad")
    assert (angle.low, angle.high, angle.angle) == (-7.0, 7.0, True)
    assert (speed.unit, speed.angle) == ("rad/s", False)


def test_a_planar_flow_is_shown_in_a_plane_and_others_in_space(pendulum, lorenz):
    plane = main_view(pendulum(), (TRACKS, SERIES), "Portrait", "click")
    assert (plane.kind, len(plane.axes), plane.clicks) == ("plane", 2, True)
    assert plane.layers == TRACKS.draws
    assert plane.equations == pendulum().tex()
    assert main_view(lorenz(), (), "", "").kind == "space"


def test_each_chart_has_a_view_of_its_own_with_its_axes(pendulum):
    values = parameters_model("series", SERIES.declared(pendulum()))()
    (chart,) = side_views(pendulum(), (TRACKS, SERIES), {"series": values})
    assert (chart.id, chart.kind, chart.layers) == ("series", "chart", SERIES.draws)
    assert [axis.label for axis in chart.axes] == ["time", "angle"]
    assert (chart.title, chart.subtitle) == ("Angle", "the launched path over time")


def test_a_chart_that_names_no_axes_gets_plain_ones(pendulum):
    class Plain:
        name, title, view, draws, depth = "plain", "Plain", "chart", ("plain",), 0

    (chart,) = side_views(pendulum(), (Plain,), {})
    assert [axis.label for axis in chart.axes] == ["time", "Plain"]


def test_a_plane_through_a_space_is_a_view_of_the_instrument(lorenz):
    values = {"ftle": parameters_model("ftle", FTLE.declared(lorenz()))(along="z", at_y=4.0)}
    found = sections_of(lorenz(), (FTLE, TRACKS), values)
    assert {name: (s.plane, s.rest) for name, s in found.items()} == {"ftle": ((0, 2), (4.0,))}
    (view,) = section_views(lorenz(), (FTLE, TRACKS), found, {})
    assert (view.id, view.kind, view.title, view.layers) == ("ftle", "plane", "FTLE", FTLE.draws)
    assert [axis.label for axis in view.axes] == ["x", "z"]


def test_instruments_of_the_same_plane_share_its_view(lorenz):
    both = (FTLE, RIDGES)
    values = {one.name: parameters_model(one.name, one.declared(lorenz()))() for one in both}
    found = sections_of(lorenz(), both, values)
    (view,) = section_views(lorenz(), both, found, {})
    assert (view.id, view.layers) == ("ftle", (*FTLE.draws, *RIDGES.draws))
    apart = {**values, "ftle_ridges": values["ftle_ridges"].model_copy(update={"along": "z"})}
    views = section_views(lorenz(), both, sections_of(lorenz(), both, apart), {})
    assert [view.id for view in views] == ["ftle", "ftle_ridges"]


def test_a_planar_flow_has_no_section(pendulum):
    values = {"ftle": parameters_model("ftle", FTLE.declared(pendulum()))()}
    assert sections_of(pendulum(), (FTLE,), values) == {}


def test_an_instrument_with_axes_of_its_own_has_a_plane_beside_the_portrait(pendulum):
    class Swept(Charting):
        name, title, view, draws, depth = "swept", "Swept", "plane", ("swept",), 0

        @staticmethod
        def axes(flow, parameters):
            return Axis("length", "l", "m", 0.1, 2.0), Axis("angle")

    values = {"swept": parameters_model("swept", ())()}
    (beside,) = side_views(pendulum(), (Swept, TRACKS), values)
    assert (beside.id, beside.kind, beside.layers) == ("swept", "plane", ("swept",))
    assert [axis.label for axis in beside.axes] == ["length", "angle"]
    assert (beside.clicks, beside.equal) == (False, False)
    assert set(main_view(pendulum(), (Swept, TRACKS), "", "").layers) == set(TRACKS.draws)


def test_where_a_plane_lies_is_drawn_in_the_main_picture(lorenz):
    values = {"poincare": parameters_model("poincare", CUT.declared(lorenz()))()}
    found = sections_of(lorenz(), (CUT,), values)
    main = main_view(lorenz(), (TRACKS, CUT), "Portrait", "click", found)
    assert main.layers == (*TRACKS.draws, *CUT.beside)
    (own,) = section_views(lorenz(), (CUT,), found, headings_of(lorenz(), (CUT,), values))
    assert own.layers == ("poincare",)
    assert own.title == CUT.title
    assert own.subtitle.endswith("rising")
