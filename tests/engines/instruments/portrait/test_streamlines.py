from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.portrait.streamlines import INSTRUMENT, streamlines
from engines.running.ticket import Ticket, Withdrawn


def test_streamlines_of_a_rotation_are_circles(rotation):
    lines = streamlines(rotation(), 16)
    assert len(lines) > 4
    for line in lines:
        radius = np.linalg.norm(line, axis=1)
        np.testing.assert_allclose(radius, radius[0], rtol=1e-3)


def test_streamlines_of_a_saddle_are_hyperbolas_that_run_with_the_flow(saddle):
    for line in streamlines(saddle(), 16):
        product = line[:, 0] * line[:, 1]
        np.testing.assert_allclose(product, product[0], atol=1e-4)
        assert np.all(np.diff(np.abs(line[:, 0])) > -1e-12)


def test_no_cell_is_crossed_by_two_lines(pendulum):
    across = 20
    box = pendulum.box
    counts = np.round(np.subtract(box.high, box.low) / (14.0 / across)).astype(int)
    seen: set[tuple[int, int]] = set()
    for line in streamlines(pendulum(), across):
        share = (line - box.low) / np.subtract(box.high, box.low)
        cells = {(int(a), int(b)) for a, b in np.clip(share * counts, 0, counts - 1)}
        assert not cells & seen
        seen |= cells
    assert len(seen) > 0.5 * counts.prod()


def test_denser_lines_come_after_a_coarse_picture(measured, rotation):
    few, many = (f.layers["streamlines"] for f in measured(INSTRUMENT, rotation(), lines=24))
    assert len(few.lines) < len(many.lines)
    assert set(many.roles) == {"neutral"}


def test_a_withdrawn_ticket_ends_the_search(rotation):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        streamlines(rotation(), 16, ticket=ticket)


def test_a_map_and_a_flow_in_space_are_refused(henon, lorenz):
    assert INSTRUMENT.refuses(henon()) == "needs continuous time"
    assert INSTRUMENT.refuses(lorenz()) == "needs a planar flow"
