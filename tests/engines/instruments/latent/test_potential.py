from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.latent.potential import INSTRUMENT, heights_on, limits_of
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def frames(flow, ticket=None, **values):
    model = parameters_model("p", INSTRUMENT.declared(flow))
    return list(INSTRUMENT(flow).frames(model(**values), ticket or Ticket()))


def test_the_field_is_the_height_at_the_moment(hill):
    field = frames(hill, t=1.0, potential_nodes=9)[-1].layers["potential"]
    x, y = np.meshgrid(field.x, field.y)
    np.testing.assert_allclose(field.values, (x**2 + y**2) / 4.0)


def test_a_landscape_that_moves_keeps_its_colours(hill):
    early, late = (frames(hill, t=t)[-1].layers["potential"] for t in (0.0, 3.0))
    assert early.limits == late.limits
    assert early.limits[1] >= np.quantile(early.values, 0.98)


def test_a_level_plain_has_no_range(hill):
    assert limits_of(hill.level(), 1.0) is None


def test_rows_go_upwards(hill):
    _x, y, values = heights_on(hill.tilted(), 5, 0.0)
    np.testing.assert_allclose(values, np.tile(y[:, None], (1, 5)))


def test_before_the_start_time_runs_as_after_it(hill):
    plane = hill.walked()
    one, other = (frames(plane, t=t)[-1].layers["potential"].values for t in (-2.0, 2.0))
    np.testing.assert_array_equal(one, other)


def test_a_coarse_field_comes_first(hill):
    assert [len(f.layers["potential"].x) for f in frames(hill)] == [24, 96]


def test_flows_without_a_height_are_refused(saddle):
    assert "height" in INSTRUMENT.refuses(saddle())


def test_a_withdrawn_ticket_ends_it(hill):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        frames(hill, ticket)
