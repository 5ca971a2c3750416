from __future__ import annotations

import pytest

from engines.experiments.generative.pfgm_plus_plus import EXPERIMENT
from engines.running.ticket import Ticket
from engines.systems.clouds.charged import FAMILY

SMALL = {"nx": 12, "ny": 12, "samples": 50, "paths": 4, "charges": 16, "lowest": 0.5}


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(FAMILY())


def test_field_lines_and_where_they_part(experiment):
    frame = list(experiment.frames(experiment.parameters(**SMALL), Ticket()))[-1]
    assert {"ftle", "samples", "tracks"} <= set(frame.layers)


def test_the_heading_tells_the_dimensions_and_idle_sliders_say_why(experiment):
    values = experiment.parameters(hidden=32.0)
    assert experiment.heading(values) == ("Field lines", "32 hidden dimensions")
    infinite = experiment.parameters(infinite=True, data="two points")
    assert experiment.heading(infinite)[1].startswith("infinitely many")
    assert {"hidden", "charges", "drawn"} <= set(experiment.unfit(infinite))
    assert not {"hidden", "charges", "drawn"} & set(experiment.unfit(values))
