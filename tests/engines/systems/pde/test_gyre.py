from __future__ import annotations

import numpy as np
import pytest

from engines.running.ticket import Ticket, Withdrawn
from engines.systems.pde.gyre import RIM, STEPS, Gyre


def test_water_is_surrounded_by_land_and_moves_westwards_intensified() -> None:
    kept = [fields for _, fields in Gyre(1, 38).moments(first=40, days=2) if fields is not None]
    assert len(kept) == 2
    u, v = kept[-1]
    assert u.shape == (39, 39)
    land = np.isnan(u)
    assert land[:RIM].all()
    assert land[:, -RIM:].all()
    assert not land[RIM:-RIM, RIM:-RIM].any()
    speed = np.abs(v[RIM:-RIM, RIM:-RIM]).max(axis=0)
    assert speed[1:6].max() > 3.0 * speed[-10:].max()


def test_its_middle_lies_where_the_plane_touches_the_earth() -> None:
    latitude, longitude = Gyre(1, 38).degrees()
    assert latitude[19] == pytest.approx(37.5)
    assert longitude[RIM] == pytest.approx(-75.0)
    assert np.diff(latitude) * np.pi / 180 * 6.371e6 == pytest.approx(1.8e6 / 32)


def test_the_same_seed_gives_the_same_numbers_and_each_step_a_sign_of_life() -> None:
    def run(seed: int) -> list[object]:
        return list(Gyre(seed, 32).moments(first=1, days=2))

    one, again, other = run(4), run(4), run(5)
    assert len(one) >= STEPS
    assert np.array_equal(one[-1][1], again[-1][1], equal_nan=True)  # type: ignore[index]
    assert not np.array_equal(one[-1][1], other[-1][1], equal_nan=True)  # type: ignore[index]


def test_a_withdrawn_ticket_ends_it() -> None:
    ticket = Ticket()
    moments = Gyre(1, 32).moments(ticket)
    next(moments)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(moments)
