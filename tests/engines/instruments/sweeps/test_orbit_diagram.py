from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.sweeps.orbit_diagram import OrbitDiagram
from engines.layers.curves import Curves
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn

LOGISTIC = """
title = "Logistic"
kind = "map"
[next]
x = "r*x*(1 - x)"
[states]
x = { low = 0.0, high = 1.0, start = 0.3 }
[parameters]
r = { value = 3.2, low = 2.8, high = 4.0 }
"""


@pytest.fixture(scope="module")
def logistic(from_text):
    return from_text(LOGISTIC)


def values_of(flow, **given):
    return parameters_model("values", OrbitDiagram.declared(flow))(**given)


def last(flow, **given):
    return list(OrbitDiagram(flow).frames(values_of(flow, **given), Ticket()))[-1]


def heights(field: ScalarField, value: float) -> np.ndarray:
    column = int(np.argmin(np.abs(field.x - value)))
    return field.y[field.values[:, column] > 0.0]


def test_columns_show_the_fixed_point_and_the_cycle_of_the_logistic_map(logistic):
    field = last(logistic, swept_columns=121).layers["orbit_diagram"]
    cell = field.y[1] - field.y[0]
    assert heights(field, 2.9) == pytest.approx([1 - 1 / 2.9], abs=cell)
    r = 3.3
    root = np.sqrt((r - 3) * (r + 1))
    assert heights(field, r) == pytest.approx([(r + 1 - root) / (2 * r), (r + 1 + root) / (2 * r)],
                                              abs=cell)  # fmt: skip
    assert len(heights(field, 3.5)) == 4
    assert len(heights(field, 3.9)) > 100


def test_it_says_how_many_values_there_are_now(logistic, from_text):
    assert last(logistic, swept_columns=40).readings["orbit_diagram"].value == 2.0
    chaotic = from_text(LOGISTIC.replace("3.2", "3.9"))
    reading = last(chaotic, swept_columns=40).readings["orbit_diagram"]
    assert (reading.value, reading.text) == (None, "no period now")


def test_the_present_value_is_a_line_and_a_click_chooses_another(logistic):
    frame = last(logistic, swept_columns=40)
    line = frame.layers["orbit_diagram_now"]
    assert isinstance(line, Curves)
    np.testing.assert_allclose(line.lines[0][:, 0], 3.2)
    assert OrbitDiagram.chosen(logistic, values_of(logistic), (3.45, 0.2)) == {"r": 3.45}


def test_a_part_of_the_range_can_be_swept(logistic):
    parameters = values_of(logistic, swept_from=50.0, swept_to=75.0)
    across, down = OrbitDiagram.axes(logistic, parameters)
    assert (across.low, across.high) == pytest.approx((3.4, 3.7))
    assert (down.low, down.high) == (0.0, 1.0)


def test_it_is_coarse_first_and_never_goes_back(logistic):
    frames = list(OrbitDiagram(logistic).frames(values_of(logistic), Ticket()))
    columns = [len(frame.layers["orbit_diagram"].x) for frame in frames]
    assert columns == sorted(columns)
    assert columns[0] < columns[-1] == 480
    done = [frame.progress for frame in frames]
    assert done == sorted(done)
    assert done[-1] == 1.0
    assert frames[-1].trust.level == "good"


def test_a_flow_shows_its_maxima_and_says_how_far_they_may_be_believed(from_text):
    flow = from_text(
        """
        title = "Circle"
        step = 0.02
        duration = 12.0
        [rates]
        x = "y + x*(a - x^2 - y^2)"
        y = "-x + y*(a - x^2 - y^2)"
        [states]
        x = { low = -2.0, high = 2.0, start = 0.3 }
        y = { low = -2.0, high = 2.0, start = 0.1 }
        [parameters]
        a = { value = 1.0, low = 0.5, high = 2.0 }
        """
    )
    frame = last(flow, swept_columns=40)
    field = frame.layers["orbit_diagram"]
    cell = field.y[1] - field.y[0]
    for value in (0.5, 1.0, 2.0):
        column = field.x[np.argmin(np.abs(field.x - value))]
        assert heights(field, value) == pytest.approx([np.sqrt(column)], abs=1.5 * cell)
    assert frame.readings["orbit_diagram"].value == 1.0
    assert "more careful integration" in frame.trust.sentence
    assert frame.trust.level == "good"


def test_it_leaves_when_it_is_asked_to(logistic):
    ticket = Ticket()
    run = OrbitDiagram(logistic).frames(values_of(logistic), ticket)
    next(run)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(run)


def test_where_nothing_comes_back_it_says_so(from_text):
    frames = last(
        from_text(
            """
            title = "Away"
            step = 0.05
            duration = 6.0
            [rates]
            x = "a*x"
            y = "1.0"
            [states]
            x = { low = -1.0, high = 1.0, start = 0.5 }
            y = { low = -1.0, high = 1.0 }
            [parameters]
            a = { value = 1.0, low = 0.5, high = 2.0 }
            """
        ),
        swept_columns=40,
    )
    assert dict(frames.layers) == {}
    assert frames.progress == 1.0
    assert frames.notes == ("No orbit comes back: all leave, or go on in one direction.",)


def test_what_remembers_is_swept_over_its_delay(shipped):
    """Mackey-Glass rests, beats, and beats in twos: Farmer (1982), Physica D 4, 366-393."""
    flow = shipped("mackey-glass")
    assert OrbitDiagram.refuses(flow) == ""
    frame = last(flow, swept="tau", swept_from=2.0, swept_to=25.0, swept_columns=48)
    field = frame.layers["orbit_diagram"]
    assert heights(field, 4.2) == pytest.approx([1.0], abs=field.y[1] - field.y[0])
    for tau, groups in ((7.0, 1), (14.1, 2)):
        found = heights(field, tau)
        assert 1 + int(np.count_nonzero(np.diff(found) > 0.02)) == groups
    assert "more careful integration" in frame.trust.sentence
